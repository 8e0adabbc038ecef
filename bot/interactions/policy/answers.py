"""What /policy answers: the rules in force, and what a change makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.ids import PlaceId, UserId
from bot.errors import RefusedError
from bot.interactions.answering import Answer, answer_alone
from bot.interactions.here import guild_of
from bot.interactions.moderation.review_rooms import is_open
from bot.interactions.places import is_placed, places_of
from bot.interactions.policy.target import target_at
from bot.texts.text import text
from bot.views.policy.change import Ground, change_view, undone_view
from bot.views.policy.rules import Level
from bot.views.policy.view import REVIEW_WARNING, Around, policy_view

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from typing import Any

    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.moderation.policy_change import PolicyChange
    from bot.domain.policy import PolicyPatch
    from bot.interactions.policy.target import Target
    from bot.texts.text import Text

GONE = text("policy.undo.gone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is said of a change beside itself."""

    notes: Sequence[Text] = ()
    warnings: Sequence[Text] = ()


NOTHING = Beside()


async def tell_policy(interaction: discord.Interaction[Darkroom], target: Target) -> None:
    """Answer with the rules in force."""
    await answer_alone(interaction, _shown(interaction, target))


async def change_policy(
    interaction: discord.Interaction[Darkroom],
    target: Target,
    patch: PolicyPatch,
    *,
    warnings: Sequence[Text] = (),
) -> None:
    """Let a place say what a patch says, and answer with what that changed."""
    policies, by = interaction.client.services.policies, UserId(interaction.user.id)
    act = policies.set(target.guild_id, target.place, patch, by=by)
    await tell_change(interaction, target, act, lambda: Beside(warnings=warnings))


async def reset_policy(interaction: discord.Interaction[Darkroom], target: Target) -> None:
    """Let a place inherit again, and answer with what that changed."""
    policies, by = interaction.client.services.policies, UserId(interaction.user.id)
    await tell_change(interaction, target, policies.reset(target.guild_id, target.place, by=by))


async def tell_change(
    interaction: discord.Interaction[Darkroom],
    target: Target,
    act: Coroutine[Any, Any, PolicyChange],
    beside: Callable[[], Beside] = lambda: NOTHING,
) -> None:
    """Change a place by ``act``, and answer with what that changed.

    Args:
        interaction: The command's.
        target: The place.
        act: Changes it.
        beside: Tells, once it is changed, what else there is to say.

    """
    await answer_alone(interaction, _changed(interaction, target, act, beside))


async def undo_policy(interaction: discord.Interaction[Darkroom], entry_id: int) -> None:
    """Take a change back, and answer with what that changed.

    Raises:
        RefusedError: there is no such change in this server, or none any more.

    """
    await answer_alone(interaction, _undone(interaction, entry_id))


async def _shown(interaction: discord.Interaction[Darkroom], target: Target) -> Answer:
    services = interaction.client.services
    said = await services.policies.said_in(target.guild_id)
    touched = await services.policies.touched(target.guild_id, target.places)
    below, unplaced = _below(interaction, target, said)
    view = policy_view(
        target.heading,
        _levels(target, said),
        services.policies.defaults,
        services.sitting(),
        age_restricted=target.age_restricted,
        around=Around(touched, below, unplaced, await _beware(interaction, target)),
        locale=await locale_of(interaction),
    )
    return Answer(view)


async def _changed(
    interaction: discord.Interaction[Darkroom],
    target: Target,
    act: Coroutine[Any, Any, PolicyChange],
    beside: Callable[[], Beside],
) -> Answer:
    change = await act
    ground, more = await _ground(interaction, target), beside()
    warned = [*more.warnings, *await _beware(interaction, target)]
    locale = await locale_of(interaction)
    view = change_view(ground, change, notes=more.notes, warned=warned, locale=locale)
    return Answer(view)


async def _undone(interaction: discord.Interaction[Darkroom], entry_id: int) -> Answer:
    policies, by = interaction.client.services.policies, UserId(interaction.user.id)
    undone = await policies.undo(guild_of(interaction), entry_id, by=by)
    if undone is None:
        raise RefusedError(GONE)
    target = target_at(interaction, undone.change.place)
    ground, locale = await _ground(interaction, target), await locale_of(interaction)
    return Answer(undone_view(ground, undone.change, undone.since, locale))


async def _ground(interaction: discord.Interaction[Darkroom], target: Target) -> Ground:
    services, above = interaction.client.services, target.above
    said = await services.policies.said(above.guild_id, above.places) if above.chain else {}
    return Ground(
        heading=target.heading,
        own=target.chain[0][1],
        above=_levels(above, said),
        defaults=services.policies.defaults,
        age_restricted=target.age_restricted,
        sitting=services.sitting(),
    )


async def _beware(interaction: discord.Interaction[Darkroom], target: Target) -> list[Text]:
    """Return what to beware of in the review channel in force."""
    policies = interaction.client.services.policies
    policy = await policies.in_force(target.guild_id, target.places)
    return [REVIEW_WARNING] if is_open(interaction.guild, policy) else []


def _levels(target: Target, said: Mapping[PlaceId, PolicyPatch]) -> list[Level]:
    return [Level(words, said[place]) for place, words in target.chain if place in said]


def _below(
    interaction: discord.Interaction[Darkroom],
    target: Target,
    said: Mapping[PlaceId, PolicyPatch],
) -> tuple[dict[int, Sequence[str]], int]:
    """Return the places within one that say something, and how many are not known to be there."""
    found: dict[int, Sequence[str]] = {}
    unplaced = 0
    for place in sorted(said.keys() - {*target.places}):
        guild = interaction.guild
        channel = guild.get_channel_or_thread(place) if guild else None
        if not is_placed(channel):
            unplaced += target.place == PlaceId(target.guild_id)
        elif target.place in places_of(channel, target.guild_id):
            found[place] = [*said[place].set_fields()]
    return found, unplaced
