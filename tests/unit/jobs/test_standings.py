"""How a member stands in a place: by who is asked before a job, and by what they had."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.allowances import Limit
from bot.domain.ids import PlaceId
from bot.domain.policy import Policy
from bot.errors import RefusedError
from bot.jobs.standings import Asker, Standings
from bot.jobs.usages import Usages
from bot.moderation.admission import Checks
from bot.texts.text import text
from tests.store.builders import ANN, GUILD, make_job, put
from tests.store.memory import MemoryUsageStore

if TYPE_CHECKING:
    from bot.domain.ports import Grant, Wanted
    from bot.moderation.admission import Check
    from tests.unit.jobs.stage import Stage

ASKER = Asker(user_id=ANN, guild_id=GUILD, places=(PlaceId(GUILD),), roles=frozenset({7}))
BLOCKED = text("limit.off")


def standings(stage: Stage, *checks: Check) -> Standings:
    usages = Usages(stage.store, MemoryUsageStore(stage.shelf), stage.clock, 10)
    return Standings(Checks(checks), stage.engines, usages, stage.clock)


async def tiered(wanted: Wanted, grant: Grant, /) -> Grant:
    """Let one role have more, and its images wait."""
    assert wanted.is_trial
    if 7 not in wanted.roles:
        return grant
    return replace(grant, policy=replace(wanted.policy, daily_images=9), hold="a word")


async def blocked(_wanted: Wanted, _grant: Grant, /) -> Grant:
    raise RefusedError(BLOCKED)


async def test_what_roles_give_is_in_force_and_what_was_had_is_counted(stage: Stage) -> None:
    await put(stage.store, make_job(images=2))
    policy = Policy(daily_images=2, cooldown_seconds=600)
    usual = await standings(stage).of(ASKER, policy)
    assert (usual.policy, usual.refusals, usual.is_held) == (policy, (), False)
    assert [each.limit for each in usual.used_up] == [Limit.DAILY_IMAGES, Limit.COOLDOWN]
    raised = await standings(stage, tiered).of(ASKER, policy)
    assert (raised.policy.daily_images, raised.is_held) == (9, True)
    assert [each.limit for each in raised.used_up] == [Limit.COOLDOWN]
    left = {each.limit: each.left for each in raised.allowances}
    assert (left[Limit.DAILY_IMAGES], left[Limit.WAITING]) == (7, 10 - 1)


async def test_who_gets_nothing_is_told_why_and_no_job_is_made(stage: Stage) -> None:
    refused = await standings(stage, blocked, tiered).of(ASKER, Policy())
    assert (refused.refusals, refused.is_held, refused.used_up) == ((BLOCKED,), False, ())
    off = await standings(stage, tiered).of(ASKER, Policy(enabled=False))
    assert off.refusals == (text("limit.off"),)
    assert stage.shelf.jobs == {}
