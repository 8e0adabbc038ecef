"""Send to me: images of a result go to the direct messages of whoever pressed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.domain.ports import Reader
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.pictured import pictures_of
from bot.interactions.places import NO_ANSWER
from bot.interactions.pressing import UNKNOWN, pressed
from bot.texts.say import say
from bot.texts.text import text
from bot.views.repost import all_left_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.reposting import Showing
    from bot.interactions.pressing import Pressed
    from bot.views.component_ids import ComponentId

SAY_SECONDS = 10.0
"""For the words, once the press was answered."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def send(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Send the image that the button names, or all of the result, and say what was left out.

    Raises:
        RefusedError: whoever pressed may not see it, their direct messages are closed, or it is
            no longer there.

    """
    async with in_time(interaction):
        press = await pressed(component, interaction)
        _check_sees(press, interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
    job = press.job
    locale = await locale_of(interaction)
    reader = Reader(user_id=UserId(interaction.user.id), locale=locale, press_id=interaction.id)
    numbers = None if component.number is None else [component.number]
    files = _files_of(interaction.message) if job.request.private else None
    elsewhere = interaction.client.services.elsewhere
    showing = await elsewhere.send(job, numbers, reader, files)
    try:
        async with asyncio.timeout(SAY_SECONDS):
            await interaction.edit_original_response(content=_words(showing, locale))
    except NO_ANSWER as error:  # they are there all the same
        log.info("send.not_told", job=job.id, why=type(error).__name__)


def _check_sees(press: Pressed, interaction: discord.Interaction[Darkroom]) -> None:
    """Refuse who pressed elsewhere than under the result: they may not see its channel.

    Raises:
        RefusedError: it is somebody else's, and not known to be seen by who pressed; or private,
            and only its own message shows it.

    """
    message = interaction.message
    if message is not None and message.id == press.job.address.message_id:
        return
    if not press.is_theirs:
        raise RefusedError(UNKNOWN)
    if press.job.request.private:
        raise RefusedError(text("send.private_elsewhere"))


def _files_of(message: discord.Message | None) -> Mapping[str, str]:
    """Return what a private result shows: only its press tells, no message can be read."""
    return {it.name: it.url for it in pictures_of(message)} if message is not None else {}


def _words(showing: Showing, locale: str) -> str:
    left_out = all_left_out(showing.fits)
    sent = text("send.sent", count=len(showing.seen)) if showing.seen else text("send.nothing")
    return "\n".join(say(line, locale) for line in (sent, *left_out))
