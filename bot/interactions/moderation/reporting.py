"""Report images, by their button or by the menu of a message that shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.domain.image import PICKABLE
from bot.domain.moderation.report import Heard
from bot.errors import RefusedError
from bot.interactions.answering import Answer, answer_alone
from bot.interactions.pictured import pictures_of
from bot.interactions.pressing import soon
from bot.texts.text import text
from bot.views.moderation.reports import reported_view, which_view

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.job import Job
    from bot.interactions.pressing import Pressed

PRIVATE = text("report.private")
NOTHING = text("report.nothing")

NUMBERED = re.compile(r"(?P<job>[A-Za-z0-9]{1,32})-(?P<n>\d{1,2})(?:-blurred)?\.(?:jpg|png|webp)")
"""The name of a file that we posted: its job, and which of its images."""


async def report_some(
    interaction: discord.Interaction[Darkroom], press: Pressed, seen: Collection[int] = ()
) -> None:
    """Report the image that is seen; of several ask which.

    Args:
        interaction: To be answered, to who reports alone.
        press: What they act on.
        seen: Images that they have before them; none where those are all of the job's.

    Raises:
        RefusedError: there is nothing to report, or nobody to report it to.

    """
    numbers = await soon(_reportable(interaction, press.job))
    if seen:
        numbers = [number for number in numbers if number in seen]
    if not numbers:
        raise RefusedError(NOTHING)
    if len(numbers) == 1:
        await answer_alone(interaction, _filed(interaction, press.job, numbers))
    else:
        await answer_alone(interaction, _asked(interaction, press.job, numbers))


async def report_chosen(
    interaction: discord.Interaction[Darkroom], press: Pressed, number: int | None
) -> None:
    """Report one image, or all for None.

    Raises:
        RefusedError: as of ``report_some``.

    """
    numbers = await soon(_reportable(interaction, press.job))
    chosen = [it for it in numbers if number in {None, it}]
    if not chosen:
        raise RefusedError(NOTHING)
    await answer_alone(interaction, _filed(interaction, press.job, chosen))


def images_in(message: discord.Message, job: Job) -> set[int]:
    """Return which images of a job a message shows, by the names of its files."""
    found = (NUMBERED.fullmatch(picture.name) for picture in pictures_of(message))
    return {int(it["n"]) for it in found if it is not None and it["job"] == job.id}


async def _reportable(interaction: discord.Interaction[Darkroom], job: Job) -> list[int]:
    if job.request.private:
        raise RefusedError(PRIVATE)
    images = await interaction.client.services.images.of(job.id)
    return [it.number for it in images if it.judged.treatment in PICKABLE]


async def _asked(
    interaction: discord.Interaction[Darkroom], job: Job, numbers: Sequence[int]
) -> Answer:
    return Answer(which_view(job.id, numbers, await locale_of(interaction)))


async def _filed(
    interaction: discord.Interaction[Darkroom], job: Job, numbers: Sequence[int]
) -> Answer:
    services, by = interaction.client.services, UserId(interaction.user.id)
    filed = [await services.moderation.reports.report(job, number, by=by) for number in numbers]
    if any(it.heard in {Heard.FILED, Heard.DECIDED} for it in filed):
        services.moderation.cards.look_again()
    if any(it.is_withheld for it in filed):
        services.elsewhere.tidy()
    return Answer(reported_view(filed, await locale_of(interaction)))
