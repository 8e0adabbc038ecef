"""/models: what the engine has and this place allows, by pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.app_commands import Choice, Range

from bot.domain.listing import ListingKind
from bot.domain.model_rules import is_forbidden
from bot.domain.models import ModelKind
from bot.interactions.answering import in_time
from bot.interactions.listings import listed
from bot.interactions.localised import choice, described
from bot.interactions.models_page import BASE, KIND, TYPED, models_page
from bot.texts.text import text
from bot.views.models import KINDS

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom

    Command = app_commands.Command[Any, ..., None]

LONGEST = 100
"""Characters of a choice."""

MOST = 25


def models_command() -> Command:
    """Return the command that lists models."""

    @app_commands.command(name="models", description=described(text("models")))
    @app_commands.guild_only()
    @app_commands.describe(
        kind=described(text("models.kind")),
        base_model=described(text("models.base_model")),
        search=described(text("models.search")),
    )
    @app_commands.choices(kind=[choice(words, kind.value) for kind, words in KINDS.items()])
    @app_commands.autocomplete(base_model=_bases)
    async def models(
        interaction: discord.Interaction[Darkroom],
        kind: str | None = None,
        base_model: Range[str, 1, LONGEST] | None = None,
        search: Range[str, 1, LONGEST] | None = None,
    ) -> None:
        """Show the first page to one person."""
        query = {KIND: _kind(kind).value, BASE: base_model or "", TYPED: (search or "").strip()}
        async with in_time(interaction):
            listing = await listed(interaction, ListingKind.MODELS, query)
            view = await models_page(interaction, listing, 1)
            await interaction.response.send_message(view=view, ephemeral=True)

    return models


async def _bases(interaction: discord.Interaction[Darkroom], typed: str) -> list[Choice[str]]:
    kind = _kind(getattr(interaction.namespace, "kind", None))
    wanted = typed.strip().casefold()
    bases = interaction.client.services.requests.catalogue.bases(kind)
    fits = [base for base in bases if wanted in base.casefold() and len(base) <= LONGEST]
    shown = [base for base in fits[: 2 * MOST] if not is_forbidden(base)]
    return [Choice(name=base, value=base) for base in shown[:MOST]]


def _kind(said: object) -> ModelKind:
    """Return a kind by its name; checkpoints for whatever names none."""
    return next((kind for kind in ModelKind if kind.value == said), ModelKind.CHECKPOINT)


async def setup(bot: Darkroom) -> None:
    """Give the bot the command."""
    bot.tree.add_command(models_command())
