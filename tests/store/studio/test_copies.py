"""A copy is noted before it is sent, and due as soon as it may not stay: nothing is forgotten."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.copies import Copy, CopyKind
from bot.domain.event import Decision, EventKind
from bot.domain.ids import CaseId, JobId
from bot.domain.image import event_of
from bot.domain.job import JobState
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.report import Filing, Found, Report
from bot.domain.moderation.review import Ruling
from bot.domain.verdict import Treatment
from bot.store.jobs.deletions import SqlDeletionStore
from bot.store.jobs.images import SqlImageStore
from bot.store.jobs.jobs import SqlJobStore
from bot.store.moderation.cases import SqlCaseStore
from bot.store.moderation.reports import SqlReportStore
from bot.store.moderation.reviews import SqlReviewStore
from bot.store.studio.copies import SqlCopyStore
from bot.store.studio.privacy import SqlPrivacyStore
from bot.store.studio.showcases import SqlShowcaseStore
from tests.store.builders import (
    ANN,
    BEN,
    GUILD,
    LATER,
    NOON,
    SECOND,
    make_image,
    make_job,
    put_delivering,
    run_sql,
)
from tests.store.jobs.test_deletions import deliver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import CopyStore, ImageStore, JobStore
    from bot.store.database import Database

ID = JobId("a")
SEEN = [make_image(1, attachment_id=77), make_image(2, attachment_id=78)]
SAID = Decision(at=LATER, by=BEN)
ONE = Copy(press_id=2**62, job_id=ID, kind=CopyKind.SENT, numbers=(1,), channel_id=7, begun_at=NOON)
BOTH = replace(ONE, press_id=2**62 + 1, numbers=(1, 2), kind=CopyKind.SHOWN, owner=None)
MUCH_LATER = LATER + 100 * SECOND


async def due(store: CopyStore, *, ends: bool = True) -> list[tuple[int, int | None, bool]]:
    """Return which copies are due: their presses, their messages, and whether they may stay."""
    found = list[tuple[int, int | None, bool]]()
    while (copy := await store.take(now=MUCH_LATER, until=MUCH_LATER + SECOND)) is not None:
        found.append((copy.press_id, copy.message_id, copy.stays))
        if ends:
            await store.end(copy.press_id)
    return found


async def test_what_no_answer_told_is_looked_for_and_taken_by_one(
    copies: Sequence[CopyStore], store: JobStore, images: ImageStore
) -> None:
    here, there = copies
    await deliver(store, images, SEEN)
    assert await here.begin(replace(ONE, owner=ANN), due=NOON + 9 * SECOND)
    assert not await there.begin(replace(ONE, begun_at=LATER), due=LATER)
    assert await here.take(now=LATER - SECOND, until=LATER) is None
    takes = [each.take(now=LATER, until=MUCH_LATER) for each in (here, there)]
    [taken] = [it for it in await asyncio.gather(*takes) if it]
    assert taken == replace(ONE, owner=ANN, begun_at=LATER)
    await here.later(ONE.press_id, LATER + SECOND)
    assert await here.take(now=LATER, until=LATER) is None
    # It is found, and may stay; one whose row is gone by then is noted again.
    await here.posted(replace(taken, message_id=5), now=LATER)
    await there.posted(replace(BOTH, message_id=6), now=LATER)
    assert await due(here) == []
    assert set(await there.others(replace(ONE, message_id=None))) == {6}
    assert set(await there.others(BOTH)) == {5}
    assert set(await there.others(replace(BOTH, channel_id=8))) == set()
    # What may not stay by other rules goes, whatever the rows say, after a second attempt too.
    await here.recall(ONE.press_id, now=LATER)
    await here.begin(ONE, due=MUCH_LATER + 9 * SECOND)
    await here.recall(99, now=LATER)
    assert await due(there, ends=False) == [(ONE.press_id, 5, False)]
    await here.posted(replace(ONE, message_id=5), now=LATER)
    assert await due(there) == [(ONE.press_id, 5, False)]
    assert await due(here) == []


async def test_whatever_takes_an_image_away_withdraws_its_copies(database: Database) -> None:
    jobs, images, copies = SqlJobStore(database), SqlImageStore(database), SqlCopyStore(database)
    await deliver(jobs, images, SEEN)
    two = replace(ONE, press_id=3, numbers=(2,))
    for copy, message in ((ONE, 5), (BOTH, 6), (two, 7)):
        await copies.begin(copy, due=LATER)
        await copies.posted(replace(copy, message_id=message), now=NOON)
    assert await due(copies) == []
    # Reported by enough members: the others are looked at, and stay.
    report = Report(job_id=ID, image=2, by=BEN, at=LATER)
    filing = Filing(report=report, case_id=CaseId("c2"), to_blur=1, found=Found(None))
    assert (await SqlReportStore(database).file(filing)).is_withheld
    looked = {press: stays for press, _, stays in await due(copies, ends=False)}
    assert looked == {ONE.press_id: True, BOTH.press_id: False, 3: False}
    await copies.posted(replace(ONE, message_id=5), now=LATER)
    for press in (BOTH.press_id, 3):
        await copies.end(press)
    # Removed by a moderator, of whom another server's knows nothing.
    report = Report(job_id=ID, image=1, by=BEN, at=LATER)
    filing = Filing(report=report, case_id=CaseId("c1"), to_blur=9)
    await SqlReportStore(database).file(filing)
    case = await SqlCaseStore(database).of_image(ID, 1)
    assert case is not None
    ruling = Ruling(kind=EntryKind.REMOVED, by=BEN, at=LATER)
    await SqlReviewStore(database).decide(case.id, GUILD, ruling, until=LATER)
    assert await due(copies) == [(ONE.press_id, 5, False)]
    # One whose answer comes only now.
    await copies.posted(replace(ONE, message_id=5), now=LATER)
    assert await due(copies) == [(ONE.press_id, 5, False)]


async def test_what_is_being_taken_away_outlives_that_its_reader_is_forgotten(
    database: Database,
) -> None:
    jobs, images, copies = SqlJobStore(database), SqlImageStore(database), SqlCopyStore(database)
    await deliver(jobs, images, SEEN)
    mine, other = replace(ONE, owner=ANN), replace(ONE, owner=ANN, press_id=3)
    for copy, message in ((mine, 5), (other, 6)):
        await copies.begin(copy, due=LATER)
        await copies.posted(replace(copy, message_id=message), now=NOON)
    await copies.recall(mine.press_id, now=NOON)
    erased = await SqlPrivacyStore(database).erase(ANN, now=LATER)
    assert erased.others["copies"] == 1
    taken = await copies.take(now=MUCH_LATER, until=MUCH_LATER)
    assert taken is not None
    assert (taken.press_id, taken.message_id, taken.owner) == (mine.press_id, 5, None)


async def test_a_deletion_a_failure_and_a_correction_withdraw_them_too(database: Database) -> None:
    jobs, images, copies = SqlJobStore(database), SqlImageStore(database), SqlCopyStore(database)
    await deliver(jobs, images, SEEN)
    await copies.begin(ONE, due=MUCH_LATER + 9 * SECOND)
    await SqlShowcaseStore(database).claim(ID, 7, now=NOON)
    await SqlShowcaseStore(database).end(ID, 8, now=NOON)
    assert set(await copies.others(ONE)) == {8}
    await SqlDeletionStore(database).delete(ID, SAID, until=LATER)
    assert await due(copies) == [(ONE.press_id, None, False)]

    job = await put_delivering(jobs, make_job("b"))
    seen = make_image(1, name="b")
    assert await images.write(
        job.id, [seen], [], [event_of(seen, EventKind.JUDGED, SAID)], holder="w"
    )
    other = replace(ONE, job_id=job.id, message_id=9)
    await copies.posted(other, now=NOON)
    assert await due(copies) == []
    blurred = make_image(1, name="b", treatment=Treatment.BLURRED)
    told = [event_of(blurred, EventKind.JUDGED, Decision(at=LATER + SECOND))]
    assert await images.write(job.id, [blurred], [], told, holder="w")
    assert await due(copies, ends=False) == [(ONE.press_id, 9, False)]
    assert await images.write(job.id, [seen], [], [], holder="w")
    await copies.posted(other, now=NOON)
    assert await due(copies) == []
    failed = replace(job, state=JobState.FAILED, ended_at=LATER)
    assert await jobs.save(failed, holder="w", now=LATER)
    assert await due(copies, ends=False) == [(ONE.press_id, 9, False)]
    await run_sql(database, "DELETE FROM jobs WHERE id = 'b'")
    assert await due(copies) == []
