"""/block and /unblock: moderators decide who may have nothing made here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.domain.ids import UserId
from bot.domain.moderation.until import MOST_CHARACTERS, USUAL, until
from bot.errors import InvalidOptionError
from bot.interactions.answering import in_time
from bot.interactions.localised import described
from bot.interactions.moderation.blocking import MOST_REASON, Order, block_member, unblock_member
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom

Command = app_commands.Command[Any, ..., None]

REASON = described(text("block.reason_option"))


def block_command() -> Command:
    """Return the command that blocks a member."""

    @app_commands.command(name="block", description=described(text("block")))
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.checks.has_permissions(manage_messages=True)
    @app_commands.describe(
        member=described(text("block.member")),
        until=described(text("block.until_option")),
        reason=REASON,
    )
    @app_commands.autocomplete(until=_lengths)
    async def block(
        interaction: discord.Interaction[Darkroom],
        member: discord.User,
        until: app_commands.Range[str, 1, MOST_CHARACTERS] | None = None,
        reason: app_commands.Range[str, 1, MOST_REASON] | None = None,
    ) -> None:
        """Block them, for good where nothing else is said."""
        async with in_time(interaction):
            await block_member(interaction, Order(member=member, until=until, why=reason))

    return block


def unblock_command() -> Command:
    """Return the command that lets a member have all again."""

    @app_commands.command(name="unblock", description=described(text("unblock")))
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.checks.has_permissions(manage_messages=True)
    @app_commands.describe(member=described(text("unblock.member")), reason=REASON)
    async def unblock(
        interaction: discord.Interaction[Darkroom],
        member: discord.User,
        reason: app_commands.Range[str, 1, MOST_REASON] | None = None,
    ) -> None:
        """Take back what keeps them: a block, or a wait for their strikes."""
        async with in_time(interaction):
            await unblock_member(interaction, UserId(member.id), reason)

    return unblock


async def _lengths(
    interaction: discord.Interaction[Darkroom], typed: str
) -> list[app_commands.Choice[str]]:
    """Suggest lengths, each with when it ends; first what was typed, if it says when."""
    now, words = interaction.client.services.moderation.people.now(), typed.strip()
    beginning = [each for each in USUAL if each.startswith(words.casefold())]
    suggested = []
    for said in dict.fromkeys([words, *beginning]):
        try:
            ends_at = until(said, now)
        except InvalidOptionError:
            continue
        if ends_at is not None:
            name = f"{said} → {ends_at:%Y-%m-%d %H:%M} UTC"
            suggested.append(app_commands.Choice(name=name, value=said))
    return suggested


async def setup(bot: Darkroom) -> None:
    """Give the bot the commands."""
    bot.tree.add_command(block_command())
    bot.tree.add_command(unblock_command())
