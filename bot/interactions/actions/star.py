"""Star: a member likes a result, or no longer; what several like is shown once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.domain.star import STARS_TO_SHOW
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.here import policy_here
from bot.interactions.places import open_channel
from bot.interactions.pressing import pressed, soon
from bot.texts.say import say
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom
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
    """Whether what stands here may stand in a showcase: whoever reads that may read this, too.

    They are told by their roles, and by name where they are let in so; of who is not known it
    cannot be told.
    """
    wall = interaction.guild.get_channel(showcase) if interaction.guild else None
    here = open_channel(interaction.channel)
    if wall is None or here is None:
        return False
    if _sees(wall.guild.default_role, here):
        return True
    roles = [it for it in wall.guild.roles if not it.is_bot_managed() and _sees(it, wall)]
    named = [it for it, said in wall.overwrites.items() if said.view_channel]
    return all(_sees(it, here) for it in [*roles, *named])


def _sees(reader: object, channel: discord.abc.GuildChannel) -> bool:
    if not isinstance(reader, discord.Role | discord.Member):
        return False
    return channel.permissions_for(reader).view_channel


def _told(stars: Stars, showcase: int | None) -> list[Text]:
    told = [text("star.given") if stars.given else text("star.taken")]
    told.append(text("star.count", count=stars.count))
    if showcase is not None and stars.count < STARS_TO_SHOW:
        told.append(text("star.showcase", stars=STARS_TO_SHOW, channel=f"<#{showcase}>"))
    return told
