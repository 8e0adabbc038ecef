"""Policies that are remembered: never older than the last change that was answered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from typing_extensions import override

from bot.domain.ids import GuildId, PlaceId, UserId
from bot.domain.moderation.policy_change import Touched
from bot.domain.policy import PolicyPatch
from bot.store import remembered
from bot.store.remembered_policies import RememberedPolicies
from tests.store.builders import NOON
from tests.store.memory import MemoryPolicyStore

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.domain.moderation.policy_change import PolicyChange

GUILD, OTHER, CHANNEL, THREAD = GuildId(1), GuildId(2), PlaceId(3), PlaceId(4)
MODERATOR = UserId(5)


class SlowStore(MemoryPolicyStore):
    """Counts its reads, and holds reads and changes up until it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self.let_read = asyncio.Event()
        self.let_change = asyncio.Event()
        self.let_read.set()
        self.let_change.set()

    @override
    async def patches_of_guild(self, guild_id: GuildId) -> Mapping[PlaceId, PolicyPatch]:
        self.reads += 1
        found = await super().patches_of_guild(guild_id)
        await self.let_read.wait()
        return found

    @override
    async def put(
        self, guild_id: GuildId, place: PlaceId, patch: PolicyPatch, *, by: UserId, now: datetime
    ) -> PolicyChange:
        await self.let_change.wait()
        return await super().put(guild_id, place, patch, by=by, now=now)


@pytest_asyncio.fixture(loop_scope="session")
async def store() -> SlowStore:
    return SlowStore()


@pytest.fixture
def policies(store: SlowStore) -> RememberedPolicies:
    return RememberedPolicies(store)


async def say(policies: RememberedPolicies, place: PlaceId, threshold: float) -> None:
    patch = PolicyPatch(threshold=threshold)
    await policies.put(GUILD, place, patch, by=MODERATOR, now=NOON)


async def threshold(policies: RememberedPolicies) -> float | None:
    said = await policies.patches(GUILD, [CHANNEL])
    return said[CHANNEL].threshold if CHANNEL in said else None


async def test_a_guild_is_read_once(policies: RememberedPolicies, store: SlowStore) -> None:
    await say(policies, CHANNEL, 30)
    for _ in range(3):
        assert await threshold(policies) == 30
        assert await policies.patches(GUILD, [THREAD]) == {}
    assert store.reads == 1


async def test_a_change_is_seen_by_whoever_asks_after_it(policies: RememberedPolicies) -> None:
    for wanted in (30, 60):
        await say(policies, CHANNEL, wanted)
        assert await threshold(policies) == wanted
    reset = await policies.reset(GUILD, CHANNEL, by=MODERATOR, now=NOON)
    assert await threshold(policies) is None
    assert await policies.undo(GUILD, reset.entry, by=MODERATOR, now=NOON)
    assert await threshold(policies) == 60
    assert await policies.touched(GUILD, [CHANNEL]) == Touched(MODERATOR, NOON)


async def test_a_read_that_a_change_overtook_is_not_kept(
    policies: RememberedPolicies, store: SlowStore
) -> None:
    await say(policies, CHANNEL, 80)
    store.let_read.clear()
    reading = asyncio.create_task(threshold(policies))
    await asyncio.sleep(0)
    await say(policies, CHANNEL, 20)
    store.let_read.set()
    assert await reading == 80
    assert await threshold(policies) == 20


async def test_a_change_whose_caller_was_cancelled_is_seen_all_the_same(
    policies: RememberedPolicies, store: SlowStore
) -> None:
    await say(policies, CHANNEL, 80)
    store.let_change.clear()
    changing = asyncio.create_task(say(policies, CHANNEL, 20))
    await asyncio.sleep(0)
    changing.cancel()
    await asyncio.wait([changing])
    assert await threshold(policies) == 80
    store.let_change.set()
    async with asyncio.timeout(5):
        while await threshold(policies) != 20:  # noqa: ASYNC110 - what is waited for notifies nobody
            await asyncio.sleep(0)


async def test_the_guilds_remembered_are_bounded(
    policies: RememberedPolicies, store: SlowStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "MOST", 1)
    for guild in (GUILD, OTHER, GUILD):
        await policies.patches_of_guild(guild)
    assert store.reads == 3
