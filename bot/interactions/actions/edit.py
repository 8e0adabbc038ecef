"""Edit: a form with what was asked for is opened, and what was edited in it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.interactions.answering import in_time
from bot.interactions.forgery import form_of
from bot.interactions.here import policy_here
from bot.interactions.mentions import names_in
from bot.interactions.offering import answer_with
from bot.interactions.pressing import check_may_make, pressed
from bot.interactions.remaking import remake
from bot.prompt.edited import Edit
from bot.views.edit import edit_modal, shown_of

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.job import Job
    from bot.jobs.remaking import Remaking
    from bot.jobs.requests import Built
    from bot.views.component_ids import ComponentId


async def edit(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Open the form, for who may send it.

    Raises:
        RefusedError: whoever pressed may not have it, Discord did not take the form, or it took too
            long.

    """
    async with in_time(interaction):
        press = await pressed(component, interaction)
        check_may_make(press, await policy_here(interaction))
        await answer_with(interaction, edit_modal(press.job, await locale_of(interaction)))


async def submit_edit(
    component: ComponentId, interaction: discord.Interaction[Darkroom], /
) -> None:
    """Ask for the old request with what was edited.

    Raises:
        RefusedError: it is no form of ours, or what it says cannot be taken.

    """
    form = form_of(interaction)

    async def make(remaking: Remaking, job: Job) -> Built:
        old = Edit(job.request, shown_of(job.request))
        return await remaking.edited(old, form, names_in(interaction))

    await remake(component, interaction, make)
