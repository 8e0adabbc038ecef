"""What is measured. Each takes a running world and returns lines to print."""

from __future__ import annotations

import asyncio
import math
import random
import statistics
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.bench.spending import Spending

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from bot.playground.discord.invocation import Invocation
    from bot.playground.discord.places import User
    from bot.playground.discord.server import DiscordStandIn
    from bot.playground.novita.server import NovitaStandIn
    from bot.playground.novita.tasks import Task
    from tests.bench.bot_process import BotProcess

VENDOR_PERIOD = 0.5
"""Seconds between polls of the vendor's own SDK."""


POLLS_PER_SECOND = 60
"""What the bot's looks share, as it is by default."""


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that ``share`` of them do not exceed."""
    return sorted(values)[min(len(values) - 1, math.ceil(share * len(values)) - 1)]


async def start_up(discord: DiscordStandIn, started: float, bot: BotProcess) -> list[str]:
    """From the process start to READY and to the first answered command; memory when idle."""
    await discord.ready(timeout=20)
    ready = time.monotonic() - started
    invocation = await discord.slash("imagine", {"prompt": "x --steps 101"})
    await invocation.answered()
    answered = invocation.answered_at - started
    await asyncio.sleep(2)  # idle is what is measured
    return [
        f"start to READY           {ready:.2f} s",
        f"start to first answer    {answered:.2f} s   (at most 2.5)",
        f"resident when idle       {bot.resident_mb:.0f} MB   (at most 150)",
    ]


async def first_answers(discord: DiscordStandIn, bot: BotProcess, count: int = 50) -> list[str]:
    """Commands of as many members at once, to their first answers."""
    spending = Spending(bot)
    with spending.counted():
        asked = await ask_all(discord, [f"picture {n}" for n in range(count)])
        invocations = list(asked.values())
        await asyncio.gather(*(invocation.answered(10) for invocation in invocations))
    times = [invocation.response_time for invocation in invocations]
    await finals(invocations, 60)
    return [
        (
            f"first answer, {count} at once  median {statistics.median(times) * 1000:.0f} ms, "
            f"p99 {quantile(times, 0.99) * 1000:.0f} ms   (at most 100, beyond Discord's own delay)"
        ),
        spending.line(count),
    ]


async def finals(invocations: Sequence[Invocation], seconds: float) -> None:
    """Wait until every job has its final message."""
    await asyncio.gather(*(invocation.final(seconds) for invocation in invocations))


async def post_delay(
    discord: DiscordStandIn, novita: NovitaStandIn, *, rounds: int = 4, seed: int = 7
) -> list[str]:
    """Eight jobs of 2 to 6 s at once: from a task's completion to its posted message."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable bench
    novita.knobs.duration = lambda _: chance.uniform(2, 6)
    delays: list[float] = []
    first = len(novita.tasks)
    for turn in range(rounds):
        by_prompt = await ask_all(discord, [f"delay {turn} {n}" for n in range(8)])
        await finals(list(by_prompt.values()), 30)
        for task in list(novita.tasks)[-8:]:
            posted_at = by_prompt[task.request["prompt"]].shown.now.came_at
            delays.append(posted_at - task.completed_at)
    tasks = list(novita.tasks)[first:]
    polls = [len(task.polls) for task in tasks]
    vendors = [_vendor_delay(task) for task in tasks]
    ours, theirs = statistics.median(delays), statistics.median(vendors)
    return [
        (
            f"completion to message    median {ours * 1000:.0f} ms, "
            f"p90 {quantile(delays, 0.9) * 1000:.0f} ms   (median at most 150)"
        ),
        (
            f"  polls a job            mean {statistics.mean(polls):.1f}, most {max(polls)}"
            "   (mean at most 10)"
        ),
        (
            f"  fixed 0.5 s polling, for the same tasks, waits {theirs * 1000:.0f} ms before "
            f"it even fetches: ours is {ours / theirs:.2f} of it"
        ),
    ]


