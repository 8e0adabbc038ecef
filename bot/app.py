"""The composition root: builds everything, in one exit stack, and joins it."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
import structlog
from pydantic import SecretStr

from bot.command_sync import CommandSync
from bot.discord_bot import Darkroom, Services, point_at
from bot.domain.fairness import Room
from bot.domain.ids import TaskId
from bot.errors import ConfigurationError, StoreError
from bot.jobs.clock import SystemClock
from bot.jobs.courtesy import Courtesy
from bot.jobs.deadlines import Deadlines
from bot.jobs.gate import Gate
from bot.jobs.in_force import InForce
from bot.jobs.leases import Leases
from bot.jobs.looks import Looks
from bot.jobs.picture_room import PictureRoom
from bot.jobs.requests import Requests
from bot.jobs.service import Jobs
from bot.jobs.supervisor import Supervisor
from bot.jobs.timings import Timings
from bot.jobs.tools import Tools
from bot.moderation.blur import PillowBlur
from bot.moderation.policies import Policies
from bot.novita.opening import Novita, NovitaOptions, open_novita
from bot.reaching import REFUSED, log_in, until_reached
from bot.store import engine
from bot.store.database import open_database
from bot.store.jobs import SqlJobStore
from bot.store.meta import MetaStore
from bot.store.policies import SqlPolicyStore
from bot.store.remembered_policies import RememberedPolicies
from bot.views.buttons import DarkroomButton, answer_stranger
from bot.views.places import DiscordPlaces
from bot.views.publisher import DiscordPublisher
from bot.web.health import healthz
from bot.web.server import serving
from bot.web.webhook import novita_events
from cogs import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine

    from bot.config import Settings
    from bot.domain.ports import PolicyStore
    from bot.store.database import Database

TOKEN_REFUSED = 4004
"""The gateway's close code: https://docs.discord.com/developers/topics/opcodes-and-status-codes"""

TIMINGS_LEARNED = 500
"""Past jobs that the estimates begin with."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class App:
    """Darkroom, built and not yet running."""

    def __init__(self, settings: Settings) -> None:
        """Take the operator's settings; nothing is opened before ``run``."""
        self._settings = settings
        self._stop = asyncio.Event()
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
            novita = await stack.enter_async_context(open_novita(novita_options(settings)))
            bot = await stack.enter_async_context(
                Darkroom(shard_count=settings.shard_count, shard_ids=settings.shard_ids)
            )
            parts = await _join(settings, database, novita, bot)
            await stack.enter_async_context(self._web(bot, database, parts.supervisor))
            commands = CommandSync(bot, MetaStore(database), settings.command_guild_ids)
            if await self._unless_stopped(self._log_in(bot, commands)):
                await self._work(bot, novita, parts, commands)

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

    async def _log_in(self, bot: Darkroom, commands: CommandSync) -> None:
        settings = self._settings
        bot.add_dynamic_items(DarkroomButton)
        bot.add_listener(answer_stranger, "on_interaction")
        bot.add_listener(self._on_shard_ready, "on_shard_connect")
        for extension in EXTENSIONS:
            await bot.load_extension(extension)
        token = settings.discord_token.get_secret_value().strip()
        await until_reached("login", lambda: log_in(bot, token))
        await until_reached("gateway", lambda: bot.find_gateway(settings.discord_gateway_url))
        await commands.begin()

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
        self, bot: Darkroom, novita: Novita, parts: _Parts, commands: CommandSync
    ) -> None:
        """Run everything that runs; the jobs stop first, so that Discord is there for them."""
        async with asyncio.TaskGroup() as group:
            supervising = group.create_task(parts.supervisor.run(), name="supervisor")
            others = [
                group.create_task(_stay_connected(bot), name="gateway"),
                group.create_task(parts.publisher.run(), name="publisher"),
                group.create_task(novita.catalogue.run(), name="catalogue"),
                group.create_task(commands.run(), name="commands"),
            ]
            await self._stop.wait()
            log.info("app.stopping")
            parts.supervisor.stop()
            await asyncio.wait({supervising})
            for other in others:
                other.cancel()
        log.info("app.stopped")


