"""What a predecessor posted is held against the policy of now, not against its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import engine_errors, errors
from bot.domain.job import JobState
from bot.domain.policy import Action
from bot.domain.verdict import Treatment
from tests.store.builders import make_image
from tests.unit.jobs.engine import FLAGGED
from tests.unit.jobs.steps.test_rows import BLURRED, SHOWN, SPOILERED
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage


@pytest.mark.parametrize("row", [SPOILERED, BLURRED, Treatment.REFUSED])
async def test_what_a_stricter_policy_forbids_goes_after_a_crash_before_the_correction(
    stage: Stage, row: Treatment
) -> None:
    stage.engine.detections = [FLAGGED]
    stage.rule(action={SPOILERED: Action.SPOILER, BLURRED: Action.BLUR}.get(row, Action.REFUSE))
    job = await stage.running(found=JobState.DELIVERING)
    corrected = make_image(1, treatment=row)
    if row is not SPOILERED:
        corrected = replace(corrected, file=None)
    await stage.images.write(job.id, [corrected], [], [], holder="us")
    stage.engine.fetches = Faults(*[engine_errors.ImageError("404", reason="expired")] * 9)
    stage.publisher.post(job, SHOWN)
    await stage.work(job)
    assert stage.publisher.says(job.id) != [SHOWN]


async def test_an_adopter_whose_stricter_files_are_refused_lets_nothing_looser_stay(
    stage: Stage,
) -> None:
    stage.engine.detections = [FLAGGED]
    stage.rule(action=Action.BLUR)
    job = await stage.running(found=JobState.DELIVERING)
    await stage.images.write(job.id, [make_image(1)], [], [], holder="us")
    stage.publisher.post(job, SHOWN)
    stage.publisher.finishes = Faults(errors.FilesRefusedError("413"), None)
    await stage.work(job)
    assert stage.publisher.says(job.id) != [SHOWN]
