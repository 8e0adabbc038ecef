"""Tune: what other thresholds would have done to the last images of a channel, and set one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.ids import PlaceId, UserId
from bot.domain.moderation.tuning import rule_of
from bot.domain.stated import stated
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.moderation.moderating import case_of
from bot.interactions.pressing import soon
from bot.moderation.reviews import IMAGE_GONE
from bot.texts.say import say
from bot.texts.text import text
from bot.views.details_images import number_words
from bot.views.moderation.tuning import tuning_view

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.moderation.case import Case
    from bot.domain.policy import Policy
    from bot.views.component_ids import ComponentId

MANAGERS_ONLY = text("tune.managers")


async def tune(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Show thresholds to choose from, or set the one that was chosen.

    Raises:
        RefusedError: who pressed does not moderate there, or may not set a policy; or there is
            no such case here, or its image is gone.

    """
    async with in_time(interaction):
        case = await case_of(component, interaction)
        if component.number is not None:
            await _set(interaction, case, component.number)
            return
        services = interaction.client.services
        _, image = await soon(services.moderation.review_cards.subject(case))
        if image is None:
            raise RefusedError(IMAGE_GONE)
        tuning = await soon(
            services.moderation.reviews.tuning(case, image, await _policy(interaction, case))
        )
        view = tuning_view(case, tuning, await locale_of(interaction))
        await interaction.response.send_message(view=view, ephemeral=True)


async def _set(interaction: discord.Interaction[Darkroom], case: Case, threshold: int) -> None:
    if not interaction.permissions.manage_guild:
        raise RefusedError(MANAGERS_ONLY)
    services = interaction.client.services
    _, image = await soon(services.moderation.review_cards.subject(case))
    if image is None or case.place is None:
        raise RefusedError(IMAGE_GONE)
    rule = rule_of(image)
    before = getattr(await _policy(interaction, case), rule)
    patch = stated(**{rule: float(threshold)})
    place, by = PlaceId(case.place), UserId(interaction.user.id)
    await soon(services.policies.set(case.guild_id, place, patch, by=by))
    told = text(
        "tune.set", rule=rule, before=number_words(before), after=threshold, channel=f"<#{place}>"
    )
    words = say(told, await locale_of(interaction))
    await interaction.response.send_message(words, ephemeral=True)


async def _policy(interaction: discord.Interaction[Darkroom], case: Case) -> Policy:
    """Return the policy in force where the image of a case stands."""
    services, place = interaction.client.services, case.place or 0
    places = await services.places.here(case.guild_id, place)
    return await soon(services.policies.in_force(case.guild_id, places))
