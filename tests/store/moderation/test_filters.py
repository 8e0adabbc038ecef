"""Entries of a server's filter: one of a phrase in a place, a new version with each change."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import GuildId, JobId, PlaceId
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.filters import Asked, FilterAction, FilterEntry, FilterOutcome
from bot.errors import RefusedError
from bot.store.moderation.case_tables import entries as audit
from bot.store.moderation.entries import to_entry
from bot.store.moderation.filters import SqlFilterStore
from bot.store.moderation.remembered_filters import RememberedFilters
from tests.store.builders import ANN, BEN, GUILD, NOON, make_job, put, run_sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import FilterStore, JobStore
    from bot.store.database import Database

ELSEWHERE, HERE = GuildId(GUILD + 1), PlaceId(2**62)
TOLD_IN_ORDER = audit.select().order_by(audit.c.id)
TOLD = Entry(
    guild_id=GUILD, kind=EntryKind.FILTER_CHANGED, at=NOON, by=ANN, details={"change": "add"}
)


def entry(phrase: str, action: FilterAction = FilterAction.DENY) -> FilterEntry:
    return FilterEntry(guild_id=GUILD, place=HERE, phrase=phrase, action=action, by=ANN, at=NOON)


async def kept(store: FilterStore, guild_id: GuildId = GUILD) -> list[FilterEntry]:
    _, entries = await store.of(guild_id)
    return [replace(it, number=0) for it in entries]


async def test_an_entry_is_kept_once_and_every_change_is_a_version(
    filter_stores: Sequence[FilterStore],
) -> None:
    here, there = filter_stores
    assert (await here.version(GUILD), await here.of(GUILD)) == (0, (0, []))
    first = await here.put([entry("Fóx “é”"), entry("cat"), entry("CAT")], TOLD, most=9)
    assert first.outcomes == [FilterOutcome.ADDED, FilterOutcome.ADDED, FilterOutcome.SAME]
    assert await kept(there) == [entry("Fóx “é”"), entry("cat")]
    assert await there.version(GUILD) == 1
    again = [entry("fox é"), replace(entry("cat", FilterAction.HOLD), by=BEN)]
    made = await there.put(again, replace(TOLD, by=BEN), most=9)
    assert made.outcomes == [FilterOutcome.SAME, FilterOutcome.CHANGED]
    changed = replace(entry("cat", FilterAction.HOLD), by=BEN)
    assert await kept(here) == [entry("Fóx “é”"), changed]
    version, entries = await here.of(GUILD)
    assert version == 2
    assert len({it.number for it in entries} - {0}) == 2
    # What changes nothing is no version.
    await here.put(again, TOLD, most=9)
    assert not (await here.remove(HERE, "dog", TOLD)).entry
    assert not (await here.remove(HERE, "cat", replace(TOLD, guild_id=ELSEWHERE))).entry
    assert await there.version(GUILD) == 2
    [gone] = (await there.remove(HERE, "cat", TOLD)).changes
    assert (gone.phrase, gone.before, gone.after) == ("cat", FilterAction.HOLD, None)
    assert (await here.version(GUILD), await here.version(ELSEWHERE)) == (3, 0)
    assert await kept(here) == [entry("Fóx “é”")]


async def test_versions_that_are_asked_for_at_once_are_each_of_their_server(
    filter_stores: Sequence[FilterStore],
) -> None:
    here, there = filter_stores
    await here.put([entry("cat")], TOLD, most=9)
    await there.put([entry("dog")], TOLD, most=9)
    told = replace(TOLD, guild_id=ELSEWHERE)
    await here.put([replace(entry("cat"), guild_id=ELSEWHERE)], told, most=9)
    asked = [ELSEWHERE, GUILD, GuildId(5), GUILD, ELSEWHERE]
    assert await asyncio.gather(*map(there.version, asked)) == [1, 2, 0, 2, 1]


async def test_who_uses_a_database_alone_remembers_versions_until_they_change_one(
    filter_stores: Sequence[FilterStore],
) -> None:
    plain, _ = filter_stores
    store = RememberedFilters(plain)
    assert await store.version(GUILD) == 0
    await plain.put([entry("cat")], TOLD, most=9)
    assert await store.version(GUILD) == 0
    await store.put([entry("dog")], TOLD, most=9)
    assert await store.version(GUILD) == 2
    assert await store.of(GUILD) == await plain.of(GUILD)
    assert (await store.remove(HERE, "cat", TOLD)).changes
    assert await store.version(GUILD) == 3
    assert await store.recent(GUILD, 9) == []


async def test_a_server_keeps_no_more_than_it_may(filter_stores: Sequence[FilterStore]) -> None:
    here, there = filter_stores
    await asyncio.gather(
        *(each.put([entry(f"word{n}")], TOLD, most=3) for n, each in enumerate((here, there) * 4))
    )
    assert len(await kept(here)) == 3
    known = (await kept(here))[0]
    more = [entry("another"), replace(known, action=FilterAction.NOTE)]
    outcomes = (await here.put(more, TOLD, most=3)).outcomes
    assert outcomes == [FilterOutcome.FULL, FilterOutcome.CHANGED]


async def test_what_comes_and_changes_in_one_go_is_as_it_was_said_last(
    filter_stores: Sequence[FilterStore],
) -> None:
    store = filter_stores[0]
    both = [entry("fox"), entry("FOX", FilterAction.NOTE)]
    made = await store.put(both, TOLD, most=9)
    assert made.outcomes == [FilterOutcome.ADDED, FilterOutcome.CHANGED]
    assert [it.action for it in await kept(store)] == [FilterAction.NOTE]


async def test_a_change_is_told_in_the_audit_without_its_words(database: Database) -> None:
    store = SqlFilterStore(database)
    await store.put([entry("secret"), entry("word")], TOLD, most=9)
    await store.put([entry("secret")], TOLD, most=9)
    await store.remove(HERE, "secret", replace(TOLD, details={"change": "remove"}))
    rows = await database.read(lambda connection: connection.execute(TOLD_IN_ORDER).all())
    told = [to_entry(row) for row in rows]
    assert [it.details for it in told] == [
        {"change": "add", "count": 2},
        {"change": "remove", "count": 1},
    ]
    assert "secret" not in str(told)


async def test_a_change_is_taken_back_as_far_as_it_is_still_so(
    filter_stores: Sequence[FilterStore],
) -> None:
    here, there = filter_stores
    undoing = replace(TOLD, details={"change": "undo"})
    await here.put([entry("cat")], TOLD, most=9)
    both = [entry("cat", FilterAction.NOTE), entry("dog"), entry("owl"), entry("fox")]
    made = await here.put(both, TOLD, most=9)
    assert (made.before, made.after) == (1, 4)
    await there.put([entry("owl", FilterAction.HOLD)], TOLD, most=9)
    await there.remove(HERE, "fox", TOLD)
    # An entry of another server, or of something else, tells of no change here.
    assert not (await there.undo(made.entry, replace(undoing, guild_id=ELSEWHERE), most=9)).entry
    assert not (await there.undo(made.entry + 99, undoing, most=9)).entry
    version = await here.version(GUILD)
    back = await there.undo(made.entry, undoing, most=9)
    assert (back.before, back.after, back.stays) == (3, 2, 1)
    assert [(it.phrase, it.action) for it in await kept(here)] == [
        ("cat", FilterAction.DENY),
        ("owl", FilterAction.HOLD),
    ]
    assert await here.version(GUILD) == version + 1
    twice = await here.undo(made.entry, undoing, most=9)
    assert (twice.entry, twice.stays) == (0, 1)
    # What was undone can be undone; what would be too much is not.
    with pytest.raises(RefusedError, match="entries"):
        await here.undo(back.entry, undoing, most=2)
    assert len(await kept(there)) == 2
    again = await here.undo(back.entry, undoing, most=9)
    assert [(it.phrase, it.action) for it in await kept(there)] == [
        ("cat", FilterAction.NOTE),
        ("owl", FilterAction.HOLD),
        ("dog", FilterAction.DENY),
    ]
    assert again.entry


async def test_the_newest_prompts_of_a_server_are_found(
    database: Database, store: JobStore
) -> None:
    filters = SqlFilterStore(database)
    jobs = [await put(store, make_job(id=JobId(f"job{n}"))) for n in range(3)]
    await run_sql(database, "UPDATE jobs SET state = 'delivered', shown = true")
    await run_sql(database, "UPDATE jobs SET created_at = created_at + 1 WHERE id = 'job1'")
    found = await filters.recent(GUILD, 2)
    assert len(found) == 2
    assert found[0] == Asked(jobs[1].request, jobs[1].places)
    assert await filters.recent(ELSEWHERE, 2) == []
    await run_sql(database, "UPDATE jobs SET request = 'nobody can read this' WHERE id = 'job1'")
    assert len(await filters.recent(GUILD, 3)) == 2
