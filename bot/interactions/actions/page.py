"""Page: a list that somebody asked for is turned to another page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.domain.listing import ListingKind
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.gallery_page import gallery_page
from bot.interactions.history_page import history_page
from bot.interactions.listings import GONE, listing_of
from bot.interactions.models_page import models_page
from bot.interactions.moderation.audits import audit_page
from bot.interactions.moderation.case_pages import case_page, cases_page, own_cases_page
from bot.interactions.moderation.filters_page import filters_page
from bot.interactions.moderation.images_page import images_page
from bot.interactions.moderation.review_page import review_page
from bot.interactions.styles_page import styles_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord
    from discord import ui

    from bot.client.discord_bot import Darkroom
    from bot.domain.listing import Listing
    from bot.views.component_ids import ComponentId


class ShowPage(Protocol):
    """Makes one page of a list."""

    async def __call__(
        self, interaction: discord.Interaction[Darkroom], listing: Listing, page: int, /
    ) -> ui.LayoutView:
        """Return a page, counted from 1; the last there is for one that lies behind it."""
        ...


PAGES: Mapping[ListingKind, ShowPage] = {
    ListingKind.CASE: case_page,
    ListingKind.CASES: cases_page,
    ListingKind.OWN_CASES: own_cases_page,
    ListingKind.AUDIT: audit_page,
    ListingKind.FILTERS: filters_page,
    ListingKind.GALLERY: gallery_page,
    ListingKind.HISTORY: history_page,
    ListingKind.IMAGES: images_page,
    ListingKind.MODELS: models_page,
    ListingKind.REVIEW: review_page,
    ListingKind.STYLES: styles_page,
}
"""By what is listed."""


async def page(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Show the page that the button names, in the place of the one it stands on.

    Raises:
        RefusedError: there is no such list any more, it is somebody else's, or it took too long.

    """
    async with in_time(interaction):
        listing = await listing_of(interaction, component.job_id)
        show = PAGES.get(listing.kind)
        if show is None:
            raise RefusedError(GONE)
        view = await show(interaction, listing, component.number or 1)
        await interaction.response.edit_message(view=view)
