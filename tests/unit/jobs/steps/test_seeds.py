"""An engine that tells the seeds of some images of a task says that the others have none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.image import SeedSource
from tests.unit.jobs.engine import CLEAR
from tests.unit.jobs.turns import Turns

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage


async def test_no_seed_is_made_up_for_an_image_that_has_none(stage: Stage) -> None:
    stage.engine.detections = [CLEAR] * 3
    view = stage.engine.succeeded(seed=41)
    first, *others = view.images
    stage.engine.looks = Turns(replace(view, images=(replace(first, seed=41), *others)))
    job = await stage.running(images=3)
    await stage.work(job)
    seeds = [image.seed for image in await stage.images.of(job.id)]
    assert [seed.value for seed in seeds] == [41, None, None]
    assert [seed.source for seed in seeds][1:] == [SeedSource.UNKNOWN, SeedSource.UNKNOWN]
