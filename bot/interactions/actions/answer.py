"""Grant and refuse: a moderator answers an appeal; the first answer counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.moderation.blocking import OWN_AGAIN
from bot.interactions.moderation.moderating import (
    case_pressed,
    check_moderates,
    check_moderates_case,
)
from bot.texts.say import say
from bot.views.moderation.case_words import answer_words

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.moderation.case import Case
    from bot.interactions.handler import Handler
    from bot.views.component_ids import ComponentId


def answering(*, granted: bool) -> Handler:
    """Return what answers an appeal so.

    The message with the appeal is made to say so by whoever posted it, wherever it was answered.
    """

    async def answer(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
        async with in_time(interaction):
            check_moderates(interaction)
            case = await case_pressed(component, interaction)
            await check_moderates_case(interaction, case)
            if granted:
                await _check_not_freed(interaction, case)
            casework, by = (
                interaction.client.services.moderation.casework,
                UserId(interaction.user.id),
            )
            answered = await casework.answer(case, granted=granted, by=by)
            if answered.lifted:
                # It is done; what is remembered of the member is forgotten by this.
                await interaction.client.services.moderation.people.lift(case.id, by=by)
            interaction.client.services.moderation.cards.look_again()
            locale = await locale_of(interaction)
            words = " ".join(say(line, locale) for line in answer_words(case, answered))
            await interaction.response.send_message(words, ephemeral=True)

    return answer


async def _check_not_freed(interaction: discord.Interaction[Darkroom], case: Case) -> None:
    """Let nobody lift their own block by granting their appeal; but administrators may.

    Raises:
        RefusedError: it would.

    """
    if case.subject != interaction.user.id or interaction.permissions.administrator:
        return
    people = interaction.client.services.moderation.people
    standing = await people.standing(case.guild_id, case.subject)
    held = standing.blocked(people.now())
    if held is not None and held.case_id == case.id:
        raise RefusedError(OWN_AGAIN)
