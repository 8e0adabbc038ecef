"""A result that is like a remembered image is held, alone, whenever the list says so."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from bot.domain.fingerprint import UNTOLD, Fingerprint
from bot.domain.policy import Action
from bot.domain.verdict import Finding, Treatment
from tests.store.builders import make_request
from tests.unit.jobs.engine import CLEAR, FLAGGED
from tests.unit.jobs.steps.test_rows import rows

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.ports import Ready
    from tests.unit.jobs.stage import Stage

SHOWN, HELD, REFUSED = Treatment.SHOWN, Treatment.HELD, Treatment.REFUSED
BUSY, OTHER = (random.Random(seed).getrandbits(256) for seed in (1, 2))  # noqa: S311
WANTED, UNWANTED = Fingerprint(OTHER, 0), Fingerprint(BUSY, 0)


async def test_what_is_like_a_remembered_image_is_held_and_its_neighbours_are_shown(
    stage: Stage,
) -> None:
    stage.engine.detections = [CLEAR, CLEAR, FLAGGED]
    stage.likeness.bits = (BUSY,)
    stage.likeness.looks = [UNWANTED, WANTED, UNWANTED]
    job = await stage.running(images=3)
    await stage.work(job)
    assert stage.publisher.says(job.id) == [HELD, SHOWN, HELD]
    held, shown, flagged = await rows(stage, job)
    assert (held.judged.resembles, held.judged.verdict.finding) == (7, Finding.CLEAR)
    assert held.judged.action is Action.HOLD
    assert (shown.judged.resembles, flagged.judged.resembles) == (None, 7)
    assert [it.fingerprint for it in (held, shown)] == [UNWANTED, WANTED]
    # Its original is kept, so that a moderator can decide.
    assert await stage.originals.get(job.id, 1, now=stage.clock.now()) is not None


@pytest.mark.parametrize("private", [False, True])
async def test_what_could_not_be_looked_at_is_held_where_there_is_a_list(
    stage: Stage, *, private: bool
) -> None:
    stage.likeness.looks = [None]
    job = await stage.running(request=make_request(images=1, private=private))
    await stage.work(job)
    assert stage.publisher.says(job.id) == [SHOWN]
    stage.likeness.bits = (BUSY,)
    again = await stage.running("b", request=make_request(images=1, private=private))
    await stage.work(again)
    assert stage.publisher.says(again.id) == [REFUSED if private else HELD]
    [row] = await rows(stage, again)
    assert (row.judged.resembles, row.fingerprint) == (UNTOLD, None)


async def test_how_a_private_result_looks_is_not_kept_and_its_hold_is_a_refusal(
    stage: Stage,
) -> None:
    stage.likeness.bits = (BUSY,)
    stage.likeness.looks = [UNWANTED, WANTED]
    stage.engine.detections = [CLEAR, CLEAR]
    job = await stage.running(request=make_request(images=2, private=True))
    await stage.work(job)
    assert stage.publisher.says(job.id) == [REFUSED, SHOWN]
    assert [it.fingerprint for it in await rows(stage, job)] == [None, None]


async def test_what_is_remembered_while_it_is_posted_is_taken_back(stage: Stage) -> None:
    stage.likeness.looks = [UNWANTED, WANTED]
    stage.engine.detections = [CLEAR, CLEAR]
    send = stage.publisher.finish

    async def finish(job: Job, ready: Ready) -> object:
        attached = await send(job, ready)
        stage.likeness.bits = (BUSY,)
        return attached

    stage.publisher.finish = finish  # type: ignore[assignment,method-assign] # hands its answer on
    job = await stage.running(images=2)
    await stage.work(job)
    assert stage.publisher.says(job.id) == [HELD, SHOWN]
    assert stage.likeness.saw == 2
