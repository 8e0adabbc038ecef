"""Who moderates what: checked before anything of it is shown or done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.domain.ids import CaseId, UserId
from bot.errors import RefusedError
from bot.interactions.here import guild_of
from bot.interactions.moderation.reach import MOST_PLACES, UNKNOWN, Reach, Sight
from bot.interactions.pressing import soon
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom
    from bot.domain.ids import PlaceId
    from bot.domain.moderation.case import Case
    from bot.views.component_ids import ComponentId

NOT_A_MODERATOR = text("case.moderators")
NOT_THERE = text("moderating.elsewhere")
NOT_AT_LARGE = text("moderating.at_large")


def check_moderates(interaction: discord.Interaction[Darkroom]) -> None:
    """Refuse who does not moderate where they act.

    Raises:
        RefusedError: they may not manage messages there.

    """
    if not interaction.permissions.manage_messages:
        raise RefusedError(NOT_A_MODERATOR)


def check_moderates_at_large(interaction: discord.Interaction[Darkroom]) -> None:
    """Refuse who does not moderate the whole server.

    Raises:
        RefusedError: they moderate some of its channels, at most; or it cannot be told for now.

    """
    check_moderates(interaction)
    if not Reach(interaction, interaction.user).at_large:
        raise RefusedError(NOT_AT_LARGE)


async def check_moderates_case(interaction: discord.Interaction[Darkroom], case: Case) -> None:
    """Refuse who does not moderate where they act and where a case stands.

    Raises:
        RefusedError: so it is, or it cannot be told for now.

    """
    check_moderates(interaction)
    _check(case, await _covers(Reach(interaction, interaction.user), interaction, case))


async def sight_of(
    interaction: discord.Interaction[Darkroom], around: PlaceId | None = None
) -> Sight:
    """Return what of the server a list may tell whoever asks for it.

    Args:
        interaction: Theirs.
        around: A channel, with its threads, or a category, with its channels, that is meant.

    Raises:
        RefusedError: they do not moderate where they ask, or it cannot be told for now.

    """
    check_moderates(interaction)
    reach, guild_id = Reach(interaction, interaction.user), guild_of(interaction)
    if reach.is_whole and around is None:
        return Sight(None)
    audit = interaction.client.services.moderation.audit
    stands = await soon(audit.places(guild_id, limit=MOST_PLACES))
    sight = await reach.sight(stands)
    return sight if around is None else sight.narrowed(reach.inside(around, stands))


async def case_of(component: ComponentId, interaction: discord.Interaction[Darkroom]) -> Case:
    """Return the case about an image that a component is about, to who moderates there.

    Raises:
        RefusedError: who pressed does not, or there is no case of this id here.

    """
    check_moderates(interaction)
    reviews = interaction.client.services.moderation.reviews
    case = await soon(reviews.case(CaseId(component.job_id), guild_of(interaction)))
    await check_moderates_case(interaction, case)
    return case


async def case_pressed(component: ComponentId, interaction: discord.Interaction[Darkroom]) -> Case:
    """Return the case that a component is about, of this server.

    Raises:
        RefusedError: there is none.

    """
    casework = interaction.client.services.moderation.casework
    return await casework.of_server(CaseId(component.job_id), guild_of(interaction))


async def moderator_named(
    interaction: discord.Interaction[Darkroom],
    member: discord.User | discord.Member | None,
    case: Case,
) -> UserId | None:
    """Return the moderator for whom somebody else writes into a case, if one is named.

    Raises:
        RefusedError: they do not moderate where it stands.

    """
    if member is None:
        return None
    is_here = isinstance(member, discord.Member)
    if not is_here or not await _covers(Reach(interaction, member), interaction, case):
        raise RefusedError(text("case.not_moderator", member=f"<@{member.id}>"))
    return UserId(member.id)


async def _covers(
    reach: Reach, interaction: discord.Interaction[Darkroom], case: Case
) -> bool | None:
    job = None
    if case.job_id is not None:
        job = await soon(interaction.client.services.jobs.found(case.job_id))
    return await reach.covers(case.place, job.places if job is not None else ())


def _check(case: Case, covers: bool | None) -> None:  # noqa: FBT001 - what was found
    if covers is None:
        raise RefusedError(UNKNOWN)
    if not covers:
        is_at_large = case.place is None or int(case.place) == case.guild_id
        raise RefusedError(NOT_AT_LARGE if is_at_large else NOT_THERE)
