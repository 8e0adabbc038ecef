"""A discord.py bot that answers /draw with a status message, and leaves the rest to the test."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from typing_extensions import override

from bot.delivery.contents import alone, message
from bot.delivery.exchange import ask
from bot.delivery.publisher import DiscordPublisher
from bot.domain.ids import GuildId, JobId, UserId
from bot.domain.job import Address, Job, JobState
from bot.domain.ports import Status
from bot.domain.request import GenerationRequest
from bot.errors import RefusedError
from bot.interactions.places import DiscordPlaces, places_of
from bot.interactions.router import route
from bot.texts.text import text
from bot.views.status import status_view

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.domain.ports import Result
    from bot.playground.discord import DiscordStandIn, Invocation


@dataclass
class Desk:
    """As much of the jobs' service as buttons need."""

    jobs: dict[JobId, Job] = field(default_factory=dict)
    told: list[tuple[JobId, bool]] = field(default_factory=list)
    """Jobs that the button ended, and whether their messages say so."""
    asked: list[tuple[UserId, bool]] = field(default_factory=list)

    async def cancel(
        self, job_id: JobId, *, by: UserId, guild_id: GuildId | None, may_manage: bool
    ) -> Job:
        assert guild_id is not None
        self.asked.append((by, may_manage))
        if job_id not in self.jobs:
            raise RefusedError(text("job.unknown"))
        return replace(self.jobs[job_id], state=JobState.CANCELLED)

    async def cancel_told(self, job_id: JobId, *, shown: bool) -> None:
        self.told.append((job_id, shown))


@dataclass
class FakeServices:
    places: DiscordPlaces
    jobs: Desk = field(default_factory=Desk)


class PublishingBot(commands.AutoShardedBot):
    def __init__(self) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            intents=discord.Intents(guilds=True),
            help_command=None,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.05,
        )
        self.services = FakeServices(DiscordPlaces(self))
        self.ahead = timedelta()
        """How far the calendar runs ahead."""
        self.leap = 0.0
        """Seconds by which statuses are due earlier."""
        self.drawings: defaultdict[int, asyncio.Future[Job]] = defaultdict(asyncio.Future)
        self.publisher = DiscordPublisher(
            self,
            now=lambda: datetime.now(UTC) + self.ahead,
            steady=lambda: time.monotonic() + self.leap,
            turn=lambda: asyncio.sleep(0),
            alone=True,
        )

    @override
    async def setup_hook(self) -> None:
        self.add_listener(route, "on_interaction")
        self.tree.add_command(draw)
        await self.tree.sync()

    async def post(self, job: Job, result: Result | None) -> None:
        """Make the final message and send it, once."""
        await self.publisher.finish(job, await self.publisher.prepare(job, result))

    async def drawn(self, invocation: Invocation) -> Job:
        """Return the job of an invocation, which the bot has answered."""
        return await asyncio.wait_for(self.drawings[invocation.id], 30)


def job_id(interaction_id: int) -> JobId:
    return JobId(f"j{interaction_id}")


WITH_RESPONSE = {"with_response": "true"}


@app_commands.command()
async def draw(interaction: discord.Interaction[Any], prompt: str, private: bool = False) -> None:  # noqa: FBT002 - an option
    """Draw something."""
    bot = interaction.client
    assert isinstance(bot, PublishingBot)
    assert interaction.channel_id is not None
    guild_id = GuildId(interaction.guild_id or 0)
    job = Job(
        id=job_id(interaction.id),
        request=GenerationRequest(
            prompt=prompt, model="m", width=128, height=128, images=4, private=private
        ),
        user_id=UserId(interaction.user.id),
        guild_id=guild_id,
        places=places_of(interaction.channel, guild_id),
        address=Address(
            application_id=interaction.application_id,
            interaction_id=interaction.id,
            token=interaction.token,
            channel_id=interaction.channel_id,
            size_limit=interaction.filesize_limit,
        ),
        created_at=datetime.now(UTC),
        due_at=datetime.now(UTC),
    )
    status = Status(place_in_queue=1)
    content = {"type": 4, "data": message(status_view(job, status), private=private)}
    sent = await ask(bot, _callback(job), alone(content), seconds=10, query=WITH_RESPONSE)
    message_id = int((sent.body or {})["interaction"]["response_message_id"])
    job = replace(job, address=replace(job.address, message_id=message_id))
    bot.publisher.answered(job, status)
    bot.services.jobs.jobs[job.id] = job
    bot.drawings[interaction.id].set_result(job)


def _callback(job: Job) -> Route:
    return Route(
        "POST",
        "/interactions/{webhook_id}/{webhook_token}/callback",
        webhook_id=job.address.interaction_id,
        webhook_token=job.address.token,
    )


@asynccontextmanager
async def publishing(stand_in: DiscordStandIn) -> AsyncIterator[PublishingBot]:
    """Run the bot and its publisher against a stand-in until the end of the block."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = stand_in.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(stand_in.gateway_url)
    bot = PublishingBot()
    tasks = [
        asyncio.create_task(bot.start(stand_in.token)),
        asyncio.create_task(bot.publisher.run()),
    ]
    try:
        await stand_in.ready()
        yield bot
    finally:
        await bot.close()
        tasks[1].cancel()
        await asyncio.wait(tasks, timeout=5)
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
