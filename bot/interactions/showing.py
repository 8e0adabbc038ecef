"""Show one image of an earlier job again, where somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    import discord

    from bot.discord_bot import Darkroom
    from bot.domain.job import Job


async def show_here(interaction: discord.Interaction[Darkroom], job: Job, number: int) -> None:
    """Post one image of a job into this channel, for all who read it, as its policy lets.

    It is the answer to the interaction, which is not yet answered; who may ask is the caller's
    question.

    Args:
        interaction: A command's or a button's.
        job: Of this server.
        number: Of the image, from 1.

    Raises:
        RefusedError: it may not be shown here, or is not to be had any more.

    """
    raise RefusedError(text("job.unknown"))
