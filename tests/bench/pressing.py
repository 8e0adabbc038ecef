"""Buttons that many members press at once, beside commands that as many use at once."""

from __future__ import annotations

import asyncio
import statistics
from typing import TYPE_CHECKING

from tests.bench.measures import ask_all, finals, quantile
from tests.bench.spending import Spending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.discord.invocation import Invocation
    from bot.playground.discord.server import DiscordStandIn
    from tests.bench.bot_process import BotProcess

ROUNDS = 4


async def presses(discord: DiscordStandIn, bot: BotProcess, count: int = 50) -> list[str]:
    """Press *Again* and *Vary* of as many results at once, to the first answers."""
    commands, buttons, spending = list[float](), list[float](), Spending(bot)
    for turn in range(ROUNDS):
        asked = await ask_all(discord, [f"press {turn} {n}" for n in range(count)])
        commands += await _answered(list(asked.values()))
        action = ("again", "vary")[turn % 2]
        with spending.counted():
            pressed = await asyncio.gather(*(_press(discord, it, action) for it in asked.values()))
            await asyncio.gather(*(invocation.answered(10) for invocation in pressed))
        buttons += await _answered(pressed)
    ratio = statistics.median(buttons) / statistics.median(commands)
    return [
        (
            f"press to answer, {count} at once  median {statistics.median(buttons) * 1000:.0f} ms, "
            f"p99 {quantile(buttons, 0.99) * 1000:.0f} ms   (at most 300)"
        ),
        spending.line(ROUNDS * count),
        f"  of a command's, in the same run  {ratio:.2f}   (at most 1.5)",
    ]


async def _answered(invocations: Sequence[Invocation]) -> list[float]:
    """Return how long each took to its first answer, once all have come to their end."""
    await asyncio.gather(*(invocation.answered(10) for invocation in invocations))
    await finals(invocations, 60)
    return [invocation.response_time for invocation in invocations]


async def _press(discord: DiscordStandIn, result: Invocation, action: str) -> Invocation:
    custom_id = result.shown.button(action)["custom_id"]
    return await discord.press(result.shown, custom_id, user=result.interaction.user)
