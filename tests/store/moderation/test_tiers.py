"""The limits of roles are kept, changed in one go, and told to the audit."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.domain.ids import GuildId, RoleId
from bot.domain.tier import MOST, stated, without
from bot.errors import RefusedError
from bot.store.moderation.remembered_tiers import RememberedTiers
from bot.store.schema import entries
from tests.store.builders import ANN, BEN, GUILD, NOON, SECOND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import TierStore
    from bot.domain.tier import Limits
    from bot.store.database import Database

ROLE, OTHER = RoleId(50), RoleId(51)
THERE = GuildId(8)


async def give(store: TierStore, role: RoleId, limits: Limits, seconds: int = 0) -> None:
    """Let a role have some more."""
    now = NOON + seconds * SECOND
    await store.amend(GUILD, role, lambda before: {**before, **limits}, by=ANN, now=now)


async def test_limits_are_kept_as_they_were_set(tier_stores: Sequence[TierStore]) -> None:
    one, two = tier_stores
    assert await one.of_guild(GUILD) == {}
    limits = stated("jobs", "anime*, flux-*", daily_images=0, hires=True)
    await give(one, ROLE, limits)
    await give(two, OTHER, stated("everything", max_images=4), 1)
    await give(two, ROLE, {"daily_images": 7}, 2)
    kept = await one.of_guild(GUILD)
    assert list(kept) == [OTHER, ROLE]
    assert kept[ROLE] == {**limits, "daily_images": 7}
    assert kept[ROLE]["models"] == ("anime*", "flux-*")
    assert (kept[OTHER]["max_images"], kept[OTHER]["max_steps"]) == (4, None)
    assert await one.of_guild(THERE) == {}
    made = await one.amend(GUILD, ROLE, lambda it: without(it, None, ""), by=BEN, now=NOON)
    assert (made.before["daily_images"], made.after) == (7, {})
    assert list(await two.of_guild(GUILD)) == [OTHER]


async def test_what_is_refused_changes_nothing(tier_stores: Sequence[TierStore]) -> None:
    store, _ = tier_stores
    await give(store, ROLE, {"jobs": 3})
    with pytest.raises(RefusedError, match="has no such limit"):
        await store.amend(GUILD, ROLE, lambda it: without(it, "hires", "x"), by=ANN, now=NOON)
    for number in range(MOST - 1):
        await give(store, RoleId(100 + number), {"jobs": 1})
    with pytest.raises(RefusedError, match="At most 25 roles"):
        await give(store, OTHER, {"jobs": 1})
    await give(store, ROLE, {"jobs": 4})
    assert (await store.of_guild(GUILD))[ROLE] == {"jobs": 4}


async def test_every_change_is_an_entry_and_what_changes_nothing_is_none(
    tier_stores: Sequence[TierStore], database: Database
) -> None:
    one, two = tier_stores
    # Two at once on two processes, one after the other in the database: nothing is lost.
    await asyncio.gather(give(one, ROLE, {"jobs": 3}), give(two, ROLE, {"max_images": 8}))
    await give(one, ROLE, {"jobs": 3})
    assert (await two.of_guild(GUILD))[ROLE] == {"jobs": 3, "max_images": 8}
    columns = (entries.c.kind, entries.c.by, entries.c.guild_id)
    told = await database.read(lambda connection: connection.execute(sa.select(*columns)).all())
    assert [tuple(row) for row in told] == [("tier_changed", ANN, GUILD)] * 2


async def test_remembered_limits_are_those_of_the_last_change(
    tier_stores: Sequence[TierStore],
) -> None:
    plain, _ = tier_stores
    store = RememberedTiers(plain)
    assert await store.of_guild(GUILD) == {}
    await give(store, ROLE, {"jobs": 3})
    assert (await store.of_guild(GUILD))[ROLE] == {"jobs": 3}
    await give(plain, ROLE, {"jobs": 9})
    assert (await store.of_guild(GUILD))[ROLE] == {"jobs": 3}
