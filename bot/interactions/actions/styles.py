"""What the buttons of styles do: another page of them, the form of one, and what it asks for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.client.readers import locale_of, member_of
from bot.interactions.asking import ask
from bot.interactions.mentions import names_in
from bot.interactions.offering import answer_with
from bot.jobs.service import ID_LENGTH
from bot.prompt.form import read
from bot.prompt.manner import Manner
from bot.views.styles import OF_STYLE, style_modal

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.policy import Policy
    from bot.domain.style import SavedStyle
    from bot.jobs.requests import Built
    from bot.prompt.form import Form
    from bot.views.component_ids import ComponentId


def is_of_style(component: ComponentId) -> bool:
    """Whether a form, or its button, is of a style: other ids there are of other lengths."""
    its_id = component.job_id
    is_long = len(its_id) == len(OF_STYLE) + ID_LENGTH
    return its_id.startswith(OF_STYLE) and is_long and component.number is None


async def open_style(component: ComponentId, interaction: discord.Interaction[Darkroom]) -> None:
    """Open the form that puts a prompt into a style.

    Raises:
        RefusedError: the style is gone, or Discord did not take the form.

    """
    saved = await _style_of(component, interaction)
    await answer_with(interaction, style_modal(saved, await locale_of(interaction)))


async def submit_style(
    component: ComponentId, interaction: discord.Interaction[Darkroom], form: Form
) -> None:
    """Ask for what the form of a style says.

    Raises:
        RefusedError: the style is gone, or the wish cannot be taken.

    """
    saved = await _style_of(component, interaction)
    own = await member_of(interaction)
    requests = interaction.client.services.requests

    async def build(policy: Policy) -> Built:
        inline, slash = await asyncio.to_thread(read, form, "")
        manner = Manner(saved.style, own=own)
        return await requests.of(inline, slash, policy, names_in(interaction), manner)

    await ask(interaction, build, private=False)


async def _style_of(
    component: ComponentId, interaction: discord.Interaction[Darkroom]
) -> SavedStyle:
    style_id = component.job_id.removeprefix(OF_STYLE)
    styles = interaction.client.services.styles
    return await styles.by_id(style_id, interaction.user.id, interaction.guild_id)
