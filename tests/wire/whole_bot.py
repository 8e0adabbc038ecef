"""The whole bot in this process, between a Discord and a Novita of our own."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.app import App
from bot.config.settings import load
from bot.playground.discord import DiscordStandIn, Weather
from bot.playground.novita.server import NovitaStandIn
from tests.wire.leaks import nothing_leaked
from tests.wire.records import SUFFIX, ask, url_of
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.playground.discord import Channel, Invocation, Message, User
    from bot.playground.discord.commands import Registered
    from bot.playground.discord.typed_options import Value
    from bot.playground.novita.tasks import Task
    from tests.wire.made import StandIn

START_SECONDS = 40.0
STOP_SECONDS = 40.0
LISTED = "SELECT 1 FROM catalogues WHERE asked_at IS NOT NULL"

QUICK_TASK = 0.05
"""Seconds that a task takes unless a test says otherwise."""


@dataclass
class WholeBot:
    """The application, its two counterparts, and what a test does most with them."""

    discord: DiscordStandIn
    novita: NovitaStandIn
    database: Path
    settings: dict[str, Any] = field(default_factory=dict)
    others: list[StandIn] = field(default_factory=list)
    """Engines besides Novita, whose pictures are to be kept from members, too."""
    earlier: int = 0
    """How many messages were posted for tests that had this bot before."""
    app: App | None = None
    _running: asyncio.Task[None] | None = None

    async def start(self, **settings: object) -> None:
        """Start the application and wait until the gateway hears it.

        The weather is still meanwhile: in tests/faults a start takes what it takes.
        """
        self.settings |= settings
        before = len(self.discord.gateway.identifies)
        usual = {
            "discord_token": self.discord.token,
            "novita_api_key": self.novita.api_key,
            "discord_api_url": self.discord.api_url,
            "novita_api_url": self.novita.url,
            "novita_images_per_minute": 100_000,
            "database_url": url_of(self.database),
        }
        self.app = App(load(_env_file=None, **(usual | self.settings)))
        running = self._running = asyncio.create_task(self.app.run())
        ready = asyncio.create_task(self._ready(before))
        weather, self.discord.weather = self.discord.weather, Weather.still()
        try:
            await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.discord.weather = weather
        if running.done():
            ready.cancel()
            running.result()
        await ready
        if self.database.suffix == SUFFIX:
            # Until its models are kept it is busy, and commands are late on a crowded machine.
            await eventually(lambda: ask(self.database, LISTED), START_SECONDS)

    async def stop(self) -> None:
        """Stop as SIGTERM does; whatever broke the application is raised."""
        if self.app is None or self._running is None:
            return
        app, running = self.app, self._running
        self.app = self._running = None
        app.stop()
        async with asyncio.timeout(STOP_SECONDS):
            await running

    async def restart(self, **settings: object) -> None:
        """Stop and start again on the same database."""
        await self.stop()
        await self.start(**settings)

    async def imagine(
        self,
        prompt: str = "a red fox",
        *,
        user: User | None = None,
        channel: Channel | None = None,
        **options: Value,
    ) -> Invocation:
        """Use ``/imagine`` and return once it is answered."""
        world = self.discord.world
        invocation = await self.discord.slash(
            "imagine",
            {"prompt": prompt, **options},
            user=user or world.member,
            channel=channel or world.channel,
        )
        return await invocation.answered()

    async def imagined(self, prompt: str = "a red fox", **options: Any) -> Message:  # noqa: ANN401 - any option
        """Use ``/imagine`` and return the message once it is final."""
        invocation = await self.imagine(prompt, **options)
        return await invocation.final()

    async def policy(self, command: str = "set", **rules: Value) -> Invocation:
        """Use ``/policy`` as the admin and return once it is answered."""
        invocation = await self.discord.slash(
            f"policy {command}", rules, user=self.discord.world.admin
        )
        return await invocation.answered()

    async def press(self, message: Message, action: str, **place: Any) -> Invocation:  # noqa: ANN401 - see ``discord.press``
        """Press a message's button of an action, as the member unless told; await the answer."""
        custom_id = message.button(action)["custom_id"]
        place = {"user": self.discord.world.member} | place
        press = await self.discord.press(message, custom_id, **place)
        return await press.answered()

    async def cancel(self, message: Message, *, user: User | None = None) -> Invocation:
        """Press a message's Cancel button and return once that is answered."""
        return await self.press(message, "cancel", user=user or self.discord.world.member)

    async def submitted(self, tasks: int = 1) -> None:
        """Wait until the engine has accepted so many tasks."""
        await self.novita.wait_until(lambda novita: len(novita.tasks) >= tasks, 30)

    async def originals(self, task: Task) -> list[bytes]:
        """Return the engine's files of a finished task, by its own API."""
        headers = {"Authorization": f"Bearer {self.novita.api_key}"}
        address = f"{self.novita.url}/v3/async/task-result?task_id={task.task_id}"
        async with aiohttp.ClientSession() as session:
            async with session.get(address, headers=headers) as response:
                images = (await response.json())["images"]
            return [await _downloaded(session, image["image_url"]) for image in images]

    def messages(self) -> list[Message]:
        """Return all messages ever posted, deleted ones too, oldest first."""
        return self.discord.registry.everything()[self.earlier :]

    def uploads(self) -> list[bytes]:
        """Return every file that any message ever carried."""
        versions = [version for message in self.messages() for version in message.versions]
        return [attachment.data for version in versions for attachment in version.attachments]

    def asked(self, route: str) -> int:
        """Return how many requests a route of the engine has seen."""
        return sum(seen.route == route for seen in self.novita.requests)

    async def _ready(self, identified: int) -> None:
        gateway = self.discord.gateway
        await self.discord.until(
            lambda: len(gateway.identifies) > identified and gateway.is_connected(),
            timeout=START_SECONDS,
        )


async def _downloaded(session: aiohttp.ClientSession, address: str) -> bytes:
    async with session.get(URL(address, encoded=True)) as response:
        assert response.status == 200
        return await response.read()


@asynccontextmanager
async def whole_bot(
    template: Path, folder: Path, known: Registered | None = None
) -> AsyncIterator[WholeBot]:
    """Serve both stand-ins, with a copy of the file ``template`` in ``folder``."""
    database = folder / "darkroom.db"
    shutil.copyfile(template, database)
    async with whole_bot_on(database, known) as bot:
        yield bot


@asynccontextmanager
async def whole_bot_on(database: Path, known: Registered | None = None) -> AsyncIterator[WholeBot]:
    """Serve both stand-ins, beside a database, in which a bot may have run that is ``known``.

    In the end all that was sent is searched for what was to be withheld.
    """
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with DiscordStandIn(known=known) as discord, NovitaStandIn() as novita:
        # A connection that ends while it begins leaves discord.py's heartbeat thread behind.
        discord.gateway.heartbeat = 3600.0
        novita.knobs.plain_images = True
        novita.knobs.duration = QUICK_TASK
        bot = WholeBot(discord, novita, database)
        try:
            yield bot
            await bot.stop()
            await nothing_leaked(discord, [novita, *bot.others], database)
        finally:
            try:
                await bot.stop()
            finally:
                Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
