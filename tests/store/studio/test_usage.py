"""Jobs and images are counted as they ended, by day, engine and model."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.ids import GuildId, PlaceId, UserId
from bot.domain.job import JobState
from bot.domain.policy import Pool
from bot.domain.quotas import Quota
from bot.domain.usage import Lately, Made, Span, Unit, report, span_until
from bot.domain.verdict import Finding, Treatment, Verdict
from bot.failure_kinds import FailureKind
from tests.store.builders import (
    ANN,
    BEN,
    GUILD,
    NOON,
    make_image,
    make_job,
    make_request,
    put,
    put_claimed,
    put_delivering,
)

if TYPE_CHECKING:
    from bot.domain.ports import ImageStore, JobStore, UsageStore

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MIDNIGHT = NOON.replace(hour=0)
TODAY, WEEK = NOON.date(), span_until(NOON, 7)
OF_DAY = Quota(most=4, span=DAY)
CLEAR, FLAGGED, UNKNOWN = Finding.CLEAR, Finding.FLAGGED, Finding.UNKNOWN


class Book:
    """Writes jobs to their ends."""

    def __init__(self, jobs: JobStore, images: ImageStore) -> None:
        self.jobs, self.images = jobs, images

    async def delivered(self, name: str, *findings: Finding, missing: int = 0, **said: Any) -> None:  # noqa: ANN401 - any field
        count = len(findings) + missing
        request = make_request(images=count, model=said.pop("model", "fox.safetensors"))
        cost, engine = said.pop("cost", None), said.pop("engine", "novita")
        job = make_job(name, **({"created_at": NOON} | said), request=request)
        job = await put_delivering(self.jobs, replace(job, engine=engine))
        rows = []
        for number, finding in enumerate([*findings, *[UNKNOWN] * missing], 1):
            image = make_image(number, name=name)
            treatment = Treatment.SHOWN if number <= len(findings) else Treatment.MISSING
            judged = replace(image.judged, verdict=Verdict(finding), treatment=treatment)
            rows.append(replace(image, judged=judged))
        assert await self.images.write(job.id, rows, [], [], holder="w")
        ended = replace(job, state=JobState.DELIVERED, cost=cost, ended_at=NOON, shown=True)
        assert await self.jobs.save(ended, holder="w", now=NOON)

    async def failed(self, name: str) -> None:
        job = await put_claimed(self.jobs, make_job(name))
        bug = FailureKind.BUG
        ended = replace(job, state=JobState.FAILED, failure=bug, ended_at=NOON, shown=True)
        assert await self.jobs.save(ended, holder="w", now=NOON)


@pytest.fixture
def book(store: JobStore, images: ImageStore) -> Book:
    return Book(store, images)


async def test_what_ended_is_counted_by_day_engine_model_and_verdict(
    book: Book, usage_store: UsageStore
) -> None:
    await book.delivered("a", CLEAR, FLAGGED, cost=1.5)
    await book.delivered("b", CLEAR, missing=1, cost=0.25)
    await book.delivered("c", UNKNOWN, model="owl.safetensors")
    await book.delivered("d", CLEAR, engine="horde", cost=12.0)
    await book.delivered("e", CLEAR, created_at=MIDNIGHT - timedelta(microseconds=1))
    await book.failed("f")
    await book.jobs.cancel((await put(book.jobs, make_job("g"))).id, now=NOON)
    await put(book.jobs, make_job("queued"))
    await book.delivered("h", CLEAR, guild_id=GuildId(8))
    found = await usage_store.made(GUILD, WEEK, most=100)
    assert found is not None
    fox = "fox.safetensors"
    assert {(it.day, it.engine, it.model): it for it in found} == {
        (it.day, it.engine, it.model): it
        for it in (
            Made(
                day=TODAY,
                engine="novita",
                model=fox,
                delivered=2,
                failed=1,
                cancelled=1,
                images={CLEAR: 2, FLAGGED: 1},
                cost=1.75,
            ),
            Made(
                day=TODAY,
                engine="novita",
                model="owl.safetensors",
                delivered=1,
                images={UNKNOWN: 1},
            ),
            Made(day=TODAY, engine="horde", model=fox, delivered=1, images={CLEAR: 1}, cost=12.0),
            Made(day=TODAY - DAY, engine="novita", model=fox, delivered=1, images={CLEAR: 1}),
        )
    }
    assert report(found, WEEK).images == 6


async def test_a_span_has_its_days_and_no_others_however_long_it_is(
    book: Book, usage_store: UsageStore
) -> None:
    ages = [0, 24, 25, 399, 400]
    for age in ages:
        created_at = MIDNIGHT - age * DAY
        await book.delivered(f"a{age}", CLEAR, created_at=created_at)
    await book.delivered("late", CLEAR, created_at=MIDNIGHT + DAY)

    async def days(span: Span) -> list[int]:
        rows = await usage_store.made(GUILD, span, most=100)
        assert rows is not None
        return sorted((TODAY - it.day).days for it in rows)

    assert await days(span_until(NOON, 400)) == ages[:-1]
    assert await days(span_until(NOON, 25)) == [0, 24]
    assert await days(span_until(NOON, 1)) == [0]


async def test_one_members_jobs_are_counted_alone_and_too_many_rows_are_none(
    book: Book, usage_store: UsageStore
) -> None:
    await book.delivered("a", CLEAR)
    await book.delivered("b", FLAGGED, FLAGGED, user_id=BEN)
    await book.delivered("c", CLEAR, user_id=BEN, model="owl", created_at=NOON - 30 * DAY)
    span = span_until(NOON, 40)

    async def images(by: UserId | None) -> int | None:
        rows = await usage_store.made(GUILD, span, most=2, by=by)
        return rows if rows is None else report(rows, span).images

    assert [await images(by) for by in (ANN, BEN, None, UserId(3))] == [1, 3, 4, 0]
    assert await usage_store.made(GUILD, span, most=1) is None


async def test_a_members_last_day_is_told_and_when_it_returns(
    book: Book, usage_store: UsageStore
) -> None:
    assert await usage_store.lately(ANN, GUILD, now=NOON) == Lately()
    await book.delivered("old", CLEAR, created_at=NOON - DAY, cost=9.0)
    await book.delivered("a", CLEAR, FLAGGED, created_at=NOON - 2 * HOUR, cost=0.5)
    await book.delivered("b", CLEAR, created_at=NOON - HOUR, cost=20.0, engine="horde")
    await book.delivered("c", CLEAR, created_at=NOON - HOUR, cost=0.25)
    await book.delivered("ben's", CLEAR, user_id=BEN)
    await book.delivered("there", CLEAR, guild_id=GuildId(8))
    await book.failed("failed")
    await put(book.jobs, make_job("waiting", images=4))
    told = await usage_store.lately(ANN, GUILD, now=NOON)
    costs = {Unit.DOLLARS: 0.75, Unit.KUDOS: 20.0}
    assert told == Lately(jobs=4, under_way=1, images=4, costs=costs)

    async def back(images: int) -> Any:  # noqa: ANN401 - a time or none
        return await usage_store.returns_at(ANN, GUILD, OF_DAY, images, now=NOON)

    hours = [await back(images) for images in (1, 2, 3, 4, 5, 8, 9)]
    first, second, last = NOON + 22 * HOUR, NOON + 23 * HOUR, NOON + DAY
    assert hours == [first, first, second, second, last, last, None]


async def test_what_all_members_had_together_is_counted_by_place(
    store: JobStore, usage_store: UsageStore
) -> None:
    server = PlaceId(GUILD)
    for name, place, hours in (("a", 4, 2), ("b", 4, 0), ("c", 5, 0), ("d", 4, 30)):
        at = NOON - timedelta(hours=hours)
        await put(store, make_job(name, created_at=at, places=(PlaceId(place), server)))
    pools = [Pool(place=PlaceId(4), hourly=9), Pool(place=server, is_server=True, daily=9)]
    found = await usage_store.pooled(GUILD, pools, now=NOON)
    hour, day = timedelta(hours=1), timedelta(days=1)
    assert dict(found) == {
        (PlaceId(4), hour): 1,
        (PlaceId(4), day): 2,
        (server, hour): 2,
        (server, day): 3,
    }
