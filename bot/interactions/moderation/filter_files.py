"""A filter that somebody hands over as a file: fetched within bounds, and what came of it told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.domain.moderation.filter_file import MOST_BYTES, read
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.here import guild_of
from bot.texts.text import text
from bot.views.moderation.filters import taken_in_view

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.texts.text import Text

TELL_SECONDS = 6.0
"""For the answer, once it was said to be coming."""

NO_PLACE = text("filter.no_place")


async def take_in(interaction: discord.Interaction[Darkroom], file: discord.Attachment) -> None:
    """Keep the entries in a file, and tell in a few lines what was taken and what was not.

    Raises:
        RefusedError: it is too large, not to be had, or no file of a filter.

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
    known = {guild_id, *_places(interaction.guild)}
    lines = [line for line in contents.lines if line.place is None or line.place in known]
    taken = {*lines}
    lost = [(line.phrase, NO_PLACE) for line in contents.lines if line not in taken]
    made = await services.moderation.filters.take_in(
        guild_id, lines, by=UserId(interaction.user.id)
    )
    refused: list[tuple[str, Text]] = [*contents.refused, *lost]
    view = taken_in_view(made, refused, contents.unread, await locale_of(interaction))
    async with asyncio.timeout(TELL_SECONDS):
        await interaction.edit_original_response(view=view)


def _places(guild: discord.Guild | None) -> set[int]:
    """Return the channels, categories and threads of a server that are known."""
    if guild is None:
        return set()
    return {place.id for place in (*guild.channels, *guild.threads)}
