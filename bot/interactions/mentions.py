"""What the mentions in a text are called, by those who can tell it within the time there is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import discord
import structlog

from bot.client.interaction_mentions import KEPT
from bot.interactions.places import NO_ANSWER
from bot.prompt.mentions import Kind, Mention, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.client.discord_bot import Darkroom
    from bot.jobs.naming import TellNames

ASK_SECONDS = 1.0
"""For all together: a command must be answered within 3 s."""

MOST_ASKED = 5
"""Members, of whom Discord is asked one by one."""

PRIVATE_THREAD = 12
LONGEST_ID = 20
"""Digits; no id of Discord's is longer."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def names_in(interaction: discord.Interaction[Darkroom]) -> TellNames:
    """Return who tells names: the interaction itself, then the cache, then Discord if asked.

    A channel that whoever acts cannot see has no name for them. Nothing is raised.
    """

    async def names(wanted: Sequence[Mention]) -> dict[Mention, str]:
        known = ((mention, _known(interaction, mention)) for mention in wanted)
        found = {mention: name for mention, name in known if name}
        unknown = [it for it in wanted if it not in found and it.kind is Kind.MEMBER]
        return found | await _asked(interaction, unknown[:MOST_ASKED])

    return names


def _known(interaction: discord.Interaction[Darkroom], mention: Mention) -> str:
    match mention.kind:
        case Kind.MEMBER:
            return _told_member(interaction, mention.id) or _cached_member(interaction, mention.id)
        case Kind.ROLE:
            role = _told(interaction, "roles", mention.id)
            return name_of(role.get("name")) or _cached_role(interaction, mention.id)
        case Kind.CHANNEL:
            return _told_channel(interaction, mention.id) or _cached_channel(
                interaction, mention.id
            )


def _told(interaction: discord.Interaction[Darkroom], kind: str, its_id: str) -> Mapping[str, Any]:
    """Return what came with an interaction: Discord looks up what string options mention."""
    data = cast("dict[str, object]", interaction.data or {})
    found: object = data.get(KEPT) or data.get("resolved")
    for key in (kind, its_id):
        found = cast("dict[str, object]", found).get(key) if isinstance(found, dict) else None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _told_member(interaction: discord.Interaction[Darkroom], its_id: str) -> str:
    return _display_name(_told(interaction, "members", its_id), _told(interaction, "users", its_id))


def _display_name(member: Mapping[str, Any], user: Mapping[str, Any]) -> str:
    return name_of(member.get("nick"), user.get("global_name"), user.get("username"))


def _told_channel(interaction: discord.Interaction[Darkroom], its_id: str) -> str:
    channel = _told(interaction, "channels", its_id)
    rights = str(channel.get("permissions", ""))
    sees = rights.isdecimal() and discord.Permissions(int(rights)).view_channel
    is_secret = channel.get("type") == PRIVATE_THREAD and not _is_here(interaction, its_id)
    return name_of(channel.get("name")) if sees and not is_secret else ""


def _is_here(interaction: discord.Interaction[Darkroom], its_id: str) -> bool:
    return its_id == str(interaction.channel_id)


def _guild(interaction: discord.Interaction[Darkroom]) -> discord.Guild | None:
    return interaction.client.get_guild(interaction.guild_id or 0)


def _cached_member(interaction: discord.Interaction[Darkroom], its_id: str) -> str:
    """Return the name of who acts or of the bot: others are not kept."""
    guild = _guild(interaction)
    for known in (interaction.user, guild.me if guild else None):
        if known is not None and str(known.id) == its_id:
            return name_of(getattr(known, "nick", None), known.global_name, known.name)
    return ""


def _cached_role(interaction: discord.Interaction[Darkroom], its_id: str) -> str:
    guild = _guild(interaction)
    role = guild.get_role(_number(its_id)) if guild else None
    return name_of(role.name) if role else ""


def _cached_channel(interaction: discord.Interaction[Darkroom], its_id: str) -> str:
    guild = _guild(interaction)
    channel = guild.get_channel_or_thread(_number(its_id)) if guild else None
    return name_of(channel.name) if channel and _sees(interaction, channel) else ""


def _sees(
    interaction: discord.Interaction[Darkroom], channel: discord.abc.GuildChannel | discord.Thread
) -> bool:
    if _is_here(interaction, str(channel.id)):
        return True
    if isinstance(channel, discord.Thread):
        # Who is in a private thread is not known, and of others its channel must be.
        if channel.is_private() or channel.parent is None:
            return False
        channel = channel.parent
    member = interaction.user
    return isinstance(member, discord.Member) and channel.permissions_for(member).view_channel


def _number(its_id: str) -> int:
    return int(its_id) if len(its_id) <= LONGEST_ID else 0


async def _asked(
    interaction: discord.Interaction[Darkroom], members: Sequence[Mention]
) -> dict[Mention, str]:
    """Ask for all at once; who is not told of in time has no name."""
    found: dict[Mention, str] = {}
    guild_id = interaction.guild_id

    async def ask(mention: Mention) -> None:
        try:
            member: object = await interaction.client.http.get_member(
                guild_id or 0, int(mention.id)
            )
        except NO_ANSWER as error:
            log.info("mention.unknown", member=mention.id, why=type(error).__name__)
            return
        if name := _name_in(member):
            found[mention] = name

    try:
        async with asyncio.timeout(ASK_SECONDS), asyncio.TaskGroup() as group:
            for mention in members:
                if _number(mention.id):
                    group.create_task(ask(mention))
    except TimeoutError:
        log.info("mentions.late", asked=len(members), told=len(found))
    return found


def _name_in(member: object) -> str:
    """Return the name in what Discord answered; it may be no member, if a proxy did."""
    if not isinstance(member, dict):
        return ""
    user = member.get("user")
    return _display_name(member, user if isinstance(user, dict) else {})
