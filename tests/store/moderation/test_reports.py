"""A report is kept once, opens one case, and the number that withholds an image is reached once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.event import Decision, EventKind
from bot.domain.ids import CaseId, JobId, UserId
from bot.domain.image import Image, ImageFile
from bot.domain.job import JobState
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.report import SLOWED, USUAL, Filed, Filing, Found, Heard, Report
from bot.domain.moderation.revising import blurred_file
from bot.domain.policy import Action
from bot.domain.request import ImageFormat
from bot.domain.verdict import Finding, Judge, Judged, Treatment, Verdict
from bot.store.jobs.events import SqlEventStore
from bot.store.jobs.images import SqlImageStore
from bot.store.jobs.jobs import SqlJobStore
from bot.store.jobs.originals import SqlOriginalStore
from bot.store.moderation.cases import SqlCaseStore
from bot.store.moderation.reports import SqlReportStore
from bot.store.schema import cases as case_table
from tests.store.builders import (
    ANN,
    BEN,
    GUILD,
    NOON,
    make_image,
    make_job,
    make_original,
    make_request,
    put_delivering,
    reread,
)
from tests.store.memory import (
    MemoryCaseStore,
    MemoryEventStore,
    MemoryImageStore,
    MemoryJobStore,
    MemoryOriginalStore,
    MemoryReportStore,
    Shelf,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.job import Job
    from bot.domain.ports import (
        CaseStore,
        EventStore,
        ImageStore,
        JobStore,
        OriginalStore,
        ReportStore,
    )

SHOWN, BLURRED, HELD = Treatment.SHOWN, Treatment.BLURRED, Treatment.HELD
AT = NOON + timedelta(minutes=1)
MINUTE = timedelta(minutes=1)


@dataclass
class Court:
    """The stores of two processes on one database."""

    reports: Sequence[ReportStore]
    jobs: JobStore
    images: ImageStore
    originals: OriginalStore
    cases: CaseStore
    events: EventStore
    memory: MemoryCaseStore | None = None
    database: object = None

    async def deliver(self, name: str = "a", *rows: Image, **request: bool) -> Job:
        job = make_job(name, images=len(rows), request=make_request(**request))
        job = await put_delivering(self.jobs, job)
        assert await self.images.write(job.id, rows, [], [], holder="w")
        ended = replace(job, state=JobState.DELIVERED, shown=True, ended_at=NOON)
        shown = [replace(row, shown=True) for row in rows]
        assert await self.jobs.save(ended, holder="w", now=NOON, images=shown)
        return await reread(self.jobs, job)

    async def decide(self, name: str, decision: EntryKind, at: datetime) -> None:
        """Decide a case as a moderator would."""
        case = await self.cases.of_image(make_job(name).id, 1)
        assert case is not None
        if self.memory is not None:
            decided = replace(case, decision=decision, decided_by=BEN, decided_at=at)
            self.memory.cases[case.id] = decided
            return
        values = {"decision": decision.value, "decided_by": BEN, "decided_at": at}
        statement = case_table.update().where(case_table.c.id == case.id).values(values)
        await self.database.transact(lambda connection: connection.execute(statement).rowcount)  # type: ignore[attr-defined]

    async def told(self, name: str = "a", image: int = 1) -> list[EntryKind]:
        case = await self.cases.of_image(make_job(name).id, image)
        return [] if case is None else [it.kind for it in await self.cases.entries(case.id)]


@pytest.fixture
def court(kind: str, request: pytest.FixtureRequest) -> Court:
    if kind == "memory":
        shelf, cases = Shelf(), MemoryCaseStore()
        return Court(
            [MemoryReportStore(shelf, cases)] * 2,
            MemoryJobStore(shelf),
            MemoryImageStore(shelf),
            MemoryOriginalStore(shelf),
            cases,
            MemoryEventStore(shelf),
            cases,
        )
    here, there = (request.getfixturevalue(name) for name in ("database", "another"))
    return Court(
        [SqlReportStore(here), SqlReportStore(there)],
        SqlJobStore(here),
        SqlImageStore(here),
        SqlOriginalStore(here),
        SqlCaseStore(here),
        SqlEventStore(here),
        database=here,
    )


def clear(
    number: int = 1, name: str = "a", *, treatment: Treatment = SHOWN, keepable: bool = True
) -> Image:
    verdict = Verdict(Finding.CLEAR, 3.0, 60.0)
    judged = Judged(verdict, treatment, level=1, action=Action.REFUSE, judge=Judge.ENGINE)
    return make_image(
        number, name=name, judged=judged, attachment_id=70 + number, keepable=keepable
    )


def filing(
    by: int,
    name: str = "a",
    *,
    image: int = 1,
    at: datetime = AT,
    to_blur: int = 3,
    found: Found | None = None,
) -> Filing:
    report = Report(job_id=make_job(name).id, image=image, by=UserId(by), at=at)
    return Filing(
        report=report, case_id=CaseId(f"{name}{image}x{by}"), to_blur=to_blur, found=found
    )


async def test_a_report_is_kept_once_and_opens_one_case(court: Court) -> None:
    here, there = court.reports
    job = await court.deliver("a", clear(1), clear(2))
    first, again = await here.file(filing(1)), await there.file(filing(1))
    assert first == Filed(heard=Heard.FILED, case=1, reports=1)
    assert again == Filed(heard=Heard.AGAIN, case=1)
    assert await there.file(filing(2)) == Filed(heard=Heard.FILED, case=1, reports=2)
    assert await here.file(filing(1, image=2)) == Filed(heard=Heard.FILED, case=2, reports=1)
    case = await court.cases.of_image(job.id, 1)
    assert case is not None
    assert (case.guild_id, case.subject, case.place) == (GUILD, ANN, job.address.channel_id)
    assert case.is_open
    told = await court.cases.entries(case.id)
    assert [(it.kind, it.by, it.member, it.image) for it in told] == [
        (EntryKind.REPORTED, by, ANN, 1) for by in (1, 2)
    ]
    assert (await reread(court.jobs, job)).shown


async def test_what_nobody_sees_cannot_be_reported(court: Court) -> None:
    await court.deliver("a", clear(1, treatment=Treatment.REMOVED), clear(2, treatment=HELD))
    await court.deliver("b", clear(1, "b"), private=True)
    await put_delivering(court.jobs, make_job("c"))
    unseen = [filing(1), filing(1, image=2), filing(1, image=3), filing(1, "b"), filing(1, "c")]
    for each in [*unseen, filing(1, "nobody")]:
        assert await court.reports[0].file(each) == Filed(heard=Heard.NOTHING)
    for name, image in (("a", 1), ("a", 2), ("b", 1)):
        assert EntryKind.REPORTED not in await court.told(name, image)
    # What is seen before its job has ended can be reported in a moment.
    await put_delivering(court.jobs, make_job("d"))
    assert await court.images.write(JobId("d"), [clear(1, "d")], [], [], holder="w")
    assert await court.reports[0].file(filing(1, "d")) == Filed(heard=Heard.EARLY)


async def test_enough_members_have_it_withheld_with_its_original(court: Court) -> None:
    here, there = court.reports
    job = await court.deliver("a", clear(1), clear(2))
    await here.file(filing(1))
    await here.file(filing(2))
    unready = await there.file(filing(3))
    assert unready == Filed(heard=Heard.UNREADY)
    assert await court.told() == [EntryKind.REPORTED] * 2
    found = Found(make_original(1, expires_at=AT + MINUTE))
    last = await there.file(filing(3, found=found))
    assert last == Filed(heard=Heard.FILED, case=1, reports=3, is_withheld=True)
    rows = await court.images.of(job.id)
    assert (rows[0].judged.treatment, rows[0].file, rows[0].shown) == (
        BLURRED,
        blurred_file(job.id, 1),
        False,
    )
    assert (rows[0].judged.verdict.finding, rows[0].judged.action) == (Finding.CLEAR, Action.BLUR)
    assert rows[1] == replace(clear(2), shown=True)
    assert await court.originals.get(job.id, 1, now=AT) == found.original
    assert await court.told() == [*[EntryKind.REPORTED] * 3, EntryKind.BLURRED]
    assert not (await reread(court.jobs, job)).shown
    [adopted] = await court.jobs.adopt("x", now=AT, until=AT + MINUTE)
    assert adopted.id == job.id
    assert await court.originals.expire(now=AT) == 0
    more = await here.file(filing(4, found=found))
    assert more == Filed(heard=Heard.FILED, case=1, reports=4)
    # What was put for a report that came too late for it is to be deleted.
    assert court.memory is not None or await court.originals.expire(now=AT) > 0
    events = [it for it in await court.events.of(job.id) if it.kind is EventKind.WITHHELD]
    assert [(it.image, it.by, it.why) for it in events] == [(1, None, "reported by members")]


@pytest.mark.parametrize("why", ["gone", "not keepable"])
async def test_what_cannot_be_kept_is_held_with_no_picture(court: Court, why: str) -> None:
    job = await court.deliver("a", clear(1, treatment=Treatment.SPOILERED, keepable=why == "gone"))
    original = None if why == "gone" else make_original(1, expires_at=AT + MINUTE)
    filed = await court.reports[0].file(filing(1, to_blur=1, found=Found(original)))
    assert filed.is_withheld
    [row] = await court.images.of(job.id)
    assert (row.judged.treatment, row.file) == (HELD, None)
    assert await court.originals.get(job.id, 1, now=AT) is None
    assert not (await reread(court.jobs, job)).shown


async def test_the_number_is_reached_once_by_many_in_two_processes(court: Court) -> None:
    job = await court.deliver("a", clear(1))
    found = Found(make_original(1, data=b"x" * 600_000, expires_at=AT + MINUTE))
    filed = await asyncio.gather(
        *(
            court.reports[by % 2].file(filing(by, to_blur=5, found=found if by > 3 else None))
            for by in range(1, 13)
        )
    )
    taken = [it for it in filed if it.heard is Heard.FILED]
    assert [it.is_withheld for it in taken].count(True) == 1
    assert sorted(it.reports for it in taken) == list(range(1, len(taken) + 1))
    assert {it.case for it in taken} == {1}
    assert (await court.told()).count(EntryKind.BLURRED) == 1
    assert await court.originals.get(job.id, 1, now=AT) == found.original


async def test_a_decided_image_is_not_decided_again_by_reports(court: Court) -> None:
    job = await court.deliver("a", clear(1))
    await court.reports[0].file(filing(1))
    await court.decide("a", EntryKind.KEPT, AT)
    found = Found(make_original(1, expires_at=AT + MINUTE))
    late = await court.reports[1].file(filing(2, to_blur=1, at=AT + MINUTE, found=found))
    assert late == Filed(heard=Heard.DECIDED, case=1, reports=1)
    assert await court.told() == [EntryKind.REPORTED] * 2
    assert (await reread(court.jobs, job)).shown
    assert (await court.images.of(job.id))[0].judged.treatment is SHOWN


async def test_a_member_reports_only_so_many_at_a_time(court: Court) -> None:
    # Each of another job, so that only the member is the same.
    names = [f"j{number}" for number in range(USUAL.reports + 1)]
    for name in names:
        await court.deliver(name, clear(1, name))
    filed = await asyncio.gather(
        *(court.reports[at % 2].file(filing(1, name)) for at, name in enumerate(names))
    )
    assert [it.heard for it in filed].count(Heard.TOO_MANY) == 1
    [waits] = [it for it in filed if it.heard is Heard.TOO_MANY]
    assert waits.again_at == AT + USUAL.within
    name = names[filed.index(waits)]
    assert (await court.reports[0].file(filing(2, name))).heard is Heard.FILED
    later = filing(1, name, at=AT + USUAL.within)
    assert (await court.reports[0].file(later)).heard is Heard.FILED


async def test_who_was_wrong_too_often_blurs_nothing_and_waits_longer(court: Court) -> None:
    for number in range(1, 9):
        await court.deliver(f"j{number}", clear(1, f"j{number}"))
    for number in (1, 2, 3):
        assert (await court.reports[0].file(filing(1, f"j{number}"))).heard is Heard.FILED
    await court.decide("j1", EntryKind.KEPT, AT)
    await court.decide("j2", EntryKind.APPROVED, AT)
    await court.decide("j3", EntryKind.KEPT, AT)
    later = AT + SLOWED.within
    for number in (4, 5, 6):
        filed = await court.reports[0].file(filing(1, f"j{number}", at=later, to_blur=1))
        assert filed == Filed(heard=Heard.FILED, case=number, reports=0)
    slow = await court.reports[0].file(filing(1, "j7", at=later + MINUTE))
    assert (slow.heard, slow.again_at) == (Heard.TOO_MANY, later + SLOWED.within)
    other = await court.reports[0].file(filing(2, "j4", at=later, to_blur=1))
    assert other == Filed(heard=Heard.UNREADY)
    forgiven = filing(1, "j7", at=AT + timedelta(days=30, seconds=1), to_blur=1)
    assert (await court.reports[0].file(forgiven)).heard is Heard.UNREADY


async def test_a_report_that_was_right_is_not_held_against_anybody(court: Court) -> None:
    for number in range(1, 5):
        await court.deliver(f"j{number}", clear(1, f"j{number}"))
    for number in (1, 2, 3):
        file = ImageFile(name="x-blurred.jpg", format=ImageFormat.JPEG, size=1)
        decision = Decision(at=AT)
        await court.reports[0].file(filing(1, f"j{number}"))
        await court.images.withhold(make_job(f"j{number}").id, 1, file, decision)
        await court.decide(f"j{number}", EntryKind.KEPT, AT)
    assert (await court.reports[0].file(filing(1, "j4", to_blur=1))).heard is Heard.UNREADY
