"""Each server's entries are kept for as long as it says, and no server is left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.ids import GuildId, PlaceId, UserId
from bot.domain.moderation.audit import Sought
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.policy import Policy, PolicyPatch
from bot.moderation.policies import Policies
from bot.moderation.retention import TOGETHER, Retention
from tests.store.memory import MemoryCaseStore, MemoryPolicyStore, MemoryRetentionStore

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BRIEF, USUAL, EMPTY = GuildId(3), GuildId(7), GuildId(9)


async def left(cases: MemoryCaseStore, guild: GuildId) -> list[int]:
    found = await cases.audit.piece(Sought(guild_id=guild), limit=10_000)
    return [(NOON - it.entry.at).days for it in found]


async def test_what_is_older_than_its_server_says_goes() -> None:
    cases = MemoryCaseStore()
    policies = Policies(MemoryPolicyStore(), Policy(retention_days=30), lambda: NOON)
    patch = PolicyPatch(retention_days=2)
    await policies.set(BRIEF, PlaceId(BRIEF), patch, by=UserId(1))
    await policies.set(USUAL, PlaceId(99), PolicyPatch(retention_days=1), by=UserId(1))
    retention = Retention(MemoryRetentionStore(cases), policies, lambda: NOON)
    await retention.sweep()
    for guild in (BRIEF, USUAL, EMPTY):
        days = range(50) if guild != EMPTY else range(31, 50)
        several = TOGETHER // 40 if guild == BRIEF else 1
        await cases.audit.add(
            [
                Entry(guild_id=guild, kind=EntryKind.NOTED, at=NOON - timedelta(days=day))
                for day in days
                for _ in range(several)
            ]
        )
    await retention.sweep()
    assert sorted(set(await left(cases, BRIEF))) == [0, 1, 2]
    assert await left(cases, USUAL) == [*range(31)]
    assert await left(cases, EMPTY) == []
