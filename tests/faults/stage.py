"""Everything but the bot: two counterparts and a database that outlive each of its processes."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import time
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.playground.discord import DiscordStandIn
from bot.playground.novita.server import NovitaStandIn
from tests.faults.bot_run import BotRun, Ended, bot_run
from tests.wire import waiting
from tests.wire.leaks import nothing_leaked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from bot.playground.discord import Invocation, Message, User
    from bot.playground.discord.typed_options import Value
    from bot.playground.novita.tasks import Task
    from tests.wire.former import Former

QUICK_TASK = 0.05
FAR = 60.0
"""Seconds that no test waits for: what is held so long is held until the end."""

eventually = partial(waiting.eventually, seconds=40.0)
"""With a patience for processes that start on a busy machine."""


@dataclass
class Stage:
    """One world, and at most one bot in it."""

    discord: DiscordStandIn
    novita: NovitaStandIn
    folder: Path
    nursery: Path | None
    """Where bots come from; with none, each is a process from its beginning."""
    bot: BotRun | None = None
    durations: dict[str, float] = field(default_factory=dict)
    """Seconds that the task of a prompt takes; others are quick."""
    _process: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def settings(self) -> dict[str, str]:
        """The environment of a bot between these counterparts."""
        return {
            "DISCORD_TOKEN": self.discord.token,
            "NOVITA_API_KEY": self.novita.api_key,
            "DISCORD_API_URL": self.discord.api_url,
            "NOVITA_API_URL": self.novita.url,
            "NOVITA_IMAGES_PER_MINUTE": "100000",
        }

    async def start(self, **settings: str) -> BotRun:
        """Start a bot and wait until it hears the gateway."""
        gateway = self.discord.gateway
        before = len(gateway.identifies)
        bot = await self.launch(**settings)
        await eventually(
            lambda: not bot.running or (len(gateway.identifies) > before and gateway.is_connected())
        )
        assert bot.running, bot.said()
        return bot

    async def launch(self, **settings: str) -> BotRun:
        """Start a bot and wait for nothing."""
        self.bot = await self._process.enter_async_context(self.run("run", **settings))
        return self.bot

    def run(self, command: str, **settings: str) -> AbstractAsyncContextManager[BotRun]:
        """Run a command between the counterparts, beside whatever else runs."""
        return bot_run(command, self.folder, self.settings | settings, nursery=self.nursery)

    async def end(self, number: signal.Signals = signal.SIGKILL) -> Ended:
        """End the bot by a signal."""
        assert self.bot is not None
        bot, self.bot = self.bot, None
        ended = await bot.send(number)
        await self._process.aclose()
        return ended

    def member(self, name: str) -> User:
        """Make a new member."""
        user = self.discord.world.add_user(name)
        self.discord.world.join(self.discord.world.guild, user)
        return user

    async def imagine(
        self, prompt: str, *, user: User | None = None, **options: Value
    ) -> Invocation:
        """Use ``/imagine``, as a member of one's own, and wait for nothing."""
        options = {"prompt": prompt, **options}
        return await self.discord.slash("imagine", options, user=user or self.member(prompt))

    def row(self, invocation: Invocation) -> dict[str, Any]:
        """Return what the database holds of a job; nothing when it was never saved."""
        return self.rows().get(invocation.id, {})

    def rows(self) -> dict[int, dict[str, Any]]:
        """Return all jobs by their interaction."""
        with closing(sqlite3.connect(self.folder / "darkroom.db", timeout=10)) as database:
            database.row_factory = sqlite3.Row
            return {row["interaction_id"]: dict(row) for row in database.execute(_JOBS)}

    def age(self, invocation: Invocation, seconds: float) -> None:
        """Make a job so old, while no bot is running."""
        assert self.bot is None
        with closing(sqlite3.connect(self.folder / "darkroom.db")) as database, database:
            changed = database.execute(_AGE, (round((time.time() - seconds) * 1e6), invocation.id))
        assert changed.rowcount == 1

    def tasks(self, prompt: str) -> list[Task]:
        """Return what was submitted for a prompt."""
        return [task for task in self.novita.tasks if task.request["prompt"] == prompt]

    def posted(self) -> list[Message]:
        """Return what stands in any channel, ephemeral or not."""
        return [each for each in self.discord.registry.everything() if not each.deleted]

    async def close(self) -> None:
        """Kill what runs."""
        await self._process.aclose()


_JOBS = "SELECT * FROM jobs WHERE id NOT LIKE 'past%'"
_AGE = "UPDATE jobs SET created_at = ? WHERE interaction_id = ?"


@asynccontextmanager
async def opened(former: Former, folder: Path, nursery: Path) -> AsyncIterator[Stage]:
    """Open both counterparts as a former bot left them, with its database in ``folder``."""
    shutil.copyfile(former.template, folder / "darkroom.db")
    async with DiscordStandIn(known=former.registered) as discord, NovitaStandIn() as novita:
        stage = Stage(discord, novita, folder, nursery)
        novita.knobs.plain_images = True
        novita.knobs.duration = lambda body: stage.durations.get(
            body["request"]["prompt"], QUICK_TASK
        )
        try:
            yield stage
            await stage.close()
            await nothing_leaked(discord, [novita], folder / "darkroom.db")
        finally:
            await stage.close()
