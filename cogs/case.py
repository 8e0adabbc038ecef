"""/case: the numbered files of a server's moderation, for moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Range
from discord.ext import commands

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.domain.listing import ListingKind
from bot.domain.moderation.entry import EntryKind
from bot.interactions.answering import in_time
from bot.interactions.here import guild_of
from bot.interactions.listings import listed
from bot.interactions.localised import described
from bot.interactions.moderation.case_pages import MEMBER, NUMBER, OPEN, case_page, cases_page
from bot.interactions.moderation.moderating import check_moderates_case, moderator_named
from bot.texts.say import say
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom, Services
    from bot.texts.text import Text

LARGEST = 1_000_000_000
LONGEST = 300
"""Characters of what a moderator writes: a page of a case shows it whole."""

Number = Range[int, 1, LARGEST]
Words = Range[str, 1, LONGEST]

ABOUT_NUMBER = described(text("case.about.number"))
BEHALF = described(text("case.about.behalf"))


@app_commands.guild_only()
@app_commands.default_permissions(manage_messages=True)
class Case(commands.GroupCog, name="case", description=described(text("case"))):
    """Show and list cases, and write into them."""

    def __init__(self, services: Services) -> None:
        """Keep them with ``services.moderation.casework``."""
        self._services = services

    @app_commands.command(description=described(text("case.show")))
    @app_commands.checks.has_permissions(manage_messages=True)
    @app_commands.describe(number=ABOUT_NUMBER)
    async def show(self, interaction: discord.Interaction[Darkroom], number: Number) -> None:
        """Show one, with what happened last."""
        async with in_time(interaction):
            case = await self._services.moderation.casework.numbered(guild_of(interaction), number)
            await check_moderates_case(interaction, case)
            listing = await listed(interaction, ListingKind.CASE, {NUMBER: str(number)})
            view = await case_page(interaction, listing, 1)
            await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(name="list", description=described(text("case.list")))
    @app_commands.checks.has_permissions(manage_messages=True)
    @app_commands.describe(
        member=described(text("case.about.member")), open=described(text("case.about.open"))
    )
    async def list_(
        self,
        interaction: discord.Interaction[Darkroom],
        member: discord.User | None = None,
        open: bool | None = None,  # noqa: A002, FBT001 - the option's name and type
    ) -> None:
        """Show the first page."""
        said = {} if member is None else {MEMBER: str(member.id)}
        said |= {} if open is None else {OPEN: str(open)}
        async with in_time(interaction):
            listing = await listed(interaction, ListingKind.CASES, said)
            view = await cases_page(interaction, listing, 1)
            await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(description=described(text("case.note")))
    @app_commands.checks.has_permissions(manage_messages=True)
    @app_commands.rename(words="text")
    @app_commands.describe(
        number=ABOUT_NUMBER, words=described(text("case.about.note")), on_behalf_of=BEHALF
    )
    async def note(
        self,
        interaction: discord.Interaction[Darkroom],
        number: Number,
        words: Words,
        on_behalf_of: discord.User | None = None,
    ) -> None:
        """Add a note."""
        said = text("case.noted", number=number)
        await self._write(interaction, number, EntryKind.NOTED, words, on_behalf_of, said)

    @app_commands.command(description=described(text("case.reason")))
    @app_commands.checks.has_permissions(manage_messages=True)
    @app_commands.rename(words="text")
    @app_commands.describe(
        number=ABOUT_NUMBER, words=described(text("case.about.reason")), on_behalf_of=BEHALF
    )
    async def reason(
        self,
        interaction: discord.Interaction[Darkroom],
        number: Number,
        words: Words,
        on_behalf_of: discord.User | None = None,
    ) -> None:
        """Give a reason, in the place of the one before."""
        said = text("case.reasoned", number=number)
        await self._write(interaction, number, EntryKind.REASONED, words, on_behalf_of, said)

    async def _write(
        self,
        interaction: discord.Interaction[Darkroom],
        number: int,
        kind: EntryKind,
        words: str,
        behalf: discord.User | discord.Member | None,
        said: Text,
    ) -> None:
        casework, by = self._services.moderation.casework, UserId(interaction.user.id)
        async with in_time(interaction):
            case = await casework.numbered(guild_of(interaction), number)
            await check_moderates_case(interaction, case)
            other = await moderator_named(interaction, behalf, case)
            await casework.write(case, kind, words, by=by, behalf=other)
            told = say(said, await locale_of(interaction))
            await interaction.response.send_message(told, ephemeral=True)


async def setup(bot: Darkroom) -> None:
    """Give the bot the cog."""
    await bot.add_cog(Case(bot.services))
