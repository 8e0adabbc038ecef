from __future__ import annotations

import asyncio
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import GuildId, PlaceId
from bot.domain.policy import Action, PolicyPatch
from bot.store.policies import SqlPolicyStore
from tests.store.builders import ANN, GUILD, NOON

if TYPE_CHECKING:
    from bot.store.database import Database

HERE, THERE = PlaceId(1), PlaceId(2)
FULL = PolicyPatch(
    threshold=12.5,
    level=0,
    detection=False,
    action=Action.SPOILER,
    review_channel=2**62,
    enabled=False,
    max_images=2,
    max_pixels=10**7,
    max_steps=30,
    cooldown_seconds=0,
    daily_images=9,
)


@pytest.fixture
def policies(database: Database) -> SqlPolicyStore:
    return SqlPolicyStore(database)


async def put(policies: SqlPolicyStore, place: PlaceId, patch: PolicyPatch) -> None:
    await policies.put(GUILD, place, patch, by=ANN, now=NOON)


async def test_everything_that_can_be_said_is_kept(policies: SqlPolicyStore) -> None:
    assert None not in [getattr(FULL, field.name) for field in fields(FULL)]
    await put(policies, HERE, FULL)
    assert await policies.patches(GUILD, [HERE]) == {HERE: FULL}


async def test_what_says_nothing_is_left_out(policies: SqlPolicyStore) -> None:
    await put(policies, HERE, PolicyPatch(level=2))
    await put(policies, THERE, PolicyPatch())
    assert list(await policies.patches(GUILD, [THERE, HERE])) == [HERE]


async def test_no_places_say_nothing(policies: SqlPolicyStore) -> None:
    assert await policies.patches(GUILD, []) == {}


async def test_a_place_speaks_for_its_own_guild(policies: SqlPolicyStore) -> None:
    await put(policies, HERE, FULL)
    assert await policies.patches(GuildId(5), [HERE]) == {}


async def test_a_later_patch_is_merged_over_the_earlier(policies: SqlPolicyStore) -> None:
    await put(policies, HERE, PolicyPatch(level=2, threshold=10.0))
    await put(policies, HERE, PolicyPatch(level=0, enabled=False))
    merged = PolicyPatch(level=0, threshold=10.0, enabled=False)
    assert await policies.patches(GUILD, [HERE]) == {HERE: merged}


async def test_patches_at_once_are_all_merged(database: Database, another: Database) -> None:
    stores = [SqlPolicyStore(database), SqlPolicyStore(another)]
    patches = [PolicyPatch(level=1), PolicyPatch(max_images=3), PolicyPatch(enabled=True)]
    await asyncio.gather(*(put(stores[n % 2], HERE, patch) for n, patch in enumerate(patches)))
    merged = PolicyPatch(level=1, max_images=3, enabled=True)
    assert await stores[0].patches(GUILD, [HERE]) == {HERE: merged}


async def test_a_reset_place_says_nothing_and_others_still_do(policies: SqlPolicyStore) -> None:
    await put(policies, HERE, FULL)
    await put(policies, THERE, FULL)
    assert await policies.reset(GUILD, HERE)
    assert await policies.patches(GUILD, [HERE, THERE]) == {THERE: FULL}


async def test_resetting_what_says_nothing_is_told(policies: SqlPolicyStore) -> None:
    assert not await policies.reset(GUILD, HERE)


async def test_a_rule_of_a_newer_version_is_left_aside(
    policies: SqlPolicyStore, database: Database
) -> None:
    await put(policies, HERE, PolicyPatch(level=2))
    async with database.write() as connection:
        await connection.exec_driver_sql("""UPDATE policies SET patch = '{"level": 2, "x": 1}'""")
    assert await policies.patches(GUILD, [HERE]) == {HERE: PolicyPatch(level=2)}
