"""A case has one appeal and one answer; what is to be told is told once, to whom it concerns."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import CaseId, GuildId, JobId, UserId
from bot.domain.moderation.appeal import Appeal
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.casefile import CaseSearch, Posted
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.verdict import Treatment
from bot.store.moderation.appeals import SqlAppealStore
from tests.store.builders import (
    ANN,
    BEN,
    GUILD,
    NOON,
    SECOND,
    make_image,
    make_job,
    make_original,
    put_delivering,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import sqlalchemy as sa

    from bot.domain.ports import AppealStore, CaseStore, ImageStore, JobStore, TellingStore
    from bot.store.database import Database

CAT, DEN = UserId(903), UserId(904)
SOON, LATE = NOON + SECOND, NOON + 600 * SECOND


def an_image(name: str, image: int = 1, **said: object) -> Case:
    case = Case(
        id=CaseId(name),
        guild_id=GUILD,
        kind=CaseKind.IMAGE,
        subject=ANN,
        opened_at=NOON,
        job_id=JobId("a"),
        image=image,
    )
    return replace(case, **said)  # type: ignore[arg-type] # any field


def decided(name: str, image: int = 1) -> Case:
    removed = {"decision": EntryKind.REMOVED, "decided_by": BEN, "decided_at": NOON}
    return an_image(name, image, **removed)


def an_entry(kind: EntryKind, by: UserId | None = BEN, **said: object) -> Entry:
    return replace(Entry(guild_id=GUILD, kind=kind, at=NOON, by=by), **said)  # type: ignore[arg-type] # any field


def an_appeal(case: Case) -> Appeal:
    return Appeal(
        case_id=case.id,
        guild_id=GUILD,
        member=ANN,
        at=NOON,
        why="it is a\0 sunset",
        locale="fr",
    )


async def test_an_appeal_is_asked_and_answered_once(
    cases: Sequence[CaseStore], appeal_stores: Sequence[AppealStore]
) -> None:
    case = await cases[0].open(decided("one"), [])
    appeal = an_appeal(case)
    asked = await asyncio.gather(*(each.ask(appeal) for each in appeal_stores))
    assert sorted(asked) == [False, True]
    here, there = appeal_stores
    assert not await here.ask(replace(appeal, case_id=CaseId("nobody")))
    kept = (await there.of([case.id, CaseId("nobody")]))[case.id]
    assert replace(kept, why=appeal.why) == appeal
    found, total = await cases[1].sought(CaseSearch(guild_id=GUILD, is_open=True), limit=5)
    assert ([it.id for it in found], total) == ([case.id], 1)
    answers = await asyncio.gather(
        here.answer(case.id, granted=True, by=BEN, now=SOON),
        there.answer(case.id, granted=False, by=CAT, now=SOON),
    )
    first = [it for it in answers if it and it.is_first]
    second = [it for it in answers if it and not it.is_first]
    assert len(first) == len(second) == 1
    assert second[0].appeal.decided_by == first[0].appeal.decided_by
    kinds = [entry.kind for entry in await cases[0].entries(case.id)]
    granted = first[0].appeal.is_granted
    said = EntryKind.APPEAL_GRANTED if granted else EntryKind.APPEAL_REFUSED
    assert kinds == [EntryKind.APPEALED, said]
    # No original is kept: nothing is reopened.
    assert (first[0].reopened, first[0].gone) == (False, granted)
    assert (await cases[0].sought(CaseSearch(guild_id=GUILD, is_open=False), limit=5))[1] == 1
    assert await here.answer(CaseId("nobody"), granted=True, by=BEN, now=SOON) is None


async def test_the_image_waits_again_while_its_original_is_kept(
    cases: Sequence[CaseStore],
    appeal_stores: Sequence[AppealStore],
    store: JobStore,
    images: ImageStore,
) -> None:
    await put_delivering(store, make_job(images=2))
    rows = [make_image(n, treatment=Treatment.BLURRED) for n in (1, 2)]
    originals = [make_original(n, expires_at=LATE) for n in (1, 2)]
    assert await images.write(JobId("a"), rows, originals, [], holder="w")
    outcomes = []
    for number, at in ((1, SOON), (2, LATE)):
        case = await cases[0].open(decided(f"case{number}", number), [])
        assert await appeal_stores[0].ask(an_appeal(case))
        answered = await appeal_stores[1].answer(case.id, granted=True, by=BEN, now=at)
        now = await cases[1].get(case.id)
        assert answered is not None
        assert now is not None
        outcomes.append((answered.reopened, answered.gone, now.is_open, now.decided_by))
    assert outcomes == [(True, False, True, None), (False, True, False, BEN)]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"], indirect=True)
async def test_what_follows_is_of_the_same_transaction(
    database: Database, cases: Sequence[CaseStore]
) -> None:
    ended = list[CaseId]()

    def lift(connection: sa.Connection, case: Case, *, by: UserId, now: datetime) -> bool:
        ended.append(case.id)
        if by == CAT:
            raise RuntimeError
        return True

    appeals = SqlAppealStore(database, lift=lift)
    member = replace(an_image("one"), kind=CaseKind.MEMBER, job_id=None, image=None)
    case = await cases[0].open(member, [an_entry(EntryKind.BLOCKED, member=ANN)])
    assert await appeals.ask(an_appeal(case))
    with pytest.raises(RuntimeError):
        await appeals.answer(case.id, granted=True, by=CAT, now=SOON)
    answered = await appeals.answer(case.id, granted=True, by=BEN, now=SOON)
    assert answered is not None
    assert (answered.lifted, answered.gone, answered.is_first) == (True, False, True)
    assert (await cases[1].entries(case.id))[-1].details == {"lifted": True, "locale": "fr"}
    assert ended == [case.id, case.id]


async def test_the_message_of_an_appeal_is_made_by_one_and_once_more_when_it_is_answered(
    cases: Sequence[CaseStore], appeal_stores: Sequence[AppealStore]
) -> None:
    here, there = appeal_stores
    case = await cases[0].open(decided("one"), [])
    assert await here.ask(an_appeal(case))
    takes = await asyncio.gather(*(each.take(now=SOON, until=LATE) for each in (here, there)))
    [taken] = [it for it in takes if it]
    # It is answered while its message is being made: that is stale at once.
    await there.answer(case.id, granted=False, by=BEN, now=SOON)
    assert await here.take(now=NOON, until=LATE) is None
    posted = Posted(4, 2**62)
    await here.posted(taken, posted, now=SOON)
    again = await there.take(now=SOON, until=LATE)
    assert again is not None
    assert (again.posted, again.is_granted) == (posted, False)
    await there.posted(again, posted, now=SOON)
    assert await here.take(now=LATE, until=LATE) is None


async def test_outcomes_are_told_once_to_whom_they_concern(
    cases: Sequence[CaseStore], telling_stores: Sequence[TellingStore]
) -> None:
    here, there = telling_stores
    reports = [an_entry(EntryKind.REPORTED, by) for by in (CAT, DEN, CAT, BEN)]
    case = await cases[0].open(an_image("one"), reports)
    assert await here.take(now=LATE, until=LATE) is None
    await cases[1].add(case.id, [an_entry(EntryKind.NOTED, why="a troll")])
    struck = an_entry(EntryKind.STRUCK, None, member=ANN)
    await cases[1].add(case.id, [an_entry(EntryKind.REMOVED, why="gore"), struck])
    await cases[0].open(an_image("elsewhere", 2, guild_id=GuildId(5)), [])
    takes = [each.take(now=SOON, until=LATE) for each in (here, there, here, there)]
    taken = [it for it in await asyncio.gather(*takes) if it]
    told = {it.member: [entry.kind for entry in it.entries] for it in taken}
    # Ben decided, and needs not be told.
    assert told == {
        ANN: [EntryKind.REMOVED, EntryKind.STRUCK],
        CAT: [EntryKind.REMOVED],
        DEN: [EntryKind.REMOVED],
    }
    assert {(it.case.id, it.reason, it.tries) for it in taken} == {(case.id, "gore", 0)}
    for it in taken:
        if it.member == CAT:
            await here.later(it, SOON)
        else:
            await there.end(it)
    # What comes meanwhile is told apart from what is tried again.
    await cases[1].add(case.id, [an_entry(EntryKind.KEPT, why="art")])
    both = [await here.take(now=SOON, until=LATE) for _ in range(4)]
    told_later = sorted((again.member, again.tries, again.reason) for again in both if again)
    assert told_later == [(CAT, 0, "art"), (CAT, 1, "art"), (DEN, 0, "art"), (ANN, 0, "art")]
    for again in both:
        assert again is not None
        await here.end(again)
    assert await there.take(now=LATE, until=LATE) is None


async def test_cases_are_found_by_what_they_are_about(cases: Sequence[CaseStore]) -> None:
    here, there = cases
    reported = [an_entry(EntryKind.REPORTED, CAT)]
    one = await here.open(an_image("one", 1), reported)
    two = await here.open(decided("two", 2), [an_entry(EntryKind.NOTED, why="x")])
    other = await here.open(an_image("three", 3, subject=BEN), reported)
    await here.open(an_image("four", 4, guild_id=GuildId(5)), reported)

    async def found(**said: object) -> list[CaseId]:
        sought = replace(CaseSearch(guild_id=GUILD), **said)  # type: ignore[arg-type] # any field
        whole, total = await there.sought(sought, limit=9)
        rest, _ = await there.sought(sought, limit=9, offset=1)
        assert (whole[1:], total) == (rest, len(whole))
        return [case.id for case in whole]

    assert await found() == [other.id, two.id, one.id]
    assert await found(subject=ANN) == [two.id, one.id]
    assert await found(concerns=CAT) == [other.id, one.id]
    assert await found(concerns=BEN) == [other.id]
    assert await found(subject=ANN, is_open=True) == [one.id]
    assert await found(is_open=False) == [two.id]
    entries = await there.entries_of([one.id, two.id], [EntryKind.REPORTED])
    assert {key: [it.by for it in value] for key, value in entries.items()} == {
        one.id: [CAT],
        two.id: [],
    }
