"""``make bench``: the real bot in its own process, measured against the figures we promise."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.playground.discord.server import DiscordStandIn
from bot.playground.novita.server import NovitaStandIn
from tests.bench.bot_process import bot_process
from tests.bench.detecting import detecting
from tests.bench.engines import ENGINES
from tests.bench.measures import first_answers, load, post_delay, start_up
from tests.bench.parsing import parsing
from tests.bench.pressing import presses
from tests.bench.suggesting import suggesting

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tests.bench.bot_process import BotProcess

ROOMY = {
    "MAX_JOBS_IN_FLIGHT": "2000",
    "MAX_JOBS_PER_USER": "100",
    "NOVITA_IMAGES_PER_MINUTE": "100000",
}
"""The promises are of the bot, not of the account's budget."""

LOADS = {"load": 300, "thousand": 1000}


async def main(only: set[str]) -> None:
    """Measure what is named in ``only``: parse, suggest, answers, presses, … or all."""
    if not only or "parse" in only:
        show(parsing())
    if not only or "suggest" in only:
        show(await suggesting())
    if not only or only - {"parse", "suggest"}:
        await whole(only)


async def whole(only: set[str]) -> None:
    """Measure the bot itself."""
    await one_world(only)
    if not only or "engines" in only:
        for measure in ENGINES:
            show(await measure())
    if not only or "detector" in only:
        show(await detecting())
    for name, jobs in LOADS.items():
        if not only or name in only:
            async with world() as (discord, novita, bot, _):
                await discord.ready(timeout=20)
                await asyncio.sleep(3)  # what the start still does is not the load's
                show(await load(discord, novita, bot, jobs=jobs))


async def one_world(only: set[str]) -> None:
    """Measure what one bot may be asked after the other."""
    async with world() as (discord, novita, bot, started):
        show(await start_up(discord, started, bot))
        if not only or "answers" in only:
            show(await first_answers(discord, bot))
        if not only or "presses" in only:
            show(await presses(discord, bot))
        if not only or "delay" in only:
            show(await post_delay(discord, novita))


@asynccontextmanager
async def world() -> AsyncGenerator[tuple[DiscordStandIn, NovitaStandIn, BotProcess, float]]:
    """Begin anew: both stand-ins, a bot on an empty database, and when it was started."""
    with tempfile.TemporaryDirectory() as folder:
        async with DiscordStandIn() as discord, NovitaStandIn() as novita:
            novita.knobs.plain_images = True
            novita.knobs.duration = 1.0
            started = time.monotonic()
            engine = {"NOVITA_API_KEY": novita.api_key, "NOVITA_API_URL": novita.url}
            async with bot_process(discord, Path(folder), **engine, **ROOMY) as bot:
                yield discord, novita, bot, started


def show(lines: list[str]) -> None:
    """Print at once."""
    print(*lines, sep="\n", flush=True)  # noqa: T201 - the terminal is where a bench speaks


if __name__ == "__main__":
    asyncio.run(main(set(sys.argv[1:])))
