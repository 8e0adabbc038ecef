"""The first decision of a case counts, and is written with all that follows from it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.event import EventKind
from bot.domain.fingerprint import Fingerprint, Remembering
from bot.domain.ids import CaseId, GuildId
from bot.domain.job import JobState
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.review import Card, Outcome, Ruled, Ruling, case_about
from bot.domain.verdict import Treatment
from bot.store.moderation import reviews as reviews_module
from bot.store.moderation.cards import GATHER, SqlCardStore
from bot.store.moderation.cases import SqlCaseStore
from bot.store.moderation.fingerprints import SqlFingerprintStore
from bot.store.moderation.remembered_fingerprints import RememberedFingerprints
from bot.store.moderation.reviews import SqlReviewStore
from tests.store.builders import (
    ANN,
    BEN,
    GUILD,
    LATER,
    NOON,
    SECOND,
    make_image,
    make_job,
    make_original,
    make_request,
    put_delivering,
    reread,
)
from tests.store.conftest import MEMORY
from tests.store.memory import MemoryCardStore, MemoryCaseStore, MemoryReviewStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.moderation.case import Case
    from bot.domain.ports import (
        CardStore,
        CaseStore,
        EventStore,
        FingerprintStore,
        ImageStore,
        JobStore,
        OriginalStore,
        ReviewStore,
    )
    from bot.store.database import Database
    from tests.store.memory import Shelf

ID = make_job().id
BLURRED, HELD = Treatment.BLURRED, Treatment.HELD
ROWS = [
    make_image(1, treatment=BLURRED, attachment_id=77),
    make_image(2, treatment=HELD, file=None),
    make_image(3, attachment_id=78),
    make_image(4, treatment=BLURRED, keepable=False, attachment_id=79),
    make_image(5, treatment=Treatment.REFUSED, file=None),
]
BUSY = 0x5A5A << 64 | 0x1234567890ABCDEF5A5A3C3C
SOON, UNTIL = NOON + SECOND, LATER + 100 * SECOND


@pytest.fixture
def twin() -> MemoryCaseStore:
    return MemoryCaseStore()


@pytest.fixture
def shared_cases(kind: str, twin: MemoryCaseStore, request: pytest.FixtureRequest) -> CaseStore:
    if kind == MEMORY:
        return twin
    return SqlCaseStore(request.getfixturevalue("database"))


@pytest.fixture
def reviews(
    kind: str, twin: MemoryCaseStore, shelf: Shelf, request: pytest.FixtureRequest
) -> ReviewStore:
    if kind == MEMORY:
        return MemoryReviewStore(shelf, twin)
    return SqlReviewStore(request.getfixturevalue("database"))


@pytest.fixture
def card_store(kind: str, twin: MemoryCaseStore, request: pytest.FixtureRequest) -> CardStore:
    if kind == MEMORY:
        return MemoryCardStore(twin)
    return SqlCardStore(request.getfixturevalue("database"))


def ruling(kind: EntryKind, **said: object) -> Ruling:
    return replace(Ruling(kind=kind, by=BEN, at=SOON), **said)  # type: ignore[arg-type]


async def deliver(
    store: JobStore, images: ImageStore, rows: Sequence[Image] = ROWS, **said: bool
) -> Job:
    request = make_request(images=len(rows), **said)
    job = await put_delivering(store, make_job(request=request))
    originals = [make_original(it.number) for it in rows]
    assert await images.write(ID, rows, originals, [], holder="w")
    ended = replace(job, state=JobState.DELIVERED, shown=True, ended_at=NOON)
    assert await store.save(ended, holder="w", now=NOON, images=rows)
    return await reread(store, job)


async def opened(cases: CaseStore, job: Job, number: int) -> Case:
    """Return the case of an image, opened by whoever delivered it or by us."""
    if (known := await cases.of_image(ID, number)) is not None:
        return known
    case, entry = case_about(job, ROWS[number - 1], NOON)
    return await cases.open(case, [entry])


async def test_what_is_withheld_has_a_case_when_it_is_delivered(
    database: Database, store: JobStore, images: ImageStore, card_store: CardStore
) -> None:
    cases = SqlCaseStore(database)
    await deliver(store, images)
    waiting, total = await cases.waiting(GUILD, limit=9)
    assert total == 2
    assert [(it.image, it.number, it.subject, it.place) for it in waiting] == [
        (1, 1, ANN, 4),
        (2, 2, ANN, 4),
    ]
    [entry] = await cases.entries(waiting[1].id)
    assert (entry.kind, entry.job_id, entry.image) == (EntryKind.WITHHELD, ID, 2)
    assert entry.details["treatment"] == "held"
    assert entry.details["confidence"] == 81.5
    due = [await card_store.take(now=NOON, until=LATER) for _ in range(3)]
    assert {it.case_id for it in due if it} == {it.id for it in waiting}


async def test_of_a_private_job_nothing_is_to_be_decided(
    database: Database, store: JobStore, images: ImageStore
) -> None:
    await deliver(store, images, private=True)
    assert await SqlCaseStore(database).waiting(GUILD, limit=9) == ([], 0)


async def test_what_is_approved_is_shown_by_its_row_once(
    store: JobStore,
    images: ImageStore,
    originals: OriginalStore,
    events: EventStore,
    shared_cases: CaseStore,
    reviews: ReviewStore,
) -> None:
    job = await deliver(store, images)
    case = await opened(shared_cases, job, 1)
    approve = ruling(EntryKind.APPROVED)
    assert await reviews.decide(case.id, GuildId(GUILD + 1), approve, until=UNTIL) is None
    assert await reviews.decide(CaseId("nobody"), GUILD, approve, until=UNTIL) is None
    outcome = await reviews.decide(case.id, GUILD, approve, until=UNTIL)
    decided = replace(case, decision=EntryKind.APPROVED, decided_by=BEN, decided_at=SOON)
    assert outcome == Outcome(decided, Ruled.DECIDED, is_to_tell=True)
    rows = await images.of(ID)
    assert (rows[0].judged.treatment, rows[0].reviewed) == (Treatment.SHOWN, True)
    assert rows[0].file is not None
    assert (rows[0].file.name, rows[0].file.size) == ("a-1.jpg", len(b"untouched"))
    assert (rows[0].file.attachment_id, rows[0].shown) == (None, False)
    assert rows[1:] == ROWS[1:]
    assert not (await reread(store, job)).shown
    assert await store.adopt("x", now=SOON, until=LATER) == [replace(job, shown=False)]
    assert (await originals.get(ID, 1, now=UNTIL - SECOND)) is not None
    assert (await originals.get(ID, 2, now=UNTIL - SECOND)) is None
    [told] = [it for it in await events.of(ID) if it.kind is EventKind.SHOWN]
    assert (told.image, told.by, told.at) == (1, BEN, SOON)
    entries = await shared_cases.entries(case.id)
    assert [(it.kind, it.by) for it in entries] == [
        (EntryKind.WITHHELD, None),
        (EntryKind.APPROVED, BEN),
    ]
    later = ruling(EntryKind.REMOVED, by=ANN, at=LATER)
    assert await reviews.decide(case.id, GUILD, later, until=UNTIL) == Outcome(
        decided, Ruled.BEFORE
    )
    assert await images.of(ID) == rows


async def test_what_is_kept_stays_and_what_is_removed_goes(
    store: JobStore,
    images: ImageStore,
    originals: OriginalStore,
    shared_cases: CaseStore,
    reviews: ReviewStore,
) -> None:
    job = await deliver(store, images)
    kept, gone, clear = [await opened(shared_cases, job, number) for number in (1, 2, 3)]
    outcome = await reviews.decide(kept.id, GUILD, ruling(EntryKind.KEPT), until=UNTIL)
    assert outcome is not None
    assert outcome.is_to_tell
    assert not (await reread(store, job)).shown
    await store.mark_shown(ID)
    outcome = await reviews.decide(gone.id, GUILD, ruling(EntryKind.REMOVED), until=UNTIL)
    assert outcome is not None
    assert outcome.is_to_tell
    assert not (await reread(store, job)).shown
    await store.mark_shown(ID)
    # What all see stays as it is, and there is nothing to tell.
    outcome = await reviews.decide(clear.id, GUILD, ruling(EntryKind.APPROVED), until=UNTIL)
    assert outcome is not None
    assert (outcome.ruled, outcome.is_to_tell) == (Ruled.DECIDED, False)
    assert (await reread(store, job)).shown
    rows = await images.of(ID)
    assert rows[0] == replace(ROWS[0], reviewed=True, told=False)
    assert rows[1].judged.treatment is Treatment.REMOVED
    assert rows[2] == replace(ROWS[2], reviewed=True)
    assert await originals.get(ID, 1, now=SOON) is not None
    assert await originals.get(ID, 1, now=LATER) is None
    assert await originals.get(ID, 2, now=SOON) is None
    assert await shared_cases.waiting(GUILD, limit=9) == ([], 0)


async def test_what_is_gone_cannot_be_approved_and_waits_for_another_decision(
    store: JobStore, images: ImageStore, shared_cases: CaseStore, reviews: ReviewStore
) -> None:
    job = await deliver(store, images)
    case = await opened(shared_cases, job, 1)
    late = ruling(EntryKind.APPROVED, at=LATER)
    assert await reviews.decide(case.id, GUILD, late, until=UNTIL) == Outcome(
        case, Ruled.ORIGINAL_GONE
    )
    assert list(await images.of(ID)) == ROWS
    assert (await reread(store, job)).shown
    removed = await opened(shared_cases, job, 5)
    assert await reviews.decide(removed.id, GUILD, late, until=UNTIL) == Outcome(
        removed, Ruled.IMAGE_GONE
    )
    for each in (case, removed):
        outcome = await reviews.decide(each.id, GUILD, ruling(EntryKind.KEPT), until=UNTIL)
        assert outcome is not None
        assert outcome.ruled is Ruled.DECIDED
    assert (await images.of(ID))[4] == ROWS[4]


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
async def test_of_two_at_once_one_decides(
    store: JobStore,
    images: ImageStore,
    cases: Sequence[CaseStore],
    database: Database,
    another: Database,
) -> None:
    review_stores = [SqlReviewStore(it) for it in (database, another)]
    await deliver(store, images)
    for number in (1, 2):
        case = await cases[0].of_image(ID, number)
        assert case is not None
        kinds = EntryKind.APPROVED, EntryKind.REMOVED
        rulings = [ruling(kind, by=by) for kind, by in zip(kinds, (ANN, BEN), strict=True)]
        outcomes = await asyncio.gather(
            *(
                each.decide(case.id, GUILD, said, until=UNTIL)
                for each, said in zip(review_stores, rulings, strict=True)
            )
        )
        assert {it.ruled for it in outcomes if it} == {Ruled.DECIDED, Ruled.BEFORE}
        [first, other] = sorted((it for it in outcomes if it), key=lambda it: it.ruled.value)
        assert first.case == other.case
        told = [it.kind for it in await cases[1].entries(case.id)]
        assert told == [EntryKind.WITHHELD, first.case.decision]


async def test_a_card_is_due_whenever_something_happens(
    store: JobStore,
    images: ImageStore,
    shared_cases: CaseStore,
    reviews: ReviewStore,
    card_store: CardStore,
) -> None:
    job = await deliver(store, images, ROWS[2:3])
    case, entry = case_about(job, ROWS[2], NOON)
    case = await shared_cases.open(case, [entry])
    first = await card_store.take(now=NOON, until=LATER)
    assert first == Card(case_id=case.id, version=1)
    assert await card_store.take(now=LATER - SECOND, until=LATER) is None
    # It was taken, and whoever took it is gone.
    again = await card_store.take(now=LATER, until=UNTIL)
    assert again == replace(first, begun_at=NOON)
    sent = replace(again, channel_id=7, message_id=2**62)
    await card_store.end(sent, again_at=UNTIL)
    assert await card_store.take(now=UNTIL - SECOND, until=UNTIL) is None
    # What is added is gathered; a decision is shown at once.
    reported = replace(case, opened_at=LATER)
    await shared_cases.open(reported, [replace(entry, kind=EntryKind.REPORTED)])
    await shared_cases.open(reported, [replace(entry, kind=EntryKind.REPORTED)])
    await card_store.end(replace(sent, version=3))
    await shared_cases.open(reported, [replace(entry, kind=EntryKind.REPORTED)])
    assert await card_store.take(now=LATER, until=UNTIL) is None
    shown = await card_store.take(now=LATER + GATHER, until=UNTIL)
    assert shown == replace(sent, version=4)
    kept = ruling(EntryKind.KEPT, at=LATER)
    assert await reviews.decide(case.id, GUILD, kept, until=UNTIL)
    await card_store.end(shown)
    decided = await card_store.take(now=LATER + GATHER, until=UNTIL)
    assert decided == replace(sent, version=5)
    await card_store.later(decided, UNTIL)
    assert await card_store.take(now=UNTIL - SECOND, until=UNTIL) is None
    assert await card_store.take(now=UNTIL, until=UNTIL + SECOND) == decided
    await card_store.end(decided)
    assert await card_store.take(now=UNTIL + 99 * SECOND, until=UNTIL) is None
    # It shows an original in a channel that is opened: it is due once.
    assert await card_store.showing() == []
    open_one = replace(decided, shows_original=True)
    await card_store.end(open_one)
    assert await card_store.showing() == [(GUILD, 7)]
    assert await card_store.veil(8, now=UNTIL) == 0
    assert await card_store.veil(7, now=UNTIL) == 1
    assert await card_store.veil(7, now=UNTIL) == 0
    assert await card_store.showing() == []
    veiled = await card_store.take(now=UNTIL, until=UNTIL + SECOND)
    assert veiled == replace(open_one, version=6, shows_original=False)
    # One that is veiled while it is sent is still to be made anew.
    await card_store.end(replace(veiled, version=5, shows_original=True))
    assert await card_store.showing() == [(GUILD, 7)]
    assert await card_store.take(now=UNTIL, until=UNTIL + SECOND) == replace(open_one, version=6)
    await card_store.end(replace(veiled, shows_original=False))
    assert await card_store.showing() == []
    assert await card_store.take(now=UNTIL + 99 * SECOND, until=UNTIL) is None


async def test_images_of_a_channel_are_told_newest_first(
    store: JobStore, images: ImageStore, reviews: ReviewStore
) -> None:
    await deliver(store, images)
    assert list(await reviews.judged(GUILD, 4, 99)) == ROWS[::-1]
    assert list(await reviews.judged(GUILD, 4, 2)) == ROWS[:2:-1]
    assert list(await reviews.judged(GUILD, 5, 99)) == []
    assert list(await reviews.judged(GuildId(GUILD + 1), 4, 99)) == []


async def test_what_is_remembered_is_kept_with_the_decision_or_only_removed(
    reviews: ReviewStore,
    shared_cases: CaseStore,
    store: JobStore,
    images: ImageStore,
    kind: str,
    request: pytest.FixtureRequest,
) -> None:
    looks = [Fingerprint(BUSY, 1), Fingerprint(0, 0), None, Fingerprint(BUSY, 2), None]
    rows = [replace(row, fingerprint=look) for row, look in zip(ROWS, looks, strict=True)]
    job = await deliver(store, images, rows)
    assert [it.fingerprint for it in await images.of(ID)] == looks
    kept: FingerprintStore
    if isinstance(reviews, MemoryReviewStore):
        kept = reviews.fingerprints
    else:
        kept = SqlFingerprintStore(request.getfixturevalue("database"))
    # Who uses a database alone remembers its version until a decision changes it.
    known = RememberedFingerprints(kept)
    assert await known.version(GUILD) == 0
    reviews = known.reviews(reviews)
    remembering = ruling(EntryKind.REMEMBERED)
    for number, (came_of, decision) in enumerate(
        [
            (Remembering.DONE, EntryKind.REMEMBERED),
            (Remembering.PLAIN, EntryKind.REMOVED),
            (Remembering.UNKNOWN, EntryKind.REMOVED),
            (Remembering.DONE, EntryKind.REMEMBERED),  # it looks like the first
        ],
        start=1,
    ):
        case = await opened(shared_cases, job, number)
        done = await reviews.decide(case.id, GUILD, remembering, until=UNTIL)
        assert done is not None
        assert (done.ruled, done.remembering) == (Ruled.DECIDED, came_of)
        assert done.case.decision is decision
        assert done.is_to_tell
        assert (await shared_cases.entries(case.id))[-1].kind is decision
        late = await reviews.decide(case.id, GUILD, remembering, until=UNTIL)
        assert late is not None
        assert (late.ruled, late.remembering) == (Ruled.BEFORE, None)
    shown = [it.judged.treatment for it in await images.of(ID)]
    assert shown == [*[Treatment.REMOVED] * 4, Treatment.REFUSED]
    assert await known.version(GUILD) == await kept.version(GUILD) > 0
    first = await opened(shared_cases, job, 1)
    [entry] = (await kept.of(GUILD))[1]
    assert (entry.bits, entry.by, entry.at) == (BUSY, BEN, SOON)
    assert (entry.case_id, entry.case_number) == (first.id, first.number)


async def test_a_full_list_takes_no_more(
    database: Database, store: JobStore, images: ImageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviews_module, "MOST", 0)
    await deliver(store, images, [replace(ROWS[0], fingerprint=Fingerprint(BUSY, 1))])
    case = await opened(SqlCaseStore(database), make_job(), 1)
    reviews = SqlReviewStore(database)
    done = await reviews.decide(case.id, GUILD, ruling(EntryKind.REMEMBERED), until=UNTIL)
    assert done is not None
    assert (done.remembering, done.case.decision) == (Remembering.FULL, EntryKind.REMOVED)
