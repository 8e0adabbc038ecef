"""The demo: the real bot between a Discord and an engine of its own, all on this machine."""

from __future__ import annotations

import asyncio
import io
import logging
import math
import signal
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.demo.engines import ENGINES
from bot.demo.stage import LAST_PORT, open_stage
from bot.errors import DarkroomError
from bot.log import configure
from bot.playground.tour import Stage, Tour, TourError, play_opening

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

say: Callable[[str], None] = partial(print, flush=True)
"""Flushed, so that the address is read at once by whoever reads our output through a pipe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """What the command line says."""

    tour: bool
    """Play the tour and end, instead of serving the page until stopped."""
    host: str
    """Where the page listens; loopback unless somebody asks for more."""
    port: int
    """Of the page; a busy one gives way to the next free one, 0 takes any."""
    out: Path
    """Where the tour saves what was posted; made if missing."""
    engine: str
    """Which stand-in the bot talks to, by the name in ``ENGINES``."""
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
    # On loopback an answer to a heartbeat is there before discord.py has noted when it sent it, so
    # that it takes the time since the one before for the delay, and warns.
    logging.getLogger("discord.gateway").setLevel(logging.ERROR)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that lacks a character gets a question mark, not the end of the tour.
        sys.stdout.reconfigure(errors="replace")
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        await _until(stop, _played(options))
    except TourError as error:
        say(f"\nStopped at {error}")
        return False
    return True


def _check(options: DemoOptions) -> None:
    if not 0 < options.speed < math.inf:
        raise DarkroomError("--speed: must be a number above 0")
    if not options.host:
        raise DarkroomError("--host: must be an address of this machine")
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
        engine = ENGINES[options.engine](options.speed)
        title = engine.stand_in.traits.title
        say(f"Darkroom's demo: the real bot, a stand-in for Discord and one for {title}.")
        on = await open_stage(options.host, options.port, engine, stack)
        if open_to := on.discord.open_to:
            say(f"Careful: bound to {open_to}. Whoever reaches this port can act as anybody here.")
        out = options.out if options.tour else None
        stage = Stage(on.discord, on.engine, restart=on.bot.restart, write=say, out=out)
        show = _toured(stage, options.out) if options.tour else _served(stage)
        await _until(on.bot.lost, show)


async def _toured(stage: Stage, out: Path) -> None:
    say(f"The channel as a page: {stage.discord.origin}")
    started = asyncio.get_running_loop().time()
    tour = Tour(stage)
    await tour.play()
    took = asyncio.get_running_loop().time() - started
    say(f"\nAll as expected, in {took:.0f} s. {len(tour.saved)} images are in {out}.")


async def _served(stage: Stage) -> None:
    await play_opening(stage)
    say(f"\nOpen {stage.discord.origin} in a browser: a channel with this bot in it.")
    say("Type /imagine, Enter, a prompt, Enter. Ctrl+C ends the demo.")
    await asyncio.Event().wait()


async def _make(folder: Path) -> None:
    try:
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    except OSError as error:
        raise DarkroomError(f"--out {folder}: {error.strerror}") from error
