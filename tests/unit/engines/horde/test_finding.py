"""What becomes of a submit whose reply was lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot import engine_errors as errors
from bot.domain.ids import JobId
from bot.domain.ports import Found, Whereabouts
from bot.errors import StoreError
from bot.playground.horde.faults import Fault
from bot.playground.horde.knobs import Knobs, Outcome
from tests.store.builders import make_job
from tests.tables import each_row
from tests.unit.engines.horde.stage import quick, staged, submission, wish

if TYPE_CHECKING:
    from bot.domain.ids import TaskId
    from bot.domain.ports import Submission
    from tests.unit.engines.horde.stage import Stage

UNSURE = Found(where=Whereabouts.UNSURE)


def listing(**changes: Any) -> Knobs:  # noqa: ANN401 - any knob
    return quick(listing_late_s=0.0, limits=False, **changes)


async def lose(stage: Stage, sent: Submission) -> Submission:
    """Submit, and have the reply lost; return what is looked for."""
    stage.horde.faults.add(Fault(route="submit", drop="after"))
    with pytest.raises(errors.ReplyLostError):
        await stage.engine.submit(sent)
    return replace(sent, replies_lost=1)


async def search(stage: Stage, lost: Submission) -> tuple[Found, float]:
    """Ask again as long as we are told to; return the last answer and how long it took."""
    waited = 0.0
    while (found := await stage.engine.find(lost)).wait:
        assert found.where is Whereabouts.UNSURE
        waited += found.wait
        stage.clocks.ahead += found.wait
    return found, waited


async def test_a_task_with_exactly_our_seeds_is_adopted() -> None:
    async with staged(listing()) as stage:
        await stage.engine.submit(submission(wish(seed=4), job="other"))
        lost = await lose(stage, submission(wish(seed=5, images=3)))
        found, _ = await search(stage, lost)
        task = stage.horde.tasks[1]
        assert found == Found(where=Whereabouts.KNOWN, task_id=task.task_id)  # type: ignore[arg-type]
        assert len(stage.horde.tasks) == 2


async def test_a_random_seed_of_ours_is_found_as_well() -> None:
    async with staged(listing()) as stage:
        lost = await lose(stage, submission())
        found, _ = await search(stage, lost)
        assert found.where is Whereabouts.KNOWN


async def test_nobody_can_tell_of_the_anonymous_account() -> None:
    async with staged(listing(), key="0000000000") as stage:
        lost = await lose(stage, submission())
        assert await stage.engine.find(lost) == UNSURE
        assert not stage.horde.asked("find_user")
        assert not stage.engine.capabilities.finds


async def test_the_list_is_given_the_time_by_which_it_is_late_and_no_more() -> None:
    async with staged(quick(listing_late_s=60.0, limits=False)) as stage:
        assert stage.engine.capabilities.finds
        lost = await lose(stage, submission())
        found, waited = await search(stage, lost)
        assert (found, waited) == (UNSURE, 35)


async def test_what_appears_late_is_found() -> None:
    async with staged(quick(listing_late_s=60.0, limits=False)) as stage:
        lost = await lose(stage, submission())
        assert (await stage.engine.find(lost)).wait > 0
        stage.horde.knobs.listing_late_s = 0.0
        found, _ = await search(stage, lost)
        assert found.where is Whereabouts.KNOWN


async def test_what_runs_and_could_be_ours_is_waited_for_within_bounds() -> None:
    async with staged(listing(queue_ms=60_000, duration=90.0)) as stage:
        lost = await lose(stage, submission(wish(seed=5)))
        found, waited = await search(stage, lost)
        assert (found, waited) == (UNSURE, 180)
        stage.horde.tasks[0].finish()
        assert (await stage.engine.find(lost)).where is Whereabouts.KNOWN


async def test_what_runs_and_has_another_number_of_images_is_not_waited_for() -> None:
    async with staged(listing(queue_ms=60_000, duration=90.0)) as stage:
        await stage.engine.submit(submission(wish(images=2), job="other"))
        found, waited = await search(stage, submission(replies_lost=1))
        assert (found, waited) == (UNSURE, 35)


@each_row(
    "other",
    [
        wish(seed=6),
        wish(seed=5, images=2),
        wish(seed=5, model="Dreamshaper"),
    ],
)
async def test_a_task_that_is_not_exactly_ours_is_left_alone(other: Any) -> None:  # noqa: ANN401
    async with staged(listing()) as stage:
        await stage.engine.submit(submission(other, job="other"))
        found, _ = await search(stage, submission(wish(seed=5), replies_lost=1))
        assert found == UNSURE
        assert stage.horde.tasks[0].reads == 1


async def test_a_task_that_came_out_incomplete_is_left_alone() -> None:
    some = [Outcome.MADE, Outcome.FAULTED]
    async with staged(listing(outcome=lambda _, index: some[index])) as stage:
        lost = await lose(stage, submission(wish(seed=5, images=2)))
        assert (await search(stage, lost))[0] == UNSURE


async def test_a_task_that_a_job_of_ours_has_is_its_own() -> None:
    async with staged(listing()) as stage:
        task_id = await stage.engine.submit(submission(wish(seed=5), job="other"))
        stage.store.owners[task_id] = JobId("other")
        assert (await search(stage, submission(wish(seed=5), replies_lost=1)))[0] == UNSURE
        assert not stage.horde.asked("status")


async def test_seeds_that_another_lost_job_sent_too_tell_nothing() -> None:
    async with staged(listing()) as stage:
        lost = await lose(stage, submission(wish(seed=5)))
        mine = make_job("j1", request=wish(seed=5))
        stage.store.jobs = [mine, make_job("j2", request=wish(seed=6))]
        rival = make_job("j3", request=wish(seed=5, prompt="a cat"))
        stage.store.jobs.append(rival)
        assert await stage.engine.find(lost) == UNSURE
        stage.store.jobs.remove(rival)
        assert (await stage.engine.find(lost)).where is Whereabouts.KNOWN


async def test_a_task_that_is_gone_meanwhile_is_nobodys() -> None:
    async with staged(listing()) as stage:
        lost = await lose(stage, submission())
        stage.horde.faults.add(Fault(route="check", status=404, rc="RequestNotFound", times=None))
        assert (await search(stage, lost))[0] == UNSURE


@each_row(
    "fault, kind",
    [
        (Fault(route="find_user", status=404, rc="UserNotFound"), errors.BadKeyError),
        (Fault(route="find_user", html=True, status=200), errors.MalformedReplyError),
        (Fault(route="find_user", drop="before", times=2), errors.NetworkFaultError),
    ],
)
async def test_a_search_that_fails_is_no_answer(
    fault: Fault, kind: type[errors.EngineError]
) -> None:
    async with staged(listing()) as stage:
        lost = await lose(stage, submission())
        stage.horde.faults.add(fault)
        with pytest.raises(kind):
            await stage.engine.find(lost)
        assert (await stage.engine.find(lost)).where is Whereabouts.KNOWN


@each_row("active", ["nonsense", {"image": "x"}, {"image": [7, "", "a b"]}, None])
async def test_a_list_that_names_no_ids_is_empty(active: object) -> None:
    async with staged(listing()) as stage:
        stage.horde.faults.add(Fault(route="find_user", body=_user(active)))
        found = await stage.engine.find(submission(replies_lost=1))
        assert (found.where, found.wait > 0) == (Whereabouts.UNSURE, True)


async def test_a_store_that_is_away_is_no_answer() -> None:
    async with staged(listing()) as stage:
        lost = await lose(stage, submission())

        async def away(_: TaskId) -> None:
            raise StoreError("away")

        finding = stage.engine._parts.finding
        assert finding is not None
        finding._ours = replace(finding._ours, owner_of=away)
        with pytest.raises(errors.NetworkFaultError):
            await stage.engine.find(lost)


def _user(active: object) -> str:
    return json.dumps({"username": "somebody", "active_generations": active})
