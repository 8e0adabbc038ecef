"""What ``/privacy export`` and ``/privacy delete`` do, and answer to the member alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.errors import RefusedError
from bot.interactions.answering import Answer, answer_alone
from bot.jobs.erasing import MOST_JOBS, zipped
from bot.texts.say import say
from bot.texts.text import text
from bot.views.layout import ACCENT_CANCELLED, layout
from bot.views.own_data import erased_words

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.texts.text import Text

NAME = "darkroom-data.zip"

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
    data, user_id = interaction.client.services.members_data, UserId(interaction.user.id)
    most = MOST_JOBS
    kept = await data.gather(user_id)
    archive = await zipped(kept)
    while len(archive) > interaction.filesize_limit:
        most //= 2
        kept = await data.gather(user_id, most)
        archive = await zipped(kept)
    count = len(kept.parts["jobs"])
    told = text("privacy.exported", count=count)
    more = () if kept.is_whole else (text("privacy.exported.newest"),)
    return await _answer(interaction, (told, *more), {NAME: archive})


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