@asynccontextmanager
async def _opened(url: str) -> AsyncGenerator[Database]:
    """Open the database and say which it is: a wrong working directory shows here first."""
    place = engine.place_of(engine.parse(url))
    async with AsyncExitStack() as stack:
        try:
            database = await stack.enter_async_context(open_database(url, exclusive=True))
        except StoreError as error:
            words = str(error)
            raise StoreError(words if place in words else f"{words} ({place})") from error
        log.info("database.opened", place=place, new=database.is_new)
        yield database


async def _stay_connected(bot: Darkroom) -> None:
    """Hold the connection until cancelled.

    discord.py swallows a cancellation that comes while it reconnects; once closed, it ends.
    """
    connection = asyncio.create_task(bot.connect(), name="connection")
    try:
        await asyncio.wait({connection})
        try:
            connection.result()
        except discord.ConnectionClosed as error:
            if error.code == TOKEN_REFUSED:
                raise ConfigurationError(REFUSED) from None
            raise
        raise ConnectionError("the gateway connection was closed for good")
    finally:
        connection.cancel()
        await bot.leave()
        await asyncio.gather(connection, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class _Parts:
    supervisor: Supervisor
    publisher: DiscordPublisher


async def _join(settings: Settings, database: Database, novita: Novita, bot: Darkroom) -> _Parts:
    """Hand each part what it needs."""
    clock = SystemClock()
    store = SqlJobStore(database)
    if database.sole_user:
        await store.release_all()
    timings = Timings(await store.timings(TIMINGS_LEARNED))
    said: PolicyStore = SqlPolicyStore(database)
    if database.sole_user:
        said = RememberedPolicies(said)
    policies = Policies(said, settings.default_policy, clock.now)
    courtesy = Courtesy(clock.steady)
    leases = Leases(clock.steady, alone=database.sole_user)
    turn = _status_turns(leases, courtesy)
    publisher = DiscordPublisher(bot, now=clock.now, steady=clock.steady, turn=turn)
    places = DiscordPlaces(bot)
    room = Room(
        jobs=settings.max_jobs_in_flight,
        per_user=settings.max_jobs_per_user,
        images=settings.novita_images_per_minute,
    )
    supervisor = Supervisor(
        Tools(
            engine=novita.engine,
            store=store,
            publisher=publisher,
            blur=PillowBlur(),
            in_force=InForce(policies, places, clock),
            timings=timings,
            clock=clock,
            deadlines=Deadlines(clock, timedelta(seconds=settings.job_deadline_seconds)),
            looks=Looks(settings.polls_per_second, clock.steady),
            courtesy=courtesy,
            room=PictureRoom(),
            gate=Gate(),
            leases=leases,
            holder=f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}",
        ),
        room,
        alone=database.sole_user,
    )
    jobs = Jobs(
        store=store,
        engine=novita.engine,
        publisher=publisher,
        supervisor=supervisor,
        timings=timings,
        clock=clock,
        max_queued=settings.max_queued_per_user,
        room=room,
    )
    bot.services = Services(
        jobs=jobs,
        requests=Requests(novita.catalogue, settings.default_model),
        policies=policies,
        places=places,
        courtesy=courtesy,
    )
    return _Parts(supervisor, publisher)


def _status_turns(leases: Leases, courtesy: Courtesy) -> Callable[[], Awaitable[None]]:
    """Let statuses be sent of jobs that are surely ours, when no command waits."""

    async def turn() -> None:
        await leases.sure()
        await courtesy.turn()

    return turn


def novita_options(settings: Settings) -> NovitaOptions:
    """Return what the engine's client needs of the settings."""
    address = settings.webhook_address
    return NovitaOptions(
        base_url=settings.novita_api_url,
        key=settings.novita_api_key,
        max_image_bytes=settings.max_image_bytes,
        max_image_pixels=settings.max_image_pixels,
        enterprise=settings.novita_enterprise_plan,
        webhook_url=SecretStr(address) if address else None,
    )
