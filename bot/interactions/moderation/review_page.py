"""The pages of ``/review``: what waits for a moderator in a server, the oldest first."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.interactions.moderation.moderating import sight_of
from bot.views.moderation.review_list import PAGE_SIZE, review_view
from bot.views.pages import pages_of

if TYPE_CHECKING:
    import discord
    from discord import ui

    from bot.client.discord_bot import Darkroom
    from bot.domain.job import Job
    from bot.domain.listing import Listing
    from bot.domain.moderation.case import Case


async def review_page(
    interaction: discord.Interaction[Darkroom], listing: Listing, page: int, /
) -> ui.LayoutView:
    """Return a page of the cases that are open now; the last one for what lies behind it.

    Raises:
        RefusedError: who asks moderates here no longer.

    """
    sight, cases = await sight_of(interaction), interaction.client.services.moderation.cases
    waiting = partial(cases.waiting, listing.guild_id, limit=PAGE_SIZE, within=sight.within)
    found, total = await waiting(offset=(page - 1) * PAGE_SIZE)
    last = pages_of(total, PAGE_SIZE)
    if page > last:
        page = last
        found, total = await waiting(offset=(page - 1) * PAGE_SIZE)
    jobs = await asyncio.gather(*(_job(interaction, case) for case in found))
    beside = list(zip(found, jobs, strict=True))
    locale = await locale_of(interaction)
    return review_view(beside, total, page, listing.id, locale, notes=sight.notes())


async def _job(interaction: discord.Interaction[Darkroom], case: Case) -> Job | None:
    if case.job_id is None:
        return None
    return await interaction.client.services.jobs.found(case.job_id)
