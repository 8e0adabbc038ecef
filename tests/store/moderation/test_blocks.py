"""Whom a server blocked, and what strikes lead to: each once, in every process."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.ids import CaseId, GuildId, JobId, PlaceId
from bot.domain.job import JobState
from bot.domain.moderation.block import FREE, Block, BlockKind
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.strikes import Ground
from bot.domain.policy import Policy
from bot.failure_kinds import FailureKind
from tests.store.builders import ANN, BEN, GUILD, NOON, make_job, put, put_claimed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import BlockStore, CaseStore, JobStore
    from bot.store.database import Database

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ELSEWHERE = GuildId(GUILD + 1)
STRICT = Policy(strikes_to_cooldown=2, strikes_to_block=3, strike_days=30)


def about_ann(name: str) -> Case:
    return Case(id=CaseId(name), guild_id=GUILD, kind=CaseKind.MEMBER, subject=ANN, opened_at=NOON)


def about_image(job: str, image: int = 1) -> Case:
    return replace(about_ann(f"{job}{image}"), kind=CaseKind.IMAGE, job_id=JobId(job), image=image)


def block_of(case: str, **said: object) -> Block:
    block = Block(guild_id=GUILD, member=ANN, at=NOON, by=BEN, case_id=CaseId(case), why="spam")
    return replace(block, **said)  # type: ignore[arg-type] # any field


def removed(kind: EntryKind = EntryKind.REMOVED, **said: object) -> Entry:
    entry = Entry(guild_id=GUILD, kind=kind, at=NOON, by=BEN)
    return replace(entry, **said)  # type: ignore[arg-type] # any field


async def weighed(store: BlockStore, policy: Policy = STRICT, now: timedelta = HOUR) -> list[Block]:
    """Draw all consequences that are due, an hour after noon unless told."""
    found: list[Block] = []
    for number, strike in enumerate(await store.due(99)):
        fresh = CaseId(f"fresh{number}at{now.total_seconds():.0f}")
        found += await store.weigh(strike, policy, fresh, now=NOON + now)
    assert await store.due(99) == []
    return found


async def told(cases: CaseStore, case_id: CaseId) -> list[EntryKind]:
    return [entry.kind for entry in await cases.entries(case_id)]


async def test_a_block_is_an_entry_of_a_case_and_seen_by_all(
    block_stores: Sequence[BlockStore], cases: Sequence[CaseStore]
) -> None:
    here, there = block_stores
    assert await here.standing(GUILD, ANN) == FREE
    case = await here.block(block_of("one", until=NOON + HOUR), about_ann("one"))
    assert (case.number, case.kind, case.subject) == (1, CaseKind.MEMBER, ANN)
    standing = await there.standing(GUILD, ANN)
    assert standing.block == block_of("one", until=NOON + HOUR, number=1)
    assert standing.blocked(NOON) == standing.block
    assert standing.blocked(NOON + HOUR) is None
    assert standing.cooldown is None
    assert await there.standing(ELSEWHERE, ANN) == await there.standing(GUILD, BEN) == FREE
    # One more is an entry of the same case, and in its place.
    again = await there.block(block_of("two"), about_ann("two"))
    assert again.id == "one"
    assert (await here.standing(GUILD, ANN)).block == block_of("one", number=1)
    [first, second] = await cases[0].entries(CaseId("one"))
    assert (first.kind, first.by, first.member, first.why) == (EntryKind.BLOCKED, BEN, ANN, "spam")
    assert first.details == {"until": round((NOON + HOUR).timestamp())}
    assert second.details == {"until": None}

    freed = await here.unblock(GUILD, ANN, by=BEN, at=NOON, why="sorry")
    assert freed is not None
    assert freed.number == 1
    assert await here.unblock(GUILD, ANN, by=BEN, at=NOON, why="sorry") is None
    assert (await there.standing(GUILD, ANN)) == FREE
    last = (await cases[1].entries(CaseId("one")))[-1]
    assert (last.kind, last.by, last.why) == (EntryKind.UNBLOCKED, BEN, "sorry")
    assert (await here.block(block_of("two"), about_ann("two"))).number == 2


async def test_what_a_case_keeps_its_member_from_is_lifted(
    block_stores: Sequence[BlockStore], cases: Sequence[CaseStore]
) -> None:
    here, there = block_stores
    image = await cases[0].open(about_image("job"), [])
    assert await here.block(block_of(image.id), image) == image
    assert await there.lift(CaseId("other"), by=BEN, at=NOON) == []
    assert await there.lift(image.id, by=BEN, at=NOON) == [(GUILD, ANN)]
    assert await there.lift(image.id, by=BEN, at=NOON) == []
    assert await here.standing(GUILD, ANN) == FREE
    assert await told(cases[0], image.id) == [EntryKind.BLOCKED, EntryKind.UNBLOCKED]


async def test_strikes_warn_then_cool_then_block(
    block_stores: Sequence[BlockStore], cases: Sequence[CaseStore]
) -> None:
    here, there = block_stores
    # An image of the second job is no occasion of its own.
    for name in ("a1", "b1", "b2", "c1", "d1"):
        await cases[0].open(about_image(name[0], int(name[1])), [removed()])
    # Somebody's own, another's, and what gives none.
    await cases[0].open(about_image("e"), [removed(by=ANN), removed(EntryKind.KEPT)])
    await cases[0].add(CaseId("a1"), [removed(EntryKind.REMEMBERED)])
    both = await asyncio.gather(*(each.due(1) for each in block_stores))
    assert both[0] == both[1]
    [first] = both[0]
    assert (first.job_id, first.ground) == ("a", Ground.REMOVED)
    assert first.places == (PlaceId(GUILD),)
    drawn = await asyncio.gather(
        *(each.weigh(first, STRICT, CaseId("no"), now=NOON + HOUR) for each in block_stores)
    )
    assert drawn == [[], []]
    assert await told(cases[0], CaseId("a1")) == [
        EntryKind.REMOVED,
        EntryKind.REMEMBERED,
        EntryKind.STRUCK,
    ]
    cooled, blocked, longer = await weighed(there)
    assert (cooled.kind, cooled.until) == (BlockKind.COOLDOWN, NOON + 2 * HOUR)
    assert (blocked.kind, blocked.until) == (BlockKind.BLOCK, NOON + HOUR + 7 * DAY)
    assert longer.until == NOON + HOUR + 30 * DAY
    standing = await here.standing(GUILD, ANN)
    assert standing.block == longer
    assert (longer.by, longer.case_id, longer.number) == (None, "d1", 5)
    assert standing.cooling(NOON + HOUR) == cooled
    assert await told(cases[0], CaseId("b2")) == [EntryKind.REMOVED]
    assert await told(cases[0], CaseId("e1")) == [EntryKind.REMOVED, EntryKind.KEPT]
    await cases[0].add(CaseId("a1"), [removed(EntryKind.REMEMBERED)])
    assert await there.due(9) == []
    [_, struck, entry] = await cases[0].entries(CaseId("c1"))
    assert struck.details == {"ground": "removed", "strikes": 3}
    assert (entry.kind, entry.by, entry.member) == (EntryKind.BLOCKED, None, ANN)
    # Later on, when all have gone by, the next is a warning again.
    late = removed(at=NOON + 40 * DAY)
    await cases[0].open(about_image("f"), [late])
    assert await weighed(here, now=40 * DAY) == []
    assert await told(cases[0], CaseId("f1")) == [EntryKind.REMOVED, EntryKind.STRUCK]


async def test_strikes_that_are_taken_back_take_back_what_followed(
    block_stores: Sequence[BlockStore], cases: Sequence[CaseStore]
) -> None:
    here, there = block_stores
    for name in "abc":
        await cases[0].open(about_image(name), [removed()])
    assert [block.kind for block in await weighed(here)] == [BlockKind.COOLDOWN, BlockKind.BLOCK]
    await cases[1].add(CaseId("a1"), [removed(EntryKind.APPROVED)])
    [void] = await there.due(9)
    assert void.is_void
    assert await weighed(there) == []
    standing = await here.standing(GUILD, ANN)
    assert standing.block is None
    # It still follows from two.
    assert standing.cooldown is not None
    assert (await told(cases[0], CaseId("c1")))[-1] is EntryKind.UNBLOCKED
    await cases[1].add(CaseId("b1"), [removed(EntryKind.APPEAL_GRANTED)])
    await weighed(here)
    assert await here.standing(GUILD, ANN) == FREE
    # What a moderator decided stays, whatever becomes of strikes; and a case may strike again.
    await here.block(block_of("own", until=NOON + 90 * DAY), about_ann("own"))
    await cases[0].add(CaseId("a1"), [removed()])
    await cases[0].add(CaseId("b1"), [removed()])
    assert await weighed(here) == []
    await cases[0].add(CaseId("b1"), [removed(EntryKind.APPROVED)])
    await weighed(here)
    assert (await here.standing(GUILD, ANN)).block == block_of(
        "own", until=NOON + 90 * DAY, number=4
    )


async def test_a_strike_counts_where_the_policy_says_so(
    block_stores: Sequence[BlockStore], cases: Sequence[CaseStore]
) -> None:
    here, _ = block_stores
    audit = await cases[0].open(about_ann("one"), [])
    minors = {"rule": "minors"}
    for kind, details in (("deny", minors), ("deny", {"rule": "word"}), ("note", {})):
        filtered = removed(EntryKind.FILTERED, member=BEN, by=BEN, place=PlaceId(9), why=kind)
        await cases[0].add(audit.id, [replace(filtered, details=details)])
    [strike] = await here.due(9)
    assert (strike.ground, strike.member) == (Ground.FILTERED, ANN)
    assert strike.places == (PlaceId(9), PlaceId(GUILD))
    assert await weighed(here, Policy()) == []
    assert EntryKind.STRUCK not in await told(cases[0], audit.id)
    only = Policy(strikes_to_block=1)
    await cases[0].open(about_image("a"), [removed()])
    [block] = await weighed(here, only)
    assert block.until == NOON + HOUR + 7 * DAY


async def test_jobs_of_who_is_blocked_are_found_while_they_wait(
    block_stores: Sequence[BlockStore], store: JobStore
) -> None:
    here, there = block_stores
    await put_claimed(store, make_job("flying"))
    await put(store, make_job("waiting"))
    await put(store, make_job("silent"), answer=False)
    await put(store, make_job("bens", user_id=BEN))
    await put(store, make_job("abroad", guild_id=ELSEWHERE))
    assert await here.barred(now=NOON, limit=9) == []
    await here.block(block_of("one", until=NOON + HOUR), about_ann("one"))
    assert await there.barred(now=NOON, limit=9) == ["waiting"]
    assert await there.barred(now=NOON + HOUR, limit=9) == []


async def test_a_block_ends_at_its_moment_in_every_process(
    block_stores: Sequence[BlockStore], cases: Sequence[CaseStore], store: JobStore
) -> None:
    here, there = block_stores
    await put(store, make_job("waiting"))
    end = NOON + HOUR + timedelta(microseconds=7)
    await here.block(block_of("one", until=end), about_ann("one"))
    last = end - timedelta(microseconds=1)
    for each in block_stores:
        standing = await each.standing(GUILD, ANN)
        assert (standing.blocked(last) is None, standing.blocked(end)) == (False, None)
        assert await each.barred(now=last, limit=9) == ["waiting"]
        assert await each.barred(now=end, limit=9) == []
        assert await each.unblock(GUILD, ANN, by=BEN, at=end, why="") is None
    # What is over is not gone on with: two moderators who block anew share one new case.
    again = [block_of("two", at=end), block_of("three", at=end)]
    kept = await asyncio.gather(
        *(
            each.block(it, about_ann(it.case_id))
            for each, it in zip(block_stores, again, strict=True)
        )
    )
    assert kept[0].id == kept[1].id != CaseId("one")
    assert await told(cases[1], kept[0].id) == [EntryKind.BLOCKED] * 2
    assert await told(cases[0], CaseId("one")) == [EntryKind.BLOCKED]
    lifted = await there.unblock(GUILD, ANN, by=BEN, at=end, why="")
    assert lifted is not None
    assert lifted.until is None


async def test_a_prompt_that_an_engine_suspects_gives_a_strike_with_a_case_of_its_own(
    block_stores: Sequence[BlockStore],
    cases: Sequence[CaseStore],
    store: JobStore,
    database: Database,
) -> None:
    here, there = block_stores
    for name, why in (("b", "prompt_refused"), ("c", "rejected"), ("a", "prompt_suspicious")):
        job = await put_claimed(store, make_job(name))
        failed = replace(job, state=JobState.FAILED, ended_at=NOON, failure=FailureKind(why))
        assert await store.save(failed, holder="w", now=NOON)
        # The same may be saved again; it is one strike all the same.
        assert await store.save(failed, holder="w", now=NOON)
    [strike] = await here.due(9)
    assert (strike.job_id, strike.ground, strike.case_id) == ("a", Ground.ENGINE, None)
    assert strike.places == (PlaceId(4), PlaceId(GUILD))
    made = await asyncio.gather(
        *(
            each.weigh(strike, Policy(strikes_to_cooldown=1), CaseId(f"of{n}"), now=NOON + HOUR)
            for n, each in enumerate((here, there))
        )
    )
    [cooled] = made[0] or made[1]
    assert [] in made
    assert cooled.number == 1
    case = await cases[0].numbered(GUILD, 1)
    assert case is not None
    assert (case.kind, case.subject, case.place) == (CaseKind.MEMBER, ANN, 4)
    assert await told(cases[0], case.id) == [EntryKind.STRUCK, EntryKind.COOLED]
    assert await cases[0].numbered(GUILD, 2) is None
    # An appeal that is granted takes it back.
    await cases[0].add(case.id, [removed(EntryKind.APPEAL_GRANTED)])
    await weighed(here, Policy(strikes_to_cooldown=1))
    assert await there.standing(GUILD, ANN) == FREE
