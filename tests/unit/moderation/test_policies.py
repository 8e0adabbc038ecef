"""Whose rules count where it is not known whose they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.ids import GuildId, PlaceId, UserId
from bot.domain.policy import Action, Policy, PolicyPatch
from bot.moderation.policies import Policies
from tests.store.memory import MemoryPolicyStore

GUILD = GuildId(7)
THREAD, CHANNEL, CATEGORY, ELSEWHERE = (PlaceId(number) for number in range(1, 5))
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def policies() -> Policies:
    return Policies(MemoryPolicyStore(), Policy(threshold=60), lambda: NOON)


async def said(policies: Policies, place: int, patch: PolicyPatch, guild: int = GUILD) -> None:
    await policies.set(GuildId(guild), PlaceId(place), patch, by=UserId(1))


async def test_where_nobody_says_anything_the_configuration_holds(policies: Policies) -> None:
    assert await policies.strictest(GUILD, [CHANNEL]) == Policy(threshold=60)


async def test_any_other_place_may_stand_between(policies: Policies) -> None:
    await said(policies, CATEGORY, PolicyPatch(threshold=10))
    await said(policies, ELSEWHERE, PolicyPatch(threshold=90, action=Action.REFUSE))
    expected = Policy(threshold=10, action=Action.REFUSE)
    assert await policies.strictest(GUILD, [CHANNEL]) == expected


async def test_a_milder_place_that_may_stand_between_changes_nothing(policies: Policies) -> None:
    await said(policies, GUILD, PolicyPatch(threshold=30))
    await said(policies, CATEGORY, PolicyPatch(threshold=90))
    assert (await policies.strictest(GUILD, [CHANNEL])).threshold == 30


async def test_what_stands_between_may_overrule_the_guild(policies: Policies) -> None:
    await said(policies, GUILD, PolicyPatch(detection=False))
    await said(policies, CATEGORY, PolicyPatch(detection=True))
    assert (await policies.strictest(GUILD, [CHANNEL])).detection


async def test_what_is_known_overrules_whatever_may_stand_behind_it(policies: Policies) -> None:
    await said(policies, THREAD, PolicyPatch(threshold=80))
    await said(policies, CHANNEL, PolicyPatch(threshold=5, level=0))
    await said(policies, CATEGORY, PolicyPatch(threshold=10, level=2))
    found = await policies.strictest(GUILD, [THREAD, CHANNEL])
    assert (found.threshold, found.level) == (80, 0)


async def test_the_guild_among_the_known_changes_nothing(policies: Policies) -> None:
    await said(policies, GUILD, PolicyPatch(threshold=90))
    await said(policies, CATEGORY, PolicyPatch(threshold=10))
    found = await policies.strictest(GUILD, [CHANNEL, PlaceId(GUILD)])
    assert found.threshold == 10


async def test_another_guild_has_no_say(policies: Policies) -> None:
    await said(policies, CATEGORY, PolicyPatch(threshold=1), guild=8)
    assert (await policies.strictest(GUILD, [CHANNEL])).threshold == 60
