"""The pages of ``/models``: what may be used where they are looked at, and by whom they are."""

from __future__ import annotations

import asyncio
from itertools import islice
from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.listing import LAST_PAGE
from bot.domain.model_rules import allowed
from bot.domain.models import ModelKind
from bot.interactions.here import policy_here
from bot.interactions.places import is_age_restricted
from bot.views.models import PAGE_SIZE, ModelsPage, models_view
from bot.views.pages import pages_of

if TYPE_CHECKING:
    import discord
    from discord import ui

    from bot.client.discord_bot import Darkroom
    from bot.domain.listing import Listing
    from bot.domain.models import Model
    from bot.domain.policy import Policy
    from bot.domain.ports import Catalogue

MOST = LAST_PAGE * PAGE_SIZE
"""Models that can be turned to; who looks for more has to search."""

KIND, BASE, TYPED = "kind", "base_model", "search"
"""What a list of models is narrowed by."""


async def models_page(
    interaction: discord.Interaction[Darkroom], listing: Listing, page: int, /
) -> ui.LayoutView:
    """Return a page, counted from 1; the last there is for one that lies behind it.

    Raises:
        RefusedError: it cannot be told for now what may be used here.

    """
    policy = await policy_here(interaction)
    catalogue = interaction.client.services.requests.catalogue
    kind = ModelKind(listing.query[KIND])
    base, typed = listing.query.get(BASE, ""), listing.query.get(TYPED, "")
    found = await asyncio.to_thread(_found, catalogue, kind, base, typed, policy)
    shown = found[:MOST]
    pages = pages_of(len(shown), PAGE_SIZE)
    number = min(page, pages)
    first = (number - 1) * PAGE_SIZE
    told = ModelsPage(
        models=tuple(shown[first : first + PAGE_SIZE]),
        number=number,
        pages=pages,
        kind=kind,
        base_model=base,
        typed=typed,
        has_more=len(found) > MOST,
        is_told=bool(catalogue.browse(kind)) if not found else True,
    )
    adult = is_age_restricted(interaction.channel)
    return models_view(told, listing.id, await locale_of(interaction), age_restricted=adult)


def _found(
    catalogue: Catalogue, kind: ModelKind, base: str, typed: str, policy: Policy
) -> list[Model]:
    """Return what may be used, as far as it can be turned to, and one more if there is more."""
    models = catalogue.browse(kind, base, typed)
    return list(islice((model for model in models if allowed(model, policy)), MOST + 1))
