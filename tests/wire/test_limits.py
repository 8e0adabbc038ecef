"""Limits and fairness over the wire."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

from tests.wire.rows import until

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.wire.whole_bot import WholeBot


def prompts(bot: WholeBot) -> list[str]:
    """Return the prompts of all tasks, oldest first."""
    return [task.request["prompt"] for task in bot.novita.tasks]


def finished(bot: WholeBot, count: int) -> None:
    """Let the engine finish its oldest so many tasks."""
    for task in bot.novita.tasks[:count]:
        task.finish()


async def settled(bot: WholeBot, *, queued: int) -> None:
    """Wait until all but so many jobs have been taken up."""
    await until(bot.database, lambda jobs: [it.state for it in jobs].count("queued") == queued)


async def test_no_more_wait_for_a_member_than_allowed(idle: WholeBot) -> None:
    idle.novita.knobs.duration = math.inf
    await idle.start(max_jobs_per_user=1, max_queued_per_user=2)
    await idle.imagine("in flight")
    await idle.submitted()
    accepted = [await idle.imagine(f"waiting {n}") for n in range(2)]
    refused = await idle.imagine("one more")
    assert [it.ephemeral for it in accepted] == [False, False]
    assert refused.ephemeral
    assert "already have 2 jobs waiting" in refused.text()
    other = await idle.imagine("mine", user=idle.discord.world.second_member)
    assert not other.ephemeral


async def test_commands_at_the_same_moment_do_not_pass_the_limit(idle: WholeBot) -> None:
    idle.novita.knobs.duration = math.inf
    await idle.start(max_jobs_per_user=1, max_queued_per_user=2)
    await idle.imagine("in flight")
    await idle.submitted()
    asked = await asyncio.gather(*(idle.imagine(f"at once {n}") for n in range(6)))
    assert [it.ephemeral for it in asked].count(False) == 2


async def test_no_more_are_in_flight_for_a_member_than_allowed(idle: WholeBot) -> None:
    idle.novita.knobs.duration = math.inf
    await idle.start(max_jobs_per_user=2)
    for n in range(4):
        await idle.imagine(f"job {n}")
    await idle.submitted(2)
    await settled(idle, queued=2)
    assert prompts(idle) == ["job 0", "job 1"]
    finished(idle, 1)
    await idle.submitted(3)
    await settled(idle, queued=1)
    assert prompts(idle) == ["job 0", "job 1", "job 2"]


async def test_no_more_are_in_flight_in_all_than_allowed(idle: WholeBot) -> None:
    idle.novita.knobs.duration = math.inf
    await idle.start(max_jobs_in_flight=2, max_jobs_per_user=5)
    world = idle.discord.world
    for user in (world.member, world.second_member, world.moderator):
        await idle.imagine(f"by {user.name}", user=user)
    await idle.submitted(2)
    await settled(idle, queued=1)
    assert len(idle.novita.tasks) == 2
    finished(idle, 1)
    await idle.submitted(3)


async def test_who_has_the_fewest_in_flight_goes_first(idle: WholeBot) -> None:
    idle.novita.knobs.duration = math.inf
    await idle.start(max_jobs_in_flight=2, max_jobs_per_user=5)
    world = idle.discord.world
    for n in range(4):
        await idle.imagine(f"mine {n}")
    await idle.submitted(2)
    await idle.imagine("theirs", user=world.second_member)
    finished(idle, 1)
    await idle.submitted(3)
    assert prompts(idle) == ["mine 0", "mine 1", "theirs"]


async def test_places_in_the_queue_are_told(idle: WholeBot) -> None:
    idle.novita.knobs.duration = math.inf
    await idle.start(max_jobs_in_flight=1, max_jobs_per_user=1)
    await idle.imagine("in flight")
    await idle.submitted()
    waiting = [await idle.imagine(f"waiting {n}") for n in range(3)]
    heads = [it.text().splitlines()[0] for it in waiting]
    assert ["next" in heads[0], "number 2" in heads[1], "number 3" in heads[2]] == [True] * 3


async def test_the_budget_of_images_is_kept_before_the_engine_says_so(idle: WholeBot) -> None:
    idle.novita.knobs.images_per_minute = 6
    await idle.start(novita_images_per_minute=6, max_jobs_per_user=5)
    asked: list[Invocation] = [await idle.imagine(f"job {n}", images=2) for n in range(4)]
    for invocation in asked[:3]:
        await invocation.final()
    await settled(idle, queued=1)
    assert len(idle.novita.tasks) == 3
    assert idle.asked("submit") == 3
    assert "queue" in asked[3].text()
