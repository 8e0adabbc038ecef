"""The composition root: builds everything, in one exit stack, and runs it."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

import structlog

from bot.charts.drawer import open_drawer
from bot.client.command_sync import CommandSync
from bot.client.connection import stay_connected
from bot.client.discord_bot import Darkroom, point_at
from bot.client.reaching import log_in, until_reached
from bot.delivery.cdn import open_cdn
from bot.delivery.reposts.cdn_images import open_cdn_images
from bot.detection.opening import open_detector
from bot.domain.capabilities import offered
from bot.domain.ids import TaskId
from bot.domain.judging import Judging
from bot.errors import StoreError
from bot.interactions.localised import CommandTranslator
from bot.interactions.router import route
from bot.jobs.clock import SystemClock
from bot.jobs.loops import Loops
from bot.jobs.sitting import bench_of, sitting_of
from bot.store import address
from bot.store.meta import MetaStore
from bot.store.opening import open_database
from bot.texts.say import say
from bot.views.judges import BLIND, judges
from bot.web.health import healthz
from bot.web.server import serving
from bot.web.webhook import novita_events
from bot.wiring.engine_opening import opened
from bot.wiring.engine_settings import unused, where_prompts_go
from bot.wiring.parts import join
from bot.wiring.services import Opened
from cogs import EXTENSIONS, imagine

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Coroutine

    from bot.config.settings import Settings
    from bot.domain.judging import Sitting
    from bot.domain.ports import Detector
    from bot.jobs.engines import Engines
    from bot.jobs.supervisor import Supervisor
    from bot.store.database import Database
    from bot.wiring.parts import Parts

NEWS_SECONDS = 5.0
"""Between two looks whether an engine that was silent at the start has said what it takes."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class App:
    """Darkroom, built and not yet running."""

    def __init__(self, settings: Settings) -> None:
        """Take the operator's settings; nothing is opened before ``run``."""
        self._settings = settings
        self._stop = asyncio.Event()
        self._is_known = False
        """Whether commands were made by what their engine said that it takes."""
        self.ready = asyncio.Event()
        """Set when the gateway has said READY."""

    def stop(self) -> None:
        """Let ``run`` come to its end: what is being posted is posted, the rest is kept."""
        self._stop.set()

    async def run(self) -> None:
        """Run until ``stop``.

        Raises:
            StoreError: the database cannot be opened.
            ConfigurationError: Discord refuses the token, or a setting does not fit what it says.
            DarkroomError: the HTTP server cannot listen.
            BaseExceptionGroup: a part failed that the others cannot do without.

        """
        settings = self._settings
        point_at(settings.discord_api_url)
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(_opened(settings.database_url))
            engines = await stack.enter_async_context(opened(settings, database))
            log.info("engine.chosen", engine=engines.first.name, prompts=where_prompts_go(settings))
            for words in unused(settings):
                log.warning("setting.unused", why=words)
            detector = await stack.enter_async_context(_detector(settings, engines))
            bot = await stack.enter_async_context(
                Darkroom(shard_count=settings.shard_count, shard_ids=settings.shard_ids)
            )
            pictures = await stack.enter_async_context(open_cdn(settings.discord_api_url))
            drawer = await stack.enter_async_context(open_drawer())
            cdn = await stack.enter_async_context(
                open_cdn_images(settings.discord_api_url, max_pixels=settings.max_image_pixels)
            )
            opened_ones = Opened(database, engines, detector, pictures, drawer, cdn)
            parts = await join(settings, opened_ones, bot)
            for engine in engines.watched:
                judging = Judging(settings.detector)
                _say_who_judges(sitting_of(engine, judging, detector.name))
            await stack.enter_async_context(self._web(bot, database, parts.supervisor))
            commands = CommandSync(bot, MetaStore(database), settings.command_guild_ids)
            if await self._unless_stopped(self._log_in(bot, engines, commands)):
                await self._work(bot, engines, parts, commands)

    async def _unless_stopped(self, act: Coroutine[None, None, None]) -> bool:
        """Return whether ``act`` came to its end; ``stop`` cancels it, however long it waits."""
        acting, stopping = asyncio.create_task(act), asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({acting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return acting.done() and acting.result() is None
        finally:
            acting.cancel()
            stopping.cancel()
            await asyncio.wait({acting, stopping})

    async def _log_in(self, bot: Darkroom, engines: Engines, commands: CommandSync) -> None:
        settings = self._settings
        self._is_known = await engines.learn()
        bot.add_listener(route, "on_interaction")
        bot.add_listener(self._on_shard_ready, "on_shard_connect")
        await bot.tree.set_translator(CommandTranslator())
        for extension in EXTENSIONS:
            await import_module(extension).setup(bot)
        token = settings.discord_token.get_secret_value().strip()
        await until_reached("login", lambda: log_in(bot, token))
        await until_reached("gateway", lambda: bot.find_gateway(settings.discord_gateway_url))
        await commands.begin()

    async def _keep_commands(self, bot: Darkroom, engines: Engines, commands: CommandSync) -> None:
        """See that Discord has the commands; again when an engine that was away says its own."""
        offers = offered(engines.first.capabilities)
        await commands.run()
        if self._is_known:
            return
        while offered(engines.first.capabilities) == offers:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(NEWS_SECONDS)
        await imagine.setup(bot)
        await commands.begin()
        await commands.run()

    async def _on_shard_ready(self, shard_id: int) -> None:
        log.info("shard.connected", shard=shard_id)
        self.ready.set()

    @asynccontextmanager
    async def _web(
        self, bot: Darkroom, database: Database, supervisor: Supervisor
    ) -> AsyncGenerator[None]:
        settings = self._settings
        if settings.http_port is None:
            yield
            return
        events = None
        if settings.webhook_address:
            secret = settings.novita_webhook_secret.get_secret_value()
            events = novita_events(secret, lambda task: supervisor.hint(TaskId(task)))
        health = healthz(database.ping, lambda: bot.is_connected)
        async with serving(settings.http_host, settings.http_port, healthz=health, events=events):
            yield

    async def _work(
        self, bot: Darkroom, engines: Engines, parts: Parts, commands: CommandSync
    ) -> None:
        """Run everything that runs; the jobs stop first, so that Discord is there for them."""
        loops = Loops(SystemClock())
        async with asyncio.TaskGroup() as group:
            supervising = group.create_task(parts.supervisor.run(), name="supervisor")
            others = [
                group.create_task(stay_connected(bot), name="gateway"),
                group.create_task(parts.publisher.run(), name="publisher"),
                *(
                    group.create_task(engines.run(engine, parts.supervisor.hint), name=engine.name)
                    for engine in engines.watched
                ),
                *(group.create_task(loop, name=name) for name, loop in parts.loops(loops).items()),
                group.create_task(
                    loops.guarded("commands", lambda: self._keep_commands(bot, engines, commands)),
                    name="commands",
                ),
            ]
            await self._stop.wait()
            log.info("app.stopping")
            parts.supervisor.stop()
            await asyncio.wait({supervising})
            for other in others:
                other.cancel()
        log.info("app.stopped")


def _detector(settings: Settings, engines: Engines) -> AbstractAsyncContextManager[Detector]:
    """Open our judge; its process is started at once where it has to judge for sure."""
    bench = bench_of(engines.first, Judging(settings.detector))
    return open_detector(max_pixels=settings.max_image_pixels, warm=bench.detector_judges)


def _say_who_judges(sitting: Sitting) -> None:
    """Tell the operator who judges images, and aloud where nobody does."""
    told = judges(sitting)
    tell = log.warning if BLIND & set(told) else log.info
    tell("images.judged", by=" ".join(say(line) for line in told))


@asynccontextmanager
async def _opened(url: str) -> AsyncGenerator[Database]:
    """Open the database and say which it is: a wrong working directory shows here first."""
    place = await asyncio.to_thread(address.place_of, address.parse(url))
    async with AsyncExitStack() as stack:
        try:
            database = await stack.enter_async_context(open_database(url, exclusive=True))
        except StoreError as error:
            words = str(error)
            raise StoreError(words if place in words else f"{words} ({place})") from error
        log.info("database.opened", place=place, new=database.is_new)
        yield database
