"""Limits of roles: given, taken, and forgotten with roles that are gone."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.domain.ids import RoleId
from bot.domain.policy import Policy
from bot.errors import RefusedError
from bot.moderation.tiers import Tiers
from tests.store.builders import ANN, BEN, GUILD, NOON
from tests.store.memory import MemoryTierStore

BOOSTER, STAFF, GONE = RoleId(11), RoleId(12), RoleId(13)


async def test_a_member_has_what_their_roles_have() -> None:
    tiers = Tiers(MemoryTierStore(), lambda: NOON)
    await tiers.set(GUILD, BOOSTER, {"daily_images": 50}, by=ANN)
    change = await tiers.set(GUILD, BOOSTER, {"hires": True}, by=ANN)
    assert dict(change.after) == {"daily_images": 50, "hires": True}
    await tiers.set(GUILD, STAFF, {"daily_images": 5}, by=ANN)
    policy = Policy(daily_images=10, hires=False)
    both = await tiers.over(policy, GUILD, {BOOSTER, STAFF, 99})
    assert (both.daily_images, both.hires) == (50, True)
    assert await tiers.over(policy, GUILD, {STAFF}) == policy
    for nothing in ((), {GUILD}, {99}):
        assert await tiers.over(policy, GUILD, nothing) is policy


async def test_limits_are_taken_one_by_one_or_all_and_go_with_their_roles() -> None:
    tiers = Tiers(MemoryTierStore(), lambda: NOON)
    await tiers.set(GUILD, BOOSTER, {"daily_images": 50, "hires": True}, by=ANN)
    await tiers.set(GUILD, GONE, {"jobs": 9}, by=ANN)
    left = await tiers.remove(GUILD, BOOSTER, "hires", called="Booster", by=ANN)
    assert dict(left.after) == {"daily_images": 50}
    with pytest.raises(RefusedError):
        await tiers.remove(GUILD, BOOSTER, "hires", called="Booster", by=ANN)
    assert await tiers.clear(GUILD, {BOOSTER, STAFF}, by=ANN) == 1
    assert set(await tiers.of_guild(GUILD)) == {BOOSTER}
    await tiers.remove(GUILD, BOOSTER, None, called="Booster", by=ANN)
    assert await tiers.of_guild(GUILD) == {}


async def test_a_change_is_taken_back_limit_by_limit() -> None:
    store = MemoryTierStore()
    tiers = Tiers(store, lambda: NOON)
    await tiers.set(GUILD, BOOSTER, {"max_steps": 20}, by=ANN)
    await tiers.set(GUILD, BOOSTER, {"max_steps": 40, "jobs": None, "models": ("owl*",)}, by=ANN)
    changed = replace(
        store.audit.told[-1], details=json.loads(json.dumps(store.audit.told[-1].details))
    )
    await tiers.set(GUILD, BOOSTER, {"max_steps": 50}, by=BEN)
    role, made, stays = await tiers.undo(changed, by=BEN)
    assert (role, stays) == (BOOSTER, ("max_steps",))
    assert made.after == {"max_steps": 50}
    told = store.audit.told[-1]
    assert (told.id, told.by, told.details["undoes"]) == (made.entry, BEN, changed.id)
    # Once is enough; and what was undone can be.
    assert (await tiers.undo(changed, by=BEN))[1].entry == 0
    _, again, _ = await tiers.undo(told, by=BEN)
    assert again.after == {"max_steps": 50, "jobs": None, "models": ("owl*",)}
