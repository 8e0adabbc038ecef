"""The demo's stand-ins and its bot, opened in order and joined."""

from __future__ import annotations

import errno
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.demo_bot import DemoBot
from bot.demo_settings import demo_settings
from bot.errors import DarkroomError
from bot.playground.discord import DiscordStandIn
from bot.playground.hood import Hood
from bot.playground.novita.knobs import Knobs
from bot.playground.novita.server import NovitaStandIn

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

LAST_PORT = 65_535
PORTS_TRIED = 100
RUN_MS = 7000
"""The stand-in's usual time is half of it; slower, there is something to see."""


@dataclass(frozen=True, slots=True)
class DemoStage:
    """Everything that the demo is played on, running."""

    discord: DiscordStandIn
    novita: NovitaStandIn
    bot: DemoBot


async def open_stage(host: str, port: int, speed: float, stack: AsyncExitStack) -> DemoStage:
    """Open everything in ``stack`` and wait until the bot listens.

    Args:
        host: Where the page listens; Novita's stand-in stays on loopback.
        port: Of the page; a busy one gives way to the next free one, 0 takes any.
        speed: Divides the engine's times.
        stack: Closes it all.

    Raises:
        DarkroomError: there is no such host here, or no free port.

    """
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="darkroom-demo-"))
    knobs = Knobs(speed=speed, run_ms=RUN_MS, report_progress=True)
    novita = await stack.enter_async_context(NovitaStandIn(knobs))
    for each in _ports(port):
        discord = DiscordStandIn(host=host, port=each)
        settings = partial(demo_settings, discord, novita, Path(folder) / "demo.db")
        bot = DemoBot(settings, discord.ready)
        hood = Hood(discord, novita, bot.restart)
        discord.mount(hood.routes())
        if await _is_open(discord, stack, host, each):
            await stack.enter_async_context(bot)
            stack.push_async_callback(hood.close)
            return DemoStage(discord, novita, bot)
    raise DarkroomError(f"--port {port}: in use, and so are all up to {_ports(port)[-1]}")


def _ports(wanted: int) -> range:
    return range(wanted, min(wanted + PORTS_TRIED, LAST_PORT) + 1) if wanted else range(1)


async def _is_open(discord: DiscordStandIn, stack: AsyncExitStack, host: str, port: int) -> bool:
    """Start listening; say whether the port was free."""
    try:
        await stack.enter_async_context(discord)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return False
        option = f"--port {port}" if error.errno == errno.EACCES else f"--host {host}"
        raise DarkroomError(f"{option}: {error.strerror}") from error
    return True
