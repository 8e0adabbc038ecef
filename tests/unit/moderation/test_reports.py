"""Reports: at the place's number the image is fetched once, kept and withheld."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import count

from bot.domain.ids import JobId, UserId
from bot.domain.job import Job, JobState
from bot.domain.moderation.report import Heard
from bot.domain.policy import Action, Policy
from bot.domain.ports import Picture
from bot.domain.request import ImageFormat
from bot.domain.verdict import Finding, Judge, Judged, Treatment, Verdict
from bot.moderation.reports import Reports
from tests.store.builders import NOON, make_image, make_job, put_delivering, reread
from tests.store.memory import (
    MemoryCaseStore,
    MemoryImageStore,
    MemoryJobStore,
    MemoryOriginalStore,
    MemoryReportStore,
    Shelf,
)

PICTURE = Picture(data=b"as it was posted", format=ImageFormat.PNG, width=64, height=64)


class Posted:
    """What messages show."""

    def __init__(self, picture: Picture | None) -> None:
        self.picture = picture
        self.asked = 0

    async def of(self, job: Job, number: int) -> Picture | None:
        self.asked += 1
        await asyncio.sleep(0)
        return self.picture


class Scene:
    def __init__(self, picture: Picture | None = PICTURE) -> None:
        self.shelf, self.posted, self.told = Shelf(), Posted(picture), 0
        ids = count(1)
        self.reports = Reports(
            MemoryReportStore(self.shelf, MemoryCaseStore()),
            self.posted,
            self.rule_of,
            now=lambda: NOON,
            retention=timedelta(hours=72),
            new_id=lambda: f"case{next(ids)}",
            withheld=self.tell,
        )

    async def rule_of(self, job: Job) -> Policy:
        return Policy(reports_to_blur=3)

    def tell(self) -> None:
        self.told += 1

    async def delivered(self) -> Job:
        jobs, images = MemoryJobStore(self.shelf), MemoryImageStore(self.shelf)
        judged = Judged(
            Verdict(Finding.CLEAR, 3.0, 60.0),
            Treatment.SHOWN,
            level=1,
            action=Action.BLUR,
            judge=Judge.ENGINE,
        )
        job = await put_delivering(jobs, make_job())
        image = make_image(judged=judged, attachment_id=71, shown=True)
        assert await images.write(job.id, [image], [], [], holder="w")
        ended = replace(job, state=JobState.DELIVERED, shown=True, ended_at=NOON)
        assert await jobs.save(ended, holder="w", now=NOON, images=[image])
        return await reread(jobs, job)


async def test_the_report_that_reaches_the_number_withholds_the_image_and_keeps_it() -> None:
    scene = Scene()
    job = await scene.delivered()
    filed = await asyncio.gather(
        *(scene.reports.report(job, 1, by=UserId(member)) for member in range(1, 7))
    )
    assert [it.heard for it in filed].count(Heard.UNREADY) == 0
    assert [it.is_withheld for it in filed].count(True) == 1
    assert (scene.told, scene.posted.asked) == (1, 1)
    original = await MemoryOriginalStore(scene.shelf).get(JobId("a"), 1, now=NOON)
    assert original is not None
    assert (original.data, original.expires_at) == (PICTURE.data, NOON + timedelta(hours=72))


async def test_what_cannot_be_fetched_is_withheld_all_the_same() -> None:
    scene = Scene(picture=None)
    job = await scene.delivered()
    for member in range(1, 4):
        await scene.reports.report(job, 1, by=UserId(member))
    assert scene.shelf.images[job.id][1].judged.treatment is Treatment.HELD
    assert scene.told == 1


async def test_a_report_is_filed_to_its_end_whoever_waits_for_it() -> None:
    scene = Scene()
    job = await scene.delivered()
    for member in (1, 2):
        await scene.reports.report(job, 1, by=UserId(member))
    waiting = asyncio.create_task(scene.reports.report(job, 1, by=UserId(3)))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(10):
        while scene.told == 0:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0)
    assert scene.shelf.images[job.id][1].judged.treatment is Treatment.BLURRED
