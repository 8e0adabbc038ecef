"""The real bot as its own process, against stand-ins in ours."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from bot.playground.discord.server import DiscordStandIn


@dataclass(frozen=True, slots=True)
class BotProcess:
    """A running bot."""

    process: asyncio.subprocess.Process
    watched: psutil.Process

    @property
    def cpu_seconds(self) -> float:
        """User and system time so far."""
        times = self.watched.cpu_times()
        return float(times.user + times.system)

    @property
    def resident_mb(self) -> float:
        """Memory resident now."""
        return float(self.watched.memory_info().rss / 1e6)


@asynccontextmanager
async def bot_process(
    discord: DiscordStandIn, folder: Path, **extra: str
) -> AsyncGenerator[BotProcess]:
    """Start ``darkroom run``; stop it with SIGTERM in the end, which must exit with 0.

    ``extra`` settings say which engine it has.
    """
    environment = os.environ | {
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.api_url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/bench.db",
        "LOG_LEVEL": "WARNING",
        **extra,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment
    )
    try:
        yield BotProcess(process, psutil.Process(process.pid))
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(15):
            code = await process.wait()
        if code != 0:
            raise RuntimeError(f"the bot ended with {code}")
