"""A file of styles that somebody hands over: fetched within bounds, and what came of it told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.prompt.style_file import MOST_BYTES, read
from bot.texts.text import text
from bot.views.styles import report

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.style import Owner

TELL_SECONDS = 6.0
"""For the answer, once it was said to be coming."""

TOO_LARGE = text("style.too_large", most=MOST_BYTES // 1024)


async def take_in(
    interaction: discord.Interaction[Darkroom],
    file: discord.Attachment,
    owner: Owner,
    *,
    replace: bool,
) -> None:
    """Keep the styles in a file, and tell in a few lines what was taken and what was not.

    Raises:
        RefusedError: it is too large, not to be had, or no file of styles.

    """
    if file.size > MOST_BYTES:
        raise RefusedError(TOO_LARGE)
    async with in_time(interaction):
        await interaction.response.defer(ephemeral=True, thinking=True)
    services, by = interaction.client.services, UserId(interaction.user.id)
    data = await services.pictures.file(file.url, MOST_BYTES)
    if data is None:
        raise RefusedError(text("style.not_fetched"))
    contents = await asyncio.to_thread(read, data)
    taken = await services.styles.take_in(owner, by, contents, replace=replace)
    view = report(taken.names, taken.refused, taken.unread, await locale_of(interaction))
    async with asyncio.timeout(TELL_SECONDS):
        await interaction.edit_original_response(view=view)
