"""What is told in a channel is told in order, by one, in the same pieces at each attempt."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.util import await_only

from bot.domain.ids import GuildId
from bot.domain.moderation.entry import Entry, EntryKind
from bot.store.moderation.audit import SqlAuditStore
from bot.store.moderation.audit_log import TOGETHER, SqlAuditLogStore
from bot.store.moderation.entries import add
from tests.store.builders import ANN, GUILD, LATER, NOON, SECOND

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from bot.domain.ports import AuditLogStore, AuditStore, LogBatch
    from bot.store.database import Database

QUIET = GuildId(GUILD + 1)


def happened(*seconds: int, guild: GuildId = GUILD) -> list[Entry]:
    return [
        Entry(guild_id=guild, kind=EntryKind.DELETED, at=NOON + n * SECOND, by=ANN) for n in seconds
    ]


async def noted(store: AuditLogStore, *guilds: GuildId) -> list[GuildId]:
    """Look at all that is new, and have it told of some servers; return whose it was."""
    seen: list[GuildId] = []
    # PostgreSQL's news are sure with the look after the one that saw them.
    for _ in range(3):
        while news := await store.news():
            seen += sorted(news.first)
            await store.note(news, guilds, now=NOON)
    return seen


def seconds(batches: Sequence[LogBatch]) -> list[list[float]]:
    return [[(it.entry.at - NOON).total_seconds() for it in batch.told] for batch in batches]


async def take(store: AuditLogStore, after: int = 0) -> Sequence[LogBatch]:
    now = NOON + after * SECOND
    return await store.take(now=now, until=now + 30 * SECOND, limit=8)


async def test_all_is_told_once_in_pieces_and_at_its_pace(
    audit_logs: Sequence[AuditLogStore], audit: AuditStore
) -> None:
    here, there = audit_logs
    assert await noted(here, GUILD) == []
    assert await take(here) == []
    await audit.add([*happened(*range(12)), *happened(50, guild=QUIET)])
    assert await noted(here, GUILD) == [GUILD, QUIET]
    assert await noted(there, GUILD) == []
    (first,) = await take(here)
    assert seconds([first]) == [[*map(float, range(TOGETHER))]]
    assert await take(there) == []

    await here.done(first, due=NOON + 35 * SECOND)
    assert await take(there, 34) == []
    (second,) = await take(there, 35)
    assert seconds([second]) == [[10, 11]]
    assert second.name != first.name

    # Whoever had it is gone: the next says the same under the same name, whatever came since.
    await audit.add(happened(12))
    assert await noted(there, GUILD) == [GUILD]
    await here.postpone(GUILD, due=NOON + 90 * SECOND)
    assert await take(there, 89) == []
    (again,) = await take(there, 90)
    assert (seconds([again]), again.name) == (seconds([second]), second.name)
    await there.done(again, due=NOON + 95 * SECOND)
    (rest,) = await take(here, 95)
    assert seconds([rest]) == [[12]]
    await here.done(rest, due=NOON)
    assert await take(here, 200) == []


async def test_what_is_skipped_is_never_told_and_what_comes_later_is(
    audit_logs: Sequence[AuditLogStore], audit: AuditStore
) -> None:
    here, there = audit_logs
    await audit.add(happened(*range(25)))
    await noted(here, GUILD)
    assert len(await take(here)) == 1
    await here.skip(GUILD, due=NOON + 60 * SECOND)
    await audit.add(happened(99))
    await noted(there, GUILD)
    assert await take(here, 59) == []
    assert seconds(await take(there, 60)) == [[99]]


async def test_two_that_note_at_once_note_once(
    audit_logs: Sequence[AuditLogStore], audit: AuditStore
) -> None:
    await audit.add(happened(1))
    async with asyncio.timeout(30):
        # On PostgreSQL anybody's transaction, begun before, may put the entry off for a while.
        while not ((news := await audit_logs[0].news()) and GUILD in news.first):
            if news:
                await audit_logs[0].note(news, [], now=NOON)
    await asyncio.gather(*(each.note(news, [GUILD], now=NOON) for each in audit_logs))
    (batch,) = await take(audit_logs[0])
    await audit_logs[0].done(batch, due=NOON)
    assert await take(audit_logs[1], 60) == []
    await audit_logs[1].note(news, [GUILD], now=NOON)
    assert await take(audit_logs[1], 60) == []


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
async def test_an_entry_that_is_seen_late_is_told_all_the_same(
    database: Database, another: Database
) -> None:
    """PostgreSQL numbers entries before others see them."""
    store, here = SqlAuditLogStore(database), asyncio.get_running_loop()
    added, go = asyncio.Event(), asyncio.Event()

    def slowly(connection: sa.Connection) -> None:
        add(connection, happened(1))
        here.call_soon_threadsafe(added.set)
        await_only(go.wait())

    slow = asyncio.create_task(another.transact(slowly))
    await asyncio.wait_for(added.wait(), 10)
    await SqlAuditStore(database).add(happened(2))
    assert await noted(store, GUILD) == []
    go.set()
    await slow
    await noted(store, GUILD)
    (batch,) = await store.take(now=LATER, until=LATER, limit=8)
    assert seconds([batch]) == [[1, 2]]
