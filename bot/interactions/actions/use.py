"""Use: a form with the settings of a picture is opened, and what was checked in it is asked for."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.client.readers import member_of
from bot.errors import RefusedError
from bot.interactions.actions.styles import is_of_style, open_style, submit_style
from bot.interactions.asking import ask
from bot.interactions.forgery import NOT_OURS, form_of
from bot.interactions.mentions import names_in
from bot.interactions.offering import open_form
from bot.jobs.told import NOTHING_TOLD
from bot.prompt.form import keeps_options, read
from bot.prompt.manner import Manner
from bot.views.use import Offer, form_in, private_and_marks, typed_and_told

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.policy import Policy
    from bot.jobs.requests import Built
    from bot.views.component_ids import ComponentId


async def use(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Open the form that the message of the button tells all of.

    Raises:
        RefusedError: the message tells nothing of the kind, or Discord did not take the form.

    """
    if is_of_style(component):
        await open_style(component, interaction)
        return
    form = form_in(getattr(interaction.message, "components", ()))
    if form is None:
        raise RefusedError(NOT_OURS)
    private, _ = private_and_marks(component.job_id)
    typed, told = typed_and_told(component.job_id)
    await open_form(interaction, Offer(form, private, typed=typed, told=told))


async def submit(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Ask for what the form says.

    Raises:
        RefusedError: it is no form of ours, or its wish cannot be taken.

    """
    form = form_of(interaction)
    if is_of_style(component):
        await submit_style(component, interaction, form)
        return
    private, marks = private_and_marks(component.job_id)
    typed, key = typed_and_told(component.job_id)
    services = interaction.client.services
    # What was told is of the options, mostly: of those that somebody wrote it is no longer true.
    told = services.told.of(key) if keeps_options(form, marks) else NOTHING_TOLD
    # An empty field says that there is to be no negative prompt.
    own = (await member_of(interaction)).without({"negative_prompt"})

    async def build(policy: Policy) -> Built:
        inline, slash = await asyncio.to_thread(read, form, marks, typed)
        inline = replace(
            inline,
            notes=(*told.notes, *inline.notes),
            ignored=(*told.ignored, *inline.ignored),
        )
        slash = replace(slash, options=replace(slash.options, private=private))
        names = names_in(interaction)
        return await services.requests.of(inline, slash, policy, names, Manner(own=own))

    await ask(interaction, build, private=private)
