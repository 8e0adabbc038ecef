"""What a message came to show is noted with all that follows, and never over a newer decision."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.event import Decision, EventKind
from bot.domain.image import treated
from bot.domain.job import JobState
from bot.domain.moderation.audit import Sought
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.review import Ruled, Ruling
from bot.domain.moderation.revising import Lost, blurred_file
from bot.domain.verdict import Treatment
from bot.store.jobs.images import SqlImageStore
from bot.store.jobs.jobs import SqlJobStore
from bot.store.moderation.cases import SqlCaseStore
from bot.store.moderation.reviews import SqlReviewStore
from bot.store.moderation.revisions import SqlRevisionStore, untell
from bot.store.moderation.tellings import SqlTellingStore
from tests.store.builders import BEN, GUILD, LATER, NOON, SECOND, make_image, reread
from tests.store.jobs.test_deletions import ID, deliver
from tests.store.memory import MemoryRevisionStore

if TYPE_CHECKING:
    from bot.domain.ports import (
        AuditStore,
        DeletionStore,
        EventStore,
        ImageStore,
        JobStore,
        RevisionStore,
    )
    from bot.store.database import Database
    from tests.store.memory import MemoryCaseStore

ROWS = [
    make_image(1, treatment=Treatment.BLURRED, file=blurred_file(ID, 1, 77)),
    make_image(2, attachment_id=78),
]
SHOW = Decision(at=LATER, by=BEN)


async def test_what_is_shown_is_noted_only_while_it_is_what_was_decided(
    store: JobStore, images: ImageStore, revisions: RevisionStore, deletions: DeletionStore
) -> None:
    job = await deliver(store, images, ROWS)
    before = list(await images.of(ID))
    file = replace(blurred_file(ID, 1, 99), size=5)
    after = [replace(before[0], file=file, shown=True), before[1]]
    assert not await revisions.told(ID, before[:1], after)
    assert await images.of(ID) == before
    assert await revisions.told(ID, before, after)
    assert await images.of(ID) == after
    await images.remove(ID, 2, SHOW)
    assert not await revisions.told(ID, after, after)
    assert (await reread(store, job)).shown
    await deletions.delete(ID, SHOW, until=LATER)
    rows = list(await images.of(ID))
    assert not await revisions.told(ID, rows, rows)
    await revisions.lost(ID, Lost.MESSAGE, at=LATER)
    assert not (await reread(store, job)).shown


async def test_what_is_untold_may_be_taken_up_until_it_is_told(
    database: Database,
) -> None:

    store, images = SqlJobStore(database), SqlImageStore(database)
    revisions, cases = SqlRevisionStore(database), SqlCaseStore(database)
    job = await deliver(store, images, ROWS)
    case = await cases.of_image(ID, 1)
    assert case is not None
    await images.show(ID, 1, replace(blurred_file(ID, 1), name="a-1.jpg"), SHOW)
    await database.transact(lambda connection: untell(connection, ID))
    [taken] = await store.adopt("x", now=LATER, until=LATER + SECOND)
    assert (taken.state, taken.shown) == (JobState.DELIVERED, False)
    rows = await images.of(ID)
    back = treated(rows[0], Treatment.BLURRED, blurred_file(ID, 1, 77))
    await revisions.put_back(rows[0], back, Lost.ORIGINAL, at=LATER)
    await revisions.put_back(rows[0], back, Lost.ORIGINAL, at=LATER)
    assert (await images.of(ID))[0] == back
    assert not (await reread(store, job)).shown
    await revisions.lost(ID, Lost.MESSAGE, at=LATER)
    assert (await reread(store, job)).shown
    assert await store.adopt("x", now=LATER, until=LATER + SECOND) == []
    told = (await cases.entries(case.id))[1:]
    assert [(it.kind, it.image, it.details) for it in told] == [
        (EntryKind.LOST, 1, {"lost": why}) for why in ("original", "message")
    ]


async def test_an_image_put_back_is_told_as_withheld(
    store: JobStore, images: ImageStore, revisions: RevisionStore, events: EventStore
) -> None:
    await deliver(store, images, ROWS)
    rows = await images.of(ID)
    held = treated(rows[0], Treatment.HELD, None)
    await revisions.put_back(rows[0], held, Lost.FILES, at=LATER)
    assert (await images.of(ID))[0] == held
    last = (await events.of(ID))[-1]
    assert (last.kind, last.image, last.why) == (EventKind.WITHHELD, 1, "lost: files")


async def test_what_was_approved_and_may_be_shown_later_waits_to_be_decided_again(
    database: Database,
) -> None:
    store, images = SqlJobStore(database), SqlImageStore(database)
    revisions, cases = SqlRevisionStore(database), SqlCaseStore(database)
    reviews = SqlReviewStore(database)
    held = make_image(2, treatment=Treatment.HELD, file=None)
    await deliver(store, images, [make_image(1), held])
    for at, waits in ((LATER - SECOND, True), (LATER + 10**7 * SECOND, False)):
        case = await cases.of_image(ID, 2)
        assert case is not None
        ruling = Ruling(kind=EntryKind.APPROVED, by=BEN, at=NOON)
        outcome = await reviews.decide(case.id, case.guild_id, ruling, until=LATER)
        assert outcome is not None
        assert outcome.case.decision is EntryKind.APPROVED
        shown = (await images.of(ID))[1]
        back = treated(shown, Treatment.HELD, None)
        await revisions.put_back(shown, back, Lost.SWITCHED_OFF, at=at)
        case = await cases.of_image(ID, 2)
        assert case is not None
        assert case.is_open is waits


async def test_what_a_message_never_comes_to_show_is_told_and_what_it_does_is_not(
    database: Database,
) -> None:
    store, images = SqlJobStore(database), SqlImageStore(database)
    revisions, cases = SqlRevisionStore(database), SqlCaseStore(database)
    rows = [make_image(number, treatment=Treatment.BLURRED) for number in (1, 2, 3)]
    await deliver(store, images, rows)
    decided_at = await revisions.decided_at(ID)
    assert decided_at is None
    assert [it.told for it in await images.of(ID)] == [True, True, True]
    await images.remove(ID, 1, SHOW)
    await images.show(ID, 2, replace(blurred_file(ID, 2), name="a-2.jpg"), SHOW)
    assert [it.told for it in await images.of(ID)] == [False, False, True]
    assert await revisions.decided_at(ID) == LATER
    shown = (await images.of(ID))[1]
    held = treated(shown, Treatment.HELD, None)
    await revisions.put_back(shown, held, Lost.FILES, at=LATER + 9 * SECOND)
    # Nobody decided that; keeping the third is a decision, though nothing else is shown of it.
    assert await revisions.decided_at(ID) == LATER
    case = await cases.of_image(ID, 3)
    assert case is not None
    ruling = Ruling(kind=EntryKind.KEPT, by=BEN, at=LATER + SECOND)
    await SqlReviewStore(database).decide(case.id, case.guild_id, ruling, until=LATER)
    assert await revisions.decided_at(ID) == LATER + SECOND
    assert [it.told for it in await images.of(ID)] == [False, False, False]
    await revisions.still_there(ID, at=LATER)
    await revisions.lost(ID, Lost.CLOSED, at=LATER + SECOND)
    assert await _lost(cases, 3) == ["closed"]
    assert await _lost(cases, 1) == ["closed"]
    assert await _lost(cases, 2) == ["files", "closed"]


async def test_a_deletion_that_never_comes_to_be_seen_is_told(
    store: JobStore,
    images: ImageStore,
    revisions: RevisionStore,
    deletions: DeletionStore,
    audit: AuditStore,
    memory_cases: MemoryCaseStore,
) -> None:
    job = await deliver(store, images, [make_image(1)])
    if isinstance(revisions, MemoryRevisionStore):
        revisions.cases = memory_cases
    await deletions.delete(ID, SHOW, until=LATER)
    assert await revisions.decided_at(ID) == LATER
    await revisions.still_there(ID, at=LATER + SECOND)
    assert (await reread(store, job)).shown
    found, _ = await audit.page(Sought(guild_id=GUILD), limit=9)
    last = found[0].entry
    assert (last.kind, last.job_id, last.details) == (EntryKind.LOST, ID, {"lost": "closed"})


async def _lost(cases: SqlCaseStore, number: int) -> list[object]:
    case = await cases.of_image(ID, number)
    assert case is not None
    return [it.details["lost"] for it in await cases.entries(case.id) if it.kind is EntryKind.LOST]


async def test_an_approval_is_told_when_it_is_shown_and_what_is_beside_it_at_once(
    database: Database,
) -> None:
    store, images = SqlJobStore(database), SqlImageStore(database)
    revisions, cases = SqlRevisionStore(database), SqlCaseStore(database)
    reviews, tellings = SqlReviewStore(database), SqlTellingStore(database)
    held = [make_image(number, treatment=Treatment.HELD, file=None) for number in (1, 2)]
    await deliver(store, images, held)
    for number, kind in ((1, EntryKind.REMOVED), (2, EntryKind.APPROVED)):
        case = await cases.of_image(ID, number)
        assert case is not None
        ruling = Ruling(kind=kind, by=BEN, at=NOON)
        outcome = await reviews.decide(case.id, case.guild_id, ruling, until=LATER)
        assert outcome is not None
        assert outcome.ruled is Ruled.DECIDED
    at_once = await tellings.take(now=LATER, until=LATER + SECOND)
    assert at_once is not None
    assert [it.kind for it in at_once.entries] == [EntryKind.REMOVED]
    await tellings.end(at_once)
    assert await tellings.take(now=LATER, until=LATER + SECOND) is None
    await revisions.lost(ID, Lost.MESSAGE, at=LATER)
    then = await tellings.take(now=LATER, until=LATER + SECOND)
    assert then is not None
    assert [it.kind for it in then.entries] == [EntryKind.APPROVED]
    assert (at_once.is_lost, then.is_lost) == (False, True)
