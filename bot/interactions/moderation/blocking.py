"""Blocking a member and letting them have all again, as moderators do by command or button."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
import structlog

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.domain.moderation.until import until
from bot.errors import RefusedError
from bot.interactions.here import guild_of
from bot.interactions.moderation.moderating import check_moderates_at_large
from bot.interactions.places import NO_ANSWER
from bot.interactions.pressing import SLOW, soon
from bot.moderation.people import Sentence
from bot.texts.say import say
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom
    from bot.domain.moderation.block import Block
    from bot.domain.moderation.case import Case
    from bot.texts.text import Text

ASK_SECONDS = 0.8
"""For Discord, which knows what a member may do."""

MOST_REASON = 512
"""Characters; as Discord's own reasons."""

OWN = text("block.self")
OWN_AGAIN = text("unblock.self")
A_BOT = text("block.bot")
THE_OWNER = text("block.owner")
A_MODERATOR = text("block.moderator")

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a moderator said about a member."""

    member: discord.User | discord.Member | UserId
    """As Discord told of them; their id, where it did not."""
    until: str | None
    why: str | None
    case: Case | None = None
    """The case that led to it."""

    @property
    def whom(self) -> UserId:
        """The member's id."""
        return UserId(self.member if isinstance(self.member, int) else self.member.id)


async def block_member(interaction: discord.Interaction[Darkroom], order: Order) -> None:
    """Block a member, and tell the moderator alone.

    Raises:
        RefusedError: they may not be blocked, not by this moderator, who may not moderate the
            whole server; or it cannot be told in time.
        InvalidOptionError: there is no such time.

    """
    check_moderates_at_large(interaction)
    people = interaction.client.services.moderation.people
    guild_id, by = guild_of(interaction), UserId(interaction.user.id)
    ends_at = until(order.until, people.now())
    await ensure_blockable(interaction, order)
    sentence = Sentence(
        guild_id=guild_id,
        member=order.whom,
        by=by,
        until=ends_at,
        why=(order.why or "").strip()[:MOST_REASON],
    )
    block = await soon(people.block(sentence, order.case))
    interaction.client.services.moderation.casework.tell()
    await _tell(interaction, _done(block))


async def unblock_member(
    interaction: discord.Interaction[Darkroom], whom: UserId, why: str | None
) -> None:
    """Let a member have all again, and tell the moderator alone.

    Raises:
        RefusedError: nothing keeps them, they are the moderator, or that one does not moderate
            the whole server.

    """
    check_moderates_at_large(interaction)
    by, people = UserId(interaction.user.id), interaction.client.services.moderation.people
    if whom == by and not interaction.permissions.administrator:
        raise RefusedError(OWN_AGAIN)
    reason = (why or "").strip()[:MOST_REASON]
    held = await soon(people.unblock(guild_of(interaction), whom, by=by, why=reason))
    if held is None:
        raise RefusedError(text("unblock.nothing", member=f"<@{whom}>"))
    await _tell(interaction, text("unblock.done", member=f"<@{whom}>", case=held.number))


async def ensure_blockable(interaction: discord.Interaction[Darkroom], order: Order) -> None:
    """Let nobody block themselves, a bot, the owner, or a moderator; administrators may the last.

    Raises:
        RefusedError: so it is, or it cannot be told for now.

    """
    member = order.member
    if order.whom == interaction.user.id:
        raise RefusedError(OWN)
    if not isinstance(member, int) and member.bot:
        raise RefusedError(A_BOT)
    if interaction.guild is not None and order.whom == interaction.guild.owner_id:
        raise RefusedError(THE_OWNER)
    if interaction.permissions.administrator:
        return
    may = await _permissions(interaction, member)
    if may.manage_messages or may.manage_guild or may.administrator:
        raise RefusedError(A_MODERATOR)


async def _permissions(
    interaction: discord.Interaction[Darkroom], member: discord.User | discord.Member | UserId
) -> discord.Permissions:
    """Return what a member may do here or in the whole server; nothing, where they left."""
    if isinstance(member, discord.Member):
        here = member.resolved_permissions or discord.Permissions.none()
        return here | member.guild_permissions
    guild = interaction.guild
    if isinstance(member, discord.User) or guild is None:
        return discord.Permissions.none()
    try:
        async with asyncio.timeout(ASK_SECONDS):
            return (await guild.fetch_member(member)).guild_permissions
    except discord.NotFound:
        return discord.Permissions.none()
    except NO_ANSWER as error:
        log.info("member.permissions_unknown", why=type(error).__name__)
        raise RefusedError(SLOW) from error


def _done(block: Block) -> Text:
    member = f"<@{block.member}>"
    if block.until is None:
        return text("block.done", member=member, case=block.number)
    ends_at = round(block.until.timestamp())
    return text("block.done_until", member=member, ends_at=ends_at, case=block.number)


async def _tell(interaction: discord.Interaction[Darkroom], words: Text) -> None:
    await interaction.response.send_message(
        say(words, await locale_of(interaction)), ephemeral=True
    )
