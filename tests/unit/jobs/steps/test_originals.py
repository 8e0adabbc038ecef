"""Originals are kept of what moderators may decide about, and for as long as was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.policy import Action
from bot.domain.ports import TaskImage
from bot.domain.verdict import Treatment
from tests.store.builders import make_original, make_request
from tests.unit.jobs.engine import CLEAR, FLAGGED
from tests.unit.jobs.stage import RETENTION
from tests.unit.jobs.turns import Turns

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

BLURRED = Treatment.BLURRED


@pytest.mark.parametrize(
    ("action", "private", "is_kept"),
    [
        (Action.BLUR, False, True),
        (Action.HOLD, False, True),
        (Action.REFUSE, False, False),
        (Action.SPOILER, False, False),
        (Action.BLUR, True, False),
        (Action.HOLD, True, False),
    ],
)
async def test_originals_are_kept_of_what_moderators_may_decide_about(
    stage: Stage, action: Action, private: bool, is_kept: bool
) -> None:
    stage.engine.detections = [CLEAR, FLAGGED]
    stage.rule(action=action)
    job = await stage.running(request=make_request(images=2, private=private))
    await stage.work(job)
    assert list(stage.shelf.originals) == ([(job.id, 2)] if is_kept else [])
    assert [row.keepable for row in await stage.images.of(job.id)] == [not private] * 2
    for original in stage.shelf.originals.values():
        assert bytes(original.data) == b"original"
        assert original.expires_at - stage.clock.now() == RETENTION


async def test_what_an_engine_calls_abuse_of_a_child_is_never_kept(stage: Stage) -> None:
    image = TaskImage(url="u", detection=FLAGGED, is_csam=True)
    stage.engine.looks = Turns(replace(stage.engine.succeeded(), images=(image,)))
    job = await stage.running()
    await stage.work(job)
    assert stage.publisher.says(job.id) == [Treatment.REPLACED]
    assert stage.engine.fetched == []
    assert stage.shelf.originals == {}
    [row] = await stage.images.of(job.id)
    assert not row.keepable


async def test_originals_whose_time_is_over_are_deleted_within_a_minute(stage: Stage) -> None:
    kept = make_original(expires_at=stage.clock.now() + timedelta(seconds=90))
    stage.shelf.originals[kept.job_id, kept.number] = kept
    async with stage.open():
        await stage.clock.wait(89)
        assert len(stage.shelf.originals) == 1
        await stage.clock.wait(61)
        assert stage.shelf.originals == {}


async def test_all_that_is_over_goes_in_one_sweep(stage: Stage) -> None:
    many = [make_original(n, expires_at=stage.clock.now()) for n in range(1, 121)]
    stage.shelf.originals.update({(it.job_id, it.number): it for it in many})
    await stage.supervisor._expire()
    assert stage.shelf.originals == {}