async def load(
    discord: DiscordStandIn,
    novita: NovitaStandIn,
    bot: BotProcess,
    *,
    jobs: int,
    a_second: int = 100,
) -> list[str]:
    """Commands coming in fast, for tasks of 12 to 15 s: are all delivered, and at what cost?"""
    chance = random.Random(3)  # noqa: S311 - a repeatable bench
    novita.knobs.duration = lambda _: chance.uniform(12, 15)
    before, refused = bot.cpu_seconds, discord.limits.refused
    members = [_member(discord, f"load{n}") for n in range(jobs)]
    invocations: list[Invocation] = []
    started = time.monotonic()
    async with _peak(bot) as peak:
        for n, member in enumerate(members):
            await asyncio.sleep(max(0.0, started + n / a_second - time.monotonic()))
            invocations.append(await discord.slash("imagine", {"prompt": f"load {n}"}, user=member))
        await finals(invocations, 120)
    took = time.monotonic() - started
    delivered = sum(bool(invocation.shown.pictures()) for invocation in invocations)
    tasks = list(novita.tasks)
    polls = [len(task.polls) for task in tasks]
    answers = [invocation.response_time for invocation in invocations]
    ended = {task.request["prompt"]: task.completed_at for task in tasks}
    late = [it.shown.now.came_at - ended[f"load {n}"] for n, it in enumerate(invocations)]
    each = (bot.cpu_seconds - before) / jobs * 1000
    return [
        (
            f"{jobs} jobs at {a_second}/s      {delivered} delivered in {took:.1f} s, most at once "
            f"{_most_at_once(tasks)}, 429s from Discord {discord.limits.refused - refused}"
        ),
        f"  CPU of the bot         {each:.1f} ms a job   (at most 25)",
        (
            f"  polls a job            mean {statistics.mean(polls):.1f}, most {max(polls)}"
            "   (mean at most 10)"
        ),
        (
            f"  first answers          median {statistics.median(answers) * 1000:.0f} ms, "
            f"p99 {quantile(answers, 0.99) * 1000:.0f} ms   (at most 300)"
        ),
        (
            f"  completion to message  median {statistics.median(late):.1f} s, "
            f"p90 {quantile(late, 0.9):.1f} s; looks alone take {jobs / POLLS_PER_SECOND:.0f} s"
        ),
        f"  most memory            {max(peak):.0f} MB   (at most 250)",
    ]


@asynccontextmanager
async def _peak(bot: BotProcess) -> AsyncGenerator[list[float]]:
    """Look at the bot's memory all the while."""
    seen = [bot.resident_mb]

    async def look() -> None:
        while True:
            await asyncio.sleep(0.2)
            seen.append(bot.resident_mb)

    looking = asyncio.create_task(look())
    try:
        yield seen
    finally:
        looking.cancel()


async def ask_all(discord: DiscordStandIn, prompts: Sequence[str]) -> dict[str, Invocation]:
    """Let as many members ask at once."""
    asked = [
        discord.slash("imagine", {"prompt": prompt}, user=_member(discord, f"u{n}"))
        for n, prompt in enumerate(prompts)
    ]
    return dict(zip(prompts, await asyncio.gather(*asked), strict=True))


def _member(discord: DiscordStandIn, name: str) -> User:
    user = discord.world.add_user(name)
    discord.world.join(discord.world.guild, user)
    return user


def _vendor_delay(task: Task) -> float:
    ran = task.completed_at - task.submitted_at
    return math.ceil(ran / VENDOR_PERIOD) * VENDOR_PERIOD - ran


def _most_at_once(tasks: Sequence[Task]) -> int:
    moments = [(task.submitted_at, 1) for task in tasks] + [(t.completed_at, -1) for t in tasks]
    running = most = 0
    for _, change in sorted(moments):
        running += change
        most = max(most, running)
    return most
