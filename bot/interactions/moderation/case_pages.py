"""Pages of cases: of one, of a server's, and of a member's own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.ids import PlaceId, UserId
from bot.domain.moderation.casefile import MEMBERS_READ, CaseSearch
from bot.domain.ports import Missing
from bot.interactions.here import guild_of
from bot.interactions.moderation.moderating import check_moderates_case, sight_of
from bot.views.moderation.case_view import PAGE_SIZE, CaseSheet, CasesPage, case_view, cases_view
from bot.views.moderation.own_cases import PAGE_SIZE as OWN_SIZE
from bot.views.moderation.own_cases import OwnCases, own_cases_view
from bot.views.pages import pages_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord
    from discord import ui

    from bot.client.discord_bot import Darkroom
    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from bot.domain.listing import Listing
    from bot.domain.moderation.case import Case

NUMBER, MEMBER, OPEN = "number", "member", "open"
"""What narrows a list, by name."""


async def case_page(
    interaction: discord.Interaction[Darkroom], listing: Listing, page: int, /
) -> ui.LayoutView:
    """Return a page of what happened in one case, to a moderator.

    Raises:
        RefusedError: who asks does not moderate there by now, or there is no such case.

    """
    services, guild_id = interaction.client.services, guild_of(interaction)
    case = await services.moderation.casework.numbered(guild_id, int(listing.query[NUMBER]))
    await check_moderates_case(interaction, case)
    policy = await services.policies.in_force(guild_id, [PlaceId(guild_id)])
    sheet = CaseSheet(
        case=case,
        entries=await services.moderation.cases.entries(case.id),
        appeal=(await services.moderation.casework.appeals_of([case])).get(case.id),
        job=(await _jobs_of(interaction, [case])).get(case.job_id) if case.job_id else None,
        log_channel=policy.log_channel,
        is_place_gone=await _is_gone(interaction, case.place),
    )
    return case_view(sheet, listing.id, page, await locale_of(interaction))


async def cases_page(
    interaction: discord.Interaction[Darkroom], listing: Listing, page: int, /
) -> ui.LayoutView:
    """Return a page of a server's cases, to a moderator.

    Raises:
        RefusedError: who asks is none by now.

    """
    sight = await sight_of(interaction)
    member, is_open = listing.query.get(MEMBER), listing.query.get(OPEN)
    sought = CaseSearch(
        guild_id=guild_of(interaction),
        subject=UserId(int(member)) if member else None,
        is_open=None if is_open is None else is_open == str(True),
        within=sight.within,
    )
    found, total, page = await _found(interaction, sought, page, PAGE_SIZE)
    shown = CasesPage(
        cases=found,
        total=total,
        appeals=await interaction.client.services.moderation.casework.appeals_of(found),
        jobs=await _jobs_of(interaction, found),
        notes=sight.notes(),
    )
    return cases_view(shown, listing.id, page, await locale_of(interaction))


async def own_cases_page(
    interaction: discord.Interaction[Darkroom], listing: Listing, page: int, /
) -> ui.LayoutView:
    """Return a page of the cases that concern whoever asks."""
    services = interaction.client.services
    sought = CaseSearch(guild_id=guild_of(interaction), concerns=listing.owner)
    found, total, page = await _found(interaction, sought, page, OWN_SIZE)
    shown = OwnCases(
        member=listing.owner,
        cases=found,
        total=total,
        entries=await services.moderation.cases.entries_of(
            [case.id for case in found], MEMBERS_READ
        ),
        appeals=await services.moderation.casework.appeals_of(found),
        jobs=await _jobs_of(interaction, found),
    )
    return own_cases_view(shown, listing.id, page, await locale_of(interaction))


async def _found(
    interaction: discord.Interaction[Darkroom], sought: CaseSearch, page: int, size: int
) -> tuple[Sequence[Case], int, int]:
    """Return the cases of a page, how many there are, and which page it is: the last there is."""
    store = interaction.client.services.moderation.cases
    found, total = await store.sought(sought, limit=size, offset=(page - 1) * size)
    last = pages_of(total, size)
    if page > last:
        page = last
        found, total = await store.sought(sought, limit=size, offset=(page - 1) * size)
    return found, total, page


async def _is_gone(interaction: discord.Interaction[Darkroom], place: PlaceId | None) -> bool:
    """Whether a channel is known to be deleted."""
    guild = interaction.guild
    if guild is None or place is None or guild.get_channel_or_thread(place) is not None:
        return False
    unseen = interaction.client.services.moderation.unseen
    return place != guild.id and (unseen.known(place) or await unseen.find(place)) is Missing.GONE


async def _jobs_of(
    interaction: discord.Interaction[Darkroom], cases: Sequence[Case]
) -> dict[JobId, Job]:
    """Return the jobs of some cases: their messages have addresses."""
    ids = {case.job_id for case in cases if case.job_id is not None}
    jobs = await asyncio.gather(*map(interaction.client.services.jobs.found, ids))
    return {job.id: job for job in jobs if job is not None}
