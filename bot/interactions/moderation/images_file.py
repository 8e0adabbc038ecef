"""Images to remember that somebody hands over as a file: fetched within bounds, and told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.domain.moderation.fingerprint_file import MOST_BYTES, read
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.here import guild_of
from bot.interactions.moderation.filter_files import TELL_SECONDS
from bot.texts.text import text
from bot.views.moderation.images import told_taken_in

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom


async def take_in(interaction: discord.Interaction[Darkroom], file: discord.Attachment) -> None:
    """Remember the images in a file, and tell how many.

    Raises:
        RefusedError: it is too large, not to be had, or no such file.

    """
    if file.size > MOST_BYTES:
        raise RefusedError(text("style.too_large", most=MOST_BYTES // 1024))
    async with in_time(interaction):
        await interaction.response.defer(ephemeral=True, thinking=True)
    services, guild_id = interaction.client.services, guild_of(interaction)
    data = await services.pictures.file(file.url, MOST_BYTES)
    if data is None:
        raise RefusedError(text("style.not_fetched"))
    contents = await asyncio.to_thread(read, data)
    added = await services.moderation.fingerprints.take_in(
        guild_id, contents.bits, by=UserId(interaction.user.id)
    )
    words = told_taken_in(added, len(contents.bits), contents.unread, await locale_of(interaction))
    async with asyncio.timeout(TELL_SECONDS):
        await interaction.edit_original_response(content=words)
