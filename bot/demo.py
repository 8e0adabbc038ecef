"""The demo: the real bot between a Discord and a Novita of its own, all on this machine."""

from __future__ import annotations

import asyncio
import errno
import io
import math
import os
import signal
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.demo_bot import DemoBot
from bot.demo_settings import demo_settings
from bot.errors import DarkroomError
from bot.log import configure
from bot.playground.discord import DiscordStandIn
from bot.playground.novita.knobs import Knobs
from bot.playground.novita.server import NovitaStandIn
from bot.playground.tour import Stage, Tour, TourError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

LAST_PORT = 65_535
PORTS_TRIED = 100
RUN_MS = 7000
"""The stand-in's usual time is half of it; slower, there is something to see."""

say: Callable[[str], None] = partial(print, flush=True)
"""Flushed, so that the address is read at once by whoever reads our output through a pipe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """What the command line says; contract section 7."""

    tour: bool
    """Play the tour and end, instead of serving the page until stopped."""
    port: int
    """Of the page; a busy one gives way to the next free one, 0 takes any."""
    out: Path
    """Where the tour saves what was posted; made if missing."""
    speed: float
    """Divides the engine's times."""


async def demo(options: DemoOptions) -> bool:
    """Play the demo until its end, SIGINT or SIGTERM; return whether all came out.

    Raises:
        DarkroomError: an option cannot work.

    """
    _check(options)
    if options.tour:
        await _make(options.out)
    configure("WARNING", "text")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that lacks a character gets a question mark, not the end of the tour.
        sys.stdout.reconfigure(errors="replace")
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        await _until(stop, _played(options))
    except TourError as error:
        say(f"\nThe tour stopped at {error}")
        return False
    return True


def _check(options: DemoOptions) -> None:
    if not 0 < options.speed < math.inf:
        raise DarkroomError("--speed: must be a number above 0")
    if not 0 <= options.port <= LAST_PORT:
        raise DarkroomError(f"--port: must be 0 to {LAST_PORT}")


async def _until(stop: asyncio.Event, playing: Coroutine[None, None, None]) -> None:
    """Await ``playing``, or cancel it when ``stop`` is set."""
    play, stopped = asyncio.create_task(playing), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({play, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if play.done():
            play.result()
    finally:
        play.cancel()
        stopped.cancel()
        await asyncio.gather(play, stopped, return_exceptions=True)


async def _played(options: DemoOptions) -> None:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="darkroom-demo-"))
        discord = await _on_a_free_port(options.port, stack)
        novita = await stack.enter_async_context(NovitaStandIn(_knobs(options.speed)))
        settings = demo_settings(discord, novita, Path(folder) / "demo.db")
        bot = await stack.enter_async_context(DemoBot(settings, discord.ready))
        say("Darkroom's demo: the real bot, a stand-in for Discord and one for Novita.")
        say(f"The channel as a page: {discord.origin}")
        out = options.out if options.tour else None
        stage = Stage(discord=discord, novita=novita, restart=bot.restart, write=say, out=out)
        await _until(bot.lost, _shown(Tour(stage), options, discord.origin))


async def _shown(tour: Tour, options: DemoOptions, address: str) -> None:
    started = asyncio.get_running_loop().time()
    await tour.play()
    took = asyncio.get_running_loop().time() - started
    if options.tour:
        say(f"\nAll as expected, in {took:.0f} s. {len(tour.saved)} images are in {options.out}.")
        return
    say(f"\nThe channel stays at {address} until you press Ctrl+C.")
    await asyncio.Event().wait()


def _knobs(speed: float) -> Knobs:
    return Knobs(speed=speed, run_ms=RUN_MS, report_progress=True)


async def _on_a_free_port(wanted: int, stack: AsyncExitStack) -> DiscordStandIn:
    """Open the stand-in on the port wanted, or on the next that is free."""
    last = min(wanted + PORTS_TRIED, LAST_PORT) if wanted else 0
    for port in range(wanted, last + 1):
        try:
            return await stack.enter_async_context(DiscordStandIn(port=port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise DarkroomError(f"--port {port}: {os.strerror(error.errno or 0)}") from error
    raise DarkroomError(f"--port {wanted}: in use, and so are all up to {last}")


async def _make(folder: Path) -> None:
    try:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    except OSError as error:
        raise DarkroomError(f"--out {folder}: {error.strerror}") from error
