"""The demo's stand-ins and its bot, opened in order and joined."""

from __future__ import annotations

import errno
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.demo.bot import DemoBot
from bot.demo.settings import demo_settings
from bot.errors import DarkroomError
from bot.playground.devtools import Devtools
from bot.playground.discord import DiscordStandIn

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from bot.demo.engines import Played
    from bot.playground.engine.stand_in import EngineStandIn

LAST_PORT = 65_535
PORTS_TRIED = 100


@dataclass(frozen=True, slots=True)
class DemoStage:
    """Everything that the demo is played on, running."""

    discord: DiscordStandIn
    engine: EngineStandIn
    bot: DemoBot


async def open_stage(host: str, port: int, engine: Played, stack: AsyncExitStack) -> DemoStage:
    """Open everything in ``stack`` and wait until the bot listens.

    Args:
        host: Where the page listens; the engine's stand-in stays on loopback.
        port: Of the page; a busy one gives way to the next free one, 0 takes any.
        engine: Which the bot is to ask.
        stack: Closes it all.

    Raises:
        DarkroomError: there is no such host here, or no free port.

    """
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="darkroom-demo-"))
    stand_in = await stack.enter_async_context(engine.stand_in)
    tries = min(PORTS_TRIED, LAST_PORT - port + 1) if port else 1
    discord = DiscordStandIn(host=host, port=port, tries=tries)
    settings = partial(demo_settings, discord, engine, Path(folder) / "demo.db")
    bot = DemoBot(settings, discord.ready)
    devtools = Devtools(discord, stand_in, bot.restart)
    discord.mount(devtools.routes())
    try:
        await stack.enter_async_context(discord)
    except (OSError, UnicodeError) as error:
        raise _unusable(host, port, error) from error
    await stack.enter_async_context(bot)
    stack.push_async_callback(devtools.close)
    return DemoStage(discord, stand_in, bot)


def _unusable(host: str, port: int, error: OSError | UnicodeError) -> DarkroomError:
    """Return which option the system does not take, and why."""
    number = error.errno if isinstance(error, OSError) else None
    why = error.strerror if isinstance(error, OSError) else "is no name of a host"
    if number == errno.EADDRINUSE:
        return DarkroomError(f"--port {port}: in use, and so are those after it")
    option = f"--port {port}" if number == errno.EACCES else f"--host {host}"
    return DarkroomError(f"{option}: {why}")
