"""Use, of a list of models: the form for a request opens with the model that was picked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.models import Model, ModelKind
from bot.domain.request import Lora
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.here import policy_here
from bot.interactions.listings import GONE, listing_of
from bot.interactions.models_page import KIND
from bot.interactions.offering import open_form
from bot.jobs.model_check import OPTION_OF, refusal_of
from bot.prompt.form import form_of
from bot.prompt.options import Options
from bot.texts.text import text
from bot.views.component_ids import custom_id
from bot.views.models import picked_name
from bot.views.use import Offer

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.listing import Listing
    from bot.views.component_ids import ComponentId

UNLISTED = text("models.gone")


async def use_model(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Open the form with a model in it.

    Raises:
        RefusedError: the list is gone or somebody else's, the model is gone or may not be used
            here, or it took too long.

    """
    async with in_time(interaction):
        listing = await listing_of(interaction, component.job_id)
        policy = await policy_here(interaction)
        model = _picked(component, interaction, listing)
        if (refused := refusal_of(OPTION_OF[model.kind], model, policy)) is not None:
            raise refused
        await open_form(interaction, Offer(form_of(_options(model)), private=False))


def _picked(
    component: ComponentId, interaction: discord.Interaction[Darkroom], listing: Listing
) -> Model:
    components = getattr(interaction.message, "components", ())
    name = picked_name(components, custom_id(component))
    if name is None or KIND not in listing.query:
        raise RefusedError(GONE)
    catalogue = interaction.client.services.requests.catalogue
    model = catalogue.find(ModelKind(listing.query[KIND]), name)
    if model is None:
        raise RefusedError(UNLISTED)
    return model


def _options(model: Model) -> Options:
    """Return the options that name a model; what calls it up is the beginning of a prompt."""
    prompt = model.triggers[0] if model.triggers else None
    match model.kind:
        case ModelKind.CHECKPOINT:
            return Options(prompt=prompt, model=model.name)
        case ModelKind.LORA:
            return Options(prompt=prompt, loras=(Lora(model.name),))
        case ModelKind.EMBEDDING:
            return Options(prompt=prompt, embeddings=(model.name,))
        case ModelKind.VAE:
            return Options(prompt=prompt, vae=model.name)
