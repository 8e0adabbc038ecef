"""The discord.py client and its command tree: where Discord meets the services. No logic."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import discord
import structlog
from discord import app_commands
from discord.ext import commands
from discord.http import Route
from typing_extensions import override

from bot.client.arrivals import ANSWER_SECONDS
from bot.client.barred import ensure_may_use
from bot.client.explaining import NOT_HERE, explain, reason
from bot.client.shards import ShardedBot
from bot.errors import RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.charts.drawer import Drawer
    from bot.client.moderation_services import Moderation
    from bot.domain.ids import GuildId, PlaceId
    from bot.domain.judging import Sitting
    from bot.domain.ports import (
        BudgetStore,
        Elsewhere,
        GalleryStore,
        HistoryStore,
        ImageStore,
        JobFinder,
        ListingStore,
        MemberStore,
        OptOuts,
        QueueStore,
        StarStore,
    )
    from bot.embedded.found import Found, Nothing
    from bot.jobs.courtesy import Courtesy
    from bot.jobs.deleting import Deletions
    from bot.jobs.erasing import MembersData
    from bot.jobs.favourites import Favourites
    from bot.jobs.requests import Requests
    from bot.jobs.service import Jobs
    from bot.jobs.standings import Standings
    from bot.jobs.styles import Styles
    from bot.jobs.suggesting import Suggesting
    from bot.jobs.told import ToldForms
    from bot.jobs.usages import Usages
    from bot.moderation.policies import Policies
    from bot.moderation.tiers import Tiers
    from bot.store.command_ids import CommandIds

NEEDED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)
"""What the bot asks for when it is invited; the README says why."""

NO_MEMBER = text("refused.no_member")

# We never speak; without this discord.py warns of missing voice libraries at each start.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """All that a cog or a view may reach."""

    jobs: Jobs
    requests: Requests
    policies: Policies
    tiers: Tiers
    queue: QueueStore
    places: CommandPlaces
    courtesy: Courtesy
    pictures: PostedPictures
    sitting: Callable[[], Sitting]
    """Who judges new images."""
    told: ToldForms
    """What was told above forms that are still open."""
    suggesting: Suggesting
    favourites: Favourites
    images: ImageStore
    history: HistoryStore
    gallery: GalleryStore
    opt_outs: OptOuts
    stars: StarStore
    elsewhere: Elsewhere
    """Shows images of results in other places."""
    listings: ListingStore
    usages: Usages
    standings: Standings
    drawer: Drawer
    """Of charts."""
    deletions: Deletions
    finder: JobFinder
    command_ids: CommandIds
    members: MemberStore
    styles: Styles
    moderation: Moderation
    budgets: BudgetStore
    members_data: MembersData


class PostedPictures(Protocol):
    """Reads pictures, and other files, that members posted."""

    async def __call__(self, url: str, /) -> Found | Nothing | None:
        """Return the settings in one; None where it is not to be had."""
        ...

    async def file(self, url: str, most: int) -> bytes | None:
        """Return a file that a member handed over; None where it is away, or larger than that."""
        ...


class CommandPlaces(Protocol):
    """Where a command was given."""

    async def here(self, guild_id: GuildId, channel_id: int) -> tuple[PlaceId, ...]:
        """Return whose policies apply, nearest first; RefusedError when it cannot be told."""
        ...


class Tree(app_commands.CommandTree["Darkroom"]):
    """Where every command begins, and where every failure of one ends."""

    @override
    async def interaction_check(self, interaction: discord.Interaction[Darkroom], /) -> bool:
        """Answer by itself what may not go on: discord.py loses what is raised here."""
        try:
            ensure_member(interaction)
            await ensure_may_use(interaction)
        except RefusedError as error:
            await _refuse(interaction, error)
            return False
        return True

    @override
    async def on_error(
        self, interaction: discord.Interaction[Darkroom], error: app_commands.AppCommandError, /
    ) -> None:
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await explain(interaction, cause)


async def _refuse(interaction: discord.Interaction[Darkroom], error: RefusedError) -> None:
    """Answer with words, or with no choices to somebody who is still typing."""
    if interaction.type is not discord.InteractionType.autocomplete:
        await explain(interaction, error)
        return
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await interaction.response.autocomplete([])
    except Exception as unreachable:  # noqa: BLE001 - nothing is lost but an empty list
        log.info("autocomplete.unanswered", why=reason(unreachable))


class Darkroom(ShardedBot):
    """The bot; commands and views reach the services through it."""

    services: Services
    """Set by the composition root before the bot connects."""

    def __init__(self, *, shard_count: int | None, shard_ids: Sequence[int]) -> None:
        """Begin unconnected.

        Args:
            shard_count: How many shards there are in all; None asks Discord.
            shard_ids: Those of this process; empty means all.

        """
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.5,
            shard_count=shard_count,
        )
        # Given to the constructor it would need the count, which may not be known before Discord
        # is asked.
        self.shard_ids = list(shard_ids) or None


def point_at(api_url: str) -> None:
    """Send every REST call of this process to ``api_url``, a proxy or a stand-in."""
    Route.BASE = api_url


async def identity(token: str) -> str:
    """Return the name of the bot that ``token`` belongs to, and the link that invites it.

    Raises:
        discord.LoginFailure: Discord refuses the token.
        discord.HTTPException: Discord answered with something else.
        OSError: Discord could not be reached.

    """
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        await client.login(token)
        invite = discord.utils.oauth_url(
            client.application_id or 0,
            permissions=NEEDED,
            scopes=("bot", "applications.commands"),
        )
        return f"{client.user}; invite it by {invite}"


def ensure_member(interaction: discord.Interaction[Any]) -> None:
    """Refuse an interaction from where no server's policy can apply.

    A server that is unavailable for now counts; it stands in the list that Discord gave us.

    Raises:
        RefusedError: not in a server, in one that the bot is no member of, or by an application
            that a member installed for themselves.

    """
    if interaction.guild_id is None:
        raise RefusedError(NOT_HERE)
    by_member_alone = interaction.is_user_integration() and not interaction.is_guild_integration()
    if by_member_alone or interaction.client.get_guild(interaction.guild_id) is None:
        raise RefusedError(NO_MEMBER)
