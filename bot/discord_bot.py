"""The discord.py client and its command tree: where Discord meets the services. No logic."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import discord
import structlog
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from typing_extensions import override

from bot import metrics
from bot.errors import ConfigurationError, RefusedError
from bot.interaction_channels import find_channels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import GuildId, PlaceId
    from bot.jobs.requests import Requests
    from bot.jobs.service import Jobs
    from bot.moderation.policies import Policies
    from bot.store.meta import MetaStore

LEAVE_SECONDS = 1.5
"""discord.py itself waits 30 s for the gateway to answer a goodbye."""

START_SECONDS = 30.0
"""For a call that the start can do without; discord.py waits hours if a rate limit says so."""

EXPLAIN_SECONDS = 2.5
"""An answer later than 3 s does not count."""

APOLOGY = "Something broke on our side. It has been noted as `{incident}`."
UNKNOWN_COMMAND = "This command has changed. Reload Discord (Ctrl+R) and try it again."
NOT_HERE = "This works in servers only."
NOT_ALLOWED = "You need the permission {permissions} for this."

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
    places: CommandPlaces


class CommandPlaces(Protocol):
    """Where a command was given."""

    async def here(self, guild_id: GuildId, channel_id: int) -> tuple[PlaceId, ...]:
        """Return whose policies apply, nearest first; RefusedError when it cannot be told."""
        ...


class Tree(app_commands.CommandTree["Darkroom"]):
    """Where every failure of a command ends."""

    @override
    async def on_error(
        self, interaction: discord.Interaction[Darkroom], error: app_commands.AppCommandError, /
    ) -> None:
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await explain(interaction, cause)


class Darkroom(commands.AutoShardedBot):
    """The bot. AutoSharded even with one shard: a plain Bot dies of a failed first connection."""

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
        self._connection.parsers = find_channels(self._connection.parsers)

    async def find_gateway(self, address: str) -> None:
        """Take ``address`` as the gateway, or ask Discord for it when empty.

        discord.py asks by itself only when it also needs the number of shards, and would not
        let another address win. With an address of ours, and no number from Discord, there
        are as many shards as this process needs.

        Raises:
            discord.GatewayNotFound: Discord did not say, and ``address`` is empty.
            ConfigurationError: a shard of this process is beyond those that Discord asks for.

        """
        count: int | None = self.shard_count
        highest = max(self.shard_ids or [0])
        if not address or count is None:
            shards, told = await self._ask_gateway(address, highest + 1)
            address, self.shard_count = address or told, count or shards
        if highest >= self.shard_count:
            asked = f"the {self.shard_count} shards that Discord asks for"
            raise ConfigurationError(f"SHARD_IDS: must be below {asked}")
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)

    async def _ask_gateway(self, known: str, needed: int) -> tuple[int, str]:
        """Return the number of shards and the address; with one known, ``needed`` will do."""
        try:
            async with asyncio.timeout(START_SECONDS if known else None):
                shards, told, _ = await self.http.get_bot_gateway()
        except Exception as error:  # a proxy may answer with anything
            if not known:
                raise
            log.warning("gateway.not_told", shards=needed, why=_reason(error))
            return needed, known
        return shards, told

    async def leave(self) -> None:
        """Close, within ``LEAVE_SECONDS`` even when the gateway does not answer."""
        try:
            async with asyncio.timeout(LEAVE_SECONDS):
                await self.close()
        except TimeoutError:
            await self.http.close()

    @property
    def is_connected(self) -> bool:
        """Whether every shard of this process has a live connection."""
        return bool(self.shards) and all(not shard.is_closed() for shard in self.shards.values())


def point_at(api_url: str) -> None:
    """Send every REST call of this process to ``api_url``, a proxy or a stand-in."""
    Route.BASE = api_url


async def identity(token: str) -> str:
    """Return the name of the bot that ``token`` belongs to.

    Raises:
        discord.LoginFailure: Discord refuses the token.
        discord.HTTPException: Discord answered with something else.
        OSError: Discord could not be reached.

    """
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        await client.login(token)
        return str(client.user)


async def sync_commands(bot: Darkroom, meta: MetaStore, guild_ids: Sequence[GuildId]) -> None:
    """Register the commands, globally or with these guilds only, if they have changed.

    Discord counts creations, not unchanged upserts; the hash spares the call at each start.
    Where Discord does not take them the start goes on, and the next one tries again.

    Raises:
        discord.LoginFailure: Discord refuses the token.

    """
    payload = [command.to_dict(bot.tree) for command in bot.tree.get_commands()]
    for guild_id in guild_ids or (None,):
        target = None if guild_id is None else discord.Object(guild_id)
        version = (bot.application_id, discord.__version__, payload)
        digest = hashlib.sha256(json.dumps(version, sort_keys=True).encode()).hexdigest()
        key = f"commands:{guild_id or 'global'}"
        if await meta.get(key) == digest:
            continue
        if target is not None:
            bot.tree.copy_global_to(guild=target)
        try:
            async with asyncio.timeout(START_SECONDS):
                await bot.tree.sync(guild=target)
        except discord.LoginFailure:
            raise
        except Exception as error:  # noqa: BLE001 - Discord's side: what it knows goes on working
            log.error("commands.not_synced", where=key, why=_reason(error))  # noqa: TRY400 - as told
            continue
        await meta.put(key, digest)
        log.info("commands.synced", where=key, count=len(payload))


async def explain(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Tell the member, and only them, why it failed; note what we did not expect.

    The member first: writing a long traceback may take the seconds in which an answer counts.
    """
    incident = secrets.token_hex(4)
    text = words_for(error)
    try:
        async with asyncio.timeout(EXPLAIN_SECONDS):
            answer = text or APOLOGY.format(incident=incident)
            if interaction.response.is_done():
                await interaction.followup.send(answer, ephemeral=True)
            else:
                await interaction.response.send_message(answer, ephemeral=True)
    except Exception as unreachable:  # noqa: BLE001 - the last word; nobody is left to be told
        log.warning("interaction.unanswered", why=_reason(unreachable))
    if text is None:
        log.error("interaction.failed", incident=incident, exc_info=error)
    else:
        metrics.JOBS_REFUSED.inc()
        log.info("interaction.refused", why=text, user=interaction.user.id)


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def words_for(error: Exception) -> str | None:
    """Return the words for a failure that a member can cause, or None for a bug."""
    match error:
        case RefusedError():
            return str(error)
        case app_commands.MissingPermissions():
            names = (name.replace("guild", "server") for name in error.missing_permissions)
            words = ", ".join(name.replace("_", " ").title() for name in names)
            return NOT_ALLOWED.format(permissions=words)
        case app_commands.NoPrivateMessage():
            return NOT_HERE
        case (
            app_commands.CommandNotFound()
            | app_commands.CommandSignatureMismatch()
            | app_commands.TransformerError()
        ):
            return UNKNOWN_COMMAND
        case _:
            return None
