"""The one door for components and modals: whatever is pressed or submitted is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.client.barred import ensure_may_press
from bot.client.discord_bot import ensure_member
from bot.client.explaining import explain
from bot.errors import RefusedError
from bot.interactions.forgery import custom_id_of, is_forged, is_submission
from bot.interactions.registry import COMPONENTS, MODALS
from bot.texts.text import text
from bot.views.component_ids import parse

if TYPE_CHECKING:
    import discord

from bot.client.discord_bot import Darkroom

NOT_OURS = text("refused.not_ours")


async def route(interaction: discord.Interaction[Any]) -> None:
    """Do what the id of a component or a modal says; what goes wrong is told to who acted.

    A listener of ``on_interaction``. discord.py finds no view for what it hears, since none is
    kept, and drops it without a word; commands and autocompletes find their own way.
    """
    try:
        await _handle(interaction)
    except Exception as error:  # noqa: BLE001 - the boundary: discord.py would only log it
        await explain(interaction, error)


async def _handle(interaction: discord.Interaction[Darkroom]) -> None:
    pressed = custom_id_of(interaction)
    if pressed is None:
        return
    if is_forged(interaction):
        raise RefusedError(NOT_OURS)
    ensure_member(interaction)
    handlers = MODALS if is_submission(interaction) else COMPONENTS
    component = parse(pressed)
    handle = handlers.get(component.action) if component is not None else None
    if component is None or handle is None:
        raise RefusedError(NOT_OURS)
    await ensure_may_press(interaction, component.action)
    await handle(component, interaction)
