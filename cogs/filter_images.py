"""/filter images: what a server wants never to see again."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Range  # noqa: TC002 - read by discord.py from the annotation

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.domain.listing import ListingKind
from bot.domain.moderation.fingerprint_file import write
from bot.interactions.answering import in_time
from bot.interactions.here import guild_of
from bot.interactions.listings import listed
from bot.interactions.localised import described
from bot.interactions.moderation.images_file import take_in
from bot.interactions.moderation.images_page import images_page
from bot.texts.say import say
from bot.texts.text import text
from bot.views.moderation.images import FILE_NAME

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom

MOST = 2**53 - 1
"""Discord takes no larger number."""


class FilterImages(app_commands.Group):
    """List, forget, export and import remembered images; a part of ``/filter``."""

    @app_commands.command(name="list", description=described(text("images.about.list")))
    @app_commands.checks.has_permissions(manage_guild=True)
    async def list_(self, interaction: discord.Interaction[Darkroom]) -> None:
        """List all, in pages."""
        async with in_time(interaction):
            listing = await listed(interaction, ListingKind.IMAGES)
            view = await images_page(interaction, listing, 1)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(description=described(text("images.about.forget")))
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.describe(number=described(text("images.about.number")))
    async def forget(
        self, interaction: discord.Interaction[Darkroom], number: Range[int, 1, MOST]
    ) -> None:
        """Let an image come again."""
        async with in_time(interaction):
            await interaction.client.services.moderation.fingerprints.forget(
                guild_of(interaction), number, by=UserId(interaction.user.id)
            )
        words = say(text("images.forgotten", number=number), await locale_of(interaction))
        await interaction.response.send_message(words, ephemeral=True)

    @app_commands.command(description=described(text("images.about.export")))
    @app_commands.checks.has_permissions(manage_guild=True)
    async def export(self, interaction: discord.Interaction[Darkroom]) -> None:
        """Hand the images over as a file."""
        async with in_time(interaction):
            images = interaction.client.services.moderation.fingerprints
            entries = await images.all(guild_of(interaction))
            data = await asyncio.to_thread(write, entries)
        words = say(text("images.exported", count=len(entries)), await locale_of(interaction))
        file = discord.File(io.BytesIO(data), FILE_NAME)
        await interaction.response.send_message(words, file=file, ephemeral=True)

    @app_commands.command(name="import", description=described(text("images.about.import")))
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.describe(file=described(text("images.about.file")))
    async def import_(
        self, interaction: discord.Interaction[Darkroom], file: discord.Attachment
    ) -> None:
        """Remember what stands in a file, and say how many."""
        await take_in(interaction, file)
