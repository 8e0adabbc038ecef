"""Show one image of an earlier job again, where somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import InteractionType

from bot.domain.ids import GuildId, UserId
from bot.domain.ports import Spot
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.permissions import check_permissions
from bot.interactions.pressing import UNKNOWN
from bot.texts.text import text
from bot.views.repost import all_left_out

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom
    from bot.domain.job import Job

PRIVATE = text("history.is_private")


async def show_here(interaction: discord.Interaction[Darkroom], job: Job, number: int) -> None:
    """Post one image of a job into this channel, for all who read it, as its policy lets.

    It is a message of its own, after an answer that nobody sees; who may ask is the caller's
    question.

    Args:
        interaction: A command's or a button's, not yet answered.
        job: Of this server.
        number: Of the image, from 1.

    Raises:
        RefusedError: it may not be shown here, or is not to be had any more.

    """
    if interaction.guild_id != job.guild_id or interaction.channel_id is None:
        raise RefusedError(UNKNOWN)
    if job.request.private:
        raise RefusedError(PRIVATE)
    is_thread = isinstance(interaction.channel, discord.Thread)
    check_permissions(interaction.app_permissions, is_thread=is_thread)
    async with in_time(interaction):
        await _answer(interaction)
    spot = Spot(
        user_id=UserId(interaction.user.id),
        guild_id=GuildId(interaction.guild_id),
        channel_id=interaction.channel_id,
        press_id=interaction.id,
        application_id=interaction.application_id,
        token=interaction.token,
        size_limit=interaction.filesize_limit,
        locale=str(interaction.guild_locale or interaction.locale),
    )
    showing = await interaction.client.services.elsewhere.show(job, number, spot)
    if not showing.seen:
        raise RefusedError(all_left_out(showing.fits)[0])


async def _answer(interaction: discord.Interaction[Darkroom]) -> None:
    """Answer so that messages may follow that all see, and refusals that nobody else does.

    A command has to be answered by a message, which the next one would take the place of.
    """
    if interaction.type is InteractionType.component:
        await interaction.response.defer()
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.delete_original_response()
