"""What ``/privacy export`` and ``/privacy delete`` do, and answer to the member alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.errors import RefusedError
from bot.interactions.answering import Answer, answer_alone
from bot.jobs.erasing import JOBS, fitted
from bot.texts.say import say
from bot.texts.text import text
from bot.views.layout import ACCENT_CANCELLED, layout
from bot.views.own_data import erased_words

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.texts.text import Text

NAME = "darkroom-data.zip"

BESIDE = 64 * 1024
"""Bytes that an answer takes beside its file, at most."""

CONFIRM = text("privacy.delete.confirm_first")


async def hand_over(interaction: discord.Interaction[Darkroom]) -> None:
    """Answer with all that is kept of whoever asks, as an archive."""
    await answer_alone(interaction, _gathered(interaction))


async def erase(interaction: discord.Interaction[Darkroom], *, is_sure: bool) -> None:
    """Delete what is kept of whoever asks, once they are sure.

    Raises:
        RefusedError: they did not say that they are; the words tell what would go.

    """
    if not is_sure:
        raise RefusedError(CONFIRM)
    await answer_alone(interaction, _erased(interaction))


async def _gathered(interaction: discord.Interaction[Darkroom]) -> Answer:
    data = interaction.client.services.members_data
    found = await data.gather(UserId(interaction.user.id))
    kept, archive = await fitted(found, interaction.filesize_limit - BESIDE)
    told = [text("privacy.exported", count=len(kept.parts[JOBS]))]
    if not kept.is_whole:
        told.append(text("privacy.exported.newest"))
    if kept.left_out:
        names = ", ".join(f"`{name}`" for name in kept.left_out)
        told.append(text("privacy.exported.left_out", parts=names))
    return await _answer(interaction, tuple(told), {NAME: archive})


async def _erased(interaction: discord.Interaction[Darkroom]) -> Answer:
    data = interaction.client.services.members_data
    gone = await data.erase(UserId(interaction.user.id))
    return await _answer(interaction, erased_words(gone), {})


async def _answer(
    interaction: discord.Interaction[Darkroom], told: tuple[Text, ...], files: dict[str, bytes]
) -> Answer:
    locale = await locale_of(interaction)
    shown = [ui.TextDisplay[ui.LayoutView]("\n".join(say(each, locale) for each in told))]
    attached = [ui.File[ui.LayoutView](f"attachment://{name}") for name in files]
    return Answer(layout(ACCENT_CANCELLED, *shown, *attached), files)
