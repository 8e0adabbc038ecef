"""Star: a member likes a result, or no longer; what several like is shown once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ids import UserId
from bot.domain.star import STARS_TO_SHOW
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.here import policy_here
from bot.interactions.places import open_channel
from bot.interactions.pressing import pressed, soon
from bot.readers import locale_of
from bot.texts.say import say
from bot.texts.text import text

if TYPE_CHECKING:
    import discord

    from bot.discord_bot import Darkroom
    from bot.domain.job import Job
    from bot.domain.star import Stars
    from bot.texts.text import Text
    from bot.views.component_ids import ComponentId

OFF = text("star.off")
OWN = text("star.own")


async def star(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Give the star of whoever pressed, or take it back; what has enough goes into the showcase.

    Raises:
        RefusedError: there are no stars here, it is their own result, or it took too long.

    """
    async with in_time(interaction):
        press = await pressed(component, interaction)
        policy = await policy_here(interaction)
        if not policy.stars or press.job.request.private:
            raise RefusedError(OFF)
        if press.is_theirs:
            raise RefusedError(OWN)
        showcase = policy.showcase_channel
        if showcase is not None and not _may_leave(interaction, showcase):
            showcase = None
        stars = await soon(_turned(interaction, press.job, showcase))
        locale = await locale_of(interaction)
        words = " ".join(say(line, locale) for line in _told(stars, showcase))
        await interaction.response.send_message(words, ephemeral=True)


async def _turned(
    interaction: discord.Interaction[Darkroom], job: Job, showcase: int | None
) -> Stars:
    """Turn the star of whoever pressed, and have the result shown again if it has enough."""
    services, user_id = interaction.client.services, UserId(interaction.user.id)
    at = interaction.created_at
    stars = await services.stars.toggle(job.id, job.guild_id, user_id, now=at)
    if showcase is not None and stars.given and stars.count >= STARS_TO_SHOW:
        await services.elsewhere.showcase(job, showcase)
    return stars


def _may_leave(interaction: discord.Interaction[Darkroom], showcase: int) -> bool:
    """Whether what stands here may stand in a showcase: what is hidden from everyone stays so."""
    wall = interaction.guild.get_channel(showcase) if interaction.guild else None
    return wall is not None and (_is_open(interaction.channel) or not _is_open(wall))


def _is_open(channel: object) -> bool:
    """Whether everyone in the server may read a channel; of what is not known they may not."""
    read_by = open_channel(channel)
    if read_by is None:
        return False
    return read_by.permissions_for(read_by.guild.default_role).view_channel


def _told(stars: Stars, showcase: int | None) -> list[Text]:
    told = [text("star.given") if stars.given else text("star.taken")]
    told.append(text("star.count", count=stars.count))
    if showcase is not None and stars.count < STARS_TO_SHOW:
        told.append(text("star.showcase", stars=STARS_TO_SHOW, channel=f"<#{showcase}>"))
    return told
