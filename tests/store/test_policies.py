from __future__ import annotations

import asyncio
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import GuildId, PlaceId
from bot.domain.policy import Action, Buttons, PolicyPatch
from bot.errors import RefusedError
from bot.store.policies import SqlPolicyStore
from bot.texts.text import text
from tests.store.builders import ANN, GUILD, NOON, run_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.domain.moderation.policy_change import PolicyChange
    from bot.domain.ports import PolicyStore
    from bot.store.database import Database

HERE, THERE = PlaceId(1), PlaceId(2)
FULL = PolicyPatch(
    threshold=12.5,
    detector_threshold=7.5,
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
    buttons=Buttons.MODERATORS,
    default_style="Noir “狐”",
    stars=False,
    showcase_channel=2**62,
    metadata=False,
    language="pt-BR",
    models_allow=("a*", "lora:*"),
    models_deny=(),
    reports_to_blur=5,
    show_cost=False,
    log_channel=2**62,
    retention_days=1,
    hourly_images=0,
    jobs=4,
    hires=False,
    strikes_to_cooldown=2,
    strikes_to_block=3,
    strike_days=90,
    place_hourly_images=5,
    place_daily_images=50,
)


@pytest.fixture
def policies(policy_stores: Sequence[PolicyStore]) -> PolicyStore:
    return policy_stores[0]


async def put(policies: PolicyStore, place: PlaceId, patch: PolicyPatch) -> None:
    await policies.put(GUILD, place, patch, by=ANN, now=NOON)


async def reset(policies: PolicyStore) -> PolicyChange:
    return await policies.reset(GUILD, HERE, by=ANN, now=NOON)


async def test_everything_that_can_be_said_is_kept(policies: PolicyStore) -> None:
    assert None not in [getattr(FULL, field.name) for field in fields(FULL)]
    await put(policies, HERE, FULL)
    assert await policies.patches(GUILD, [HERE]) == {HERE: FULL}


async def test_what_says_nothing_is_left_out(policies: PolicyStore) -> None:
    await put(policies, HERE, PolicyPatch(level=2))
    await put(policies, THERE, PolicyPatch())
    assert list(await policies.patches(GUILD, [THERE, HERE])) == [HERE]


async def test_no_places_say_nothing(policies: PolicyStore) -> None:
    assert await policies.patches(GUILD, []) == {}


async def test_a_place_speaks_for_its_own_guild(policies: PolicyStore) -> None:
    await put(policies, HERE, FULL)
    assert await policies.patches(GuildId(5), [HERE]) == {}


async def test_all_that_a_guild_says_is_told(policies: PolicyStore) -> None:
    assert await policies.patches_of_guild(GUILD) == {}
    await put(policies, HERE, FULL)
    await put(policies, THERE, PolicyPatch(level=2))
    await policies.put(GuildId(5), PlaceId(5), FULL, by=ANN, now=NOON)
    said = {HERE: FULL, THERE: PolicyPatch(level=2)}
    assert await policies.patches_of_guild(GUILD) == said


async def test_a_later_patch_is_merged_over_the_earlier(policies: PolicyStore) -> None:
    await put(policies, HERE, PolicyPatch(level=2, threshold=10.0))
    await put(policies, HERE, PolicyPatch(level=0, enabled=False))
    merged = PolicyPatch(level=0, threshold=10.0, enabled=False)
    assert await policies.patches(GUILD, [HERE]) == {HERE: merged}


async def test_patches_at_once_are_all_merged(policy_stores: Sequence[PolicyStore]) -> None:
    patches = [PolicyPatch(level=1), PolicyPatch(max_images=3), PolicyPatch(enabled=True)]
    both = policy_stores
    await asyncio.gather(*(put(both[n % 2], HERE, patch) for n, patch in enumerate(patches)))
    merged = PolicyPatch(level=1, max_images=3, enabled=True)
    assert await both[0].patches(GUILD, [HERE]) == {HERE: merged}


async def test_a_reset_place_says_nothing_and_others_still_do(policies: PolicyStore) -> None:
    await put(policies, HERE, FULL)
    await put(policies, THERE, FULL)
    assert (await reset(policies)).rules == tuple(FULL.set_fields())
    assert await policies.patches(GUILD, [HERE, THERE]) == {THERE: FULL}


async def test_resetting_what_says_nothing_is_told(policies: PolicyStore) -> None:
    nothing = await reset(policies)
    assert (nothing.rules, nothing.entry) == ((), 0)


async def test_a_rule_of_a_newer_version_is_left_aside(database: Database) -> None:
    policies = SqlPolicyStore(database)
    await put(policies, HERE, PolicyPatch(level=2))
    await run_sql(database, "UPDATE policies SET patch = :patch", patch='{"level": 2, "x": 1}')
    assert await policies.patches(GUILD, [HERE]) == {HERE: PolicyPatch(level=2)}


async def test_what_is_amended_at_once_is_all_kept(policies: PolicyStore) -> None:
    """Each change is made of what the one before left; one that is refused leaves nothing."""

    def adding(glob: str) -> Callable[[PolicyPatch], PolicyPatch]:
        return lambda said: replace(said, models_deny=(*(said.models_deny or ()), glob))

    def refused(_: PolicyPatch) -> PolicyPatch:
        raise RefusedError(text("policy.nothing_set"))

    async def amend(change: Callable[[PolicyPatch], PolicyPatch]) -> PolicyChange:
        return await policies.amend(GUILD, HERE, change, by=ANN, now=NOON)

    await put(policies, HERE, PolicyPatch(level=2))
    globs = [f"glob{number}*" for number in range(5)]
    await asyncio.gather(*(amend(adding(glob)) for glob in globs))
    with pytest.raises(RefusedError):
        await amend(refused)
    said = (await policies.patches(GUILD, [HERE]))[HERE]
    assert (said.level, sorted(said.models_deny or ())) == (2, globs)
    await amend(lambda said: replace(said, models_deny=None, level=None))
    assert await policies.patches(GUILD, [HERE]) == {}
