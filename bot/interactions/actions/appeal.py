"""Appeal: a member asks moderators to look at their case again, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.interactions.answering import in_time
from bot.interactions.forgery import fields_of
from bot.interactions.moderation.moderating import case_pressed
from bot.interactions.offering import answer_with
from bot.texts.say import say
from bot.texts.text import text
from bot.views.moderation.appeal import WHY, appeal_modal

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.views.component_ids import ComponentId


async def appeal(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Open the form, for who may send it.

    Raises:
        RefusedError: they may not appeal, or it took too long.

    """
    async with in_time(interaction):
        case = await case_pressed(component, interaction)
        casework = interaction.client.services.moderation.casework
        await casework.check_may_appeal(case, UserId(interaction.user.id))
        await answer_with(interaction, appeal_modal(case, await locale_of(interaction)))


async def submit_appeal(
    component: ComponentId, interaction: discord.Interaction[Darkroom], /
) -> None:
    """Hand in what was written.

    Raises:
        RefusedError: they may not appeal, or say nothing or too much, or it took too long.

    """
    async with in_time(interaction):
        case = await case_pressed(component, interaction)
        why, locale = fields_of(interaction).get(WHY, ""), await locale_of(interaction)
        casework = interaction.client.services.moderation.casework
        await casework.appeal(case, UserId(interaction.user.id), why, locale)
        words = say(text("appeal.sent", number=case.number), locale)
        await interaction.response.send_message(words, ephemeral=True)
