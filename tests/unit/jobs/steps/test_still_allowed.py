"""Before a job is sent it is looked at once more, and what is posted of it as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.errors import StoreError
from bot.failure_kinds import FailureKind
from tests.store.builders import ANN, GUILD, make_request
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage


async def test_what_may_not_be_made_any_more_is_not_bought_and_takes_nothing(stage: Stage) -> None:
    for name, says, failure in (
        ("a", {"is_refused": True}, FailureKind.FILTERED),
        ("b", {"is_barred": True}, None),
    ):
        stage.onlooker.says = says
        ended = await stage.work(await stage.claimed(name, cost=0.5))
        assert (ended.failure, ended.cost, ended.shown) == (failure, None, True)
        assert ended.state is (JobState.FAILED if failure else JobState.CANCELLED)
    stage.onlooker.says = {}
    stage.rule(models_deny=("dream*",))
    request = make_request(model="dreamshaper_8")
    ended = await stage.work(await stage.claimed("c", request=request))
    assert ended.failure is FailureKind.MODEL_FORBIDDEN
    assert stage.engine.submitted == []
    usage = await stage.store.usage(ANN, GUILD, now=stage.clock.now())
    assert (usage.day_images, usage.jobs) == (0, 0)


@pytest.mark.parametrize("is_early", [True, False])
async def test_what_is_forbidden_is_held_once_it_is_made(stage: Stage, is_early: bool) -> None:
    if is_early:
        stage.onlooker.says = {"hold": "filter"}
    else:
        stage.onlooker.holds = "filter"
    stage.onlooker.faults = Faults(StoreError("away"), None)
    ended = await stage.work(await stage.claimed())
    assert (ended.state, ended.hold) == (JobState.DELIVERED, "filter")
    [image] = await stage.images.of(ended.id)
    assert image.judged.treatment is Treatment.HELD
    assert stage.onlooker.sent == [ended.id]


async def test_a_word_that_is_forbidden_while_it_is_posted_is_obeyed(stage: Stage) -> None:
    def forbid() -> None:
        stage.onlooker.holds = "filter"

    stage.publisher.finish_takes = 1.0
    stage.engine.runs = 0.0
    job = await stage.running()
    stage.after(1.0, forbid)
    ended = await stage.work(job)
    assert [sent.says for sent in stage.publisher.sent] == [[Treatment.SHOWN], [Treatment.HELD]]
    assert ended.hold == "filter"
    [image] = await stage.images.of(ended.id)
    assert image.judged.treatment is Treatment.HELD
