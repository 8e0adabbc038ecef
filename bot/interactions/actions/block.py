"""Block: a moderator blocks whom a case is about, for as long as they say in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.client.readers import locale_of
from bot.domain.ids import CaseId
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.forgery import fields_of
from bot.interactions.moderation.blocking import Order, block_member, ensure_blockable
from bot.interactions.moderation.moderating import (
    check_moderates_at_large,
    check_moderates_case,
)
from bot.interactions.offering import answer_with
from bot.interactions.pressing import soon
from bot.texts.text import text
from bot.views.moderation.block import REASON, UNTIL, block_modal

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.moderation.case import Case
    from bot.views.component_ids import ComponentId

NO_CASE = text("block.no_case")


async def block(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Open the form, for a moderator of the case's server.

    Raises:
        RefusedError: there is no such case there, they do not moderate all of it, or its member
            may not be blocked by them.

    """
    async with in_time(interaction):
        case = await _case_of(component, interaction)
        await ensure_blockable(interaction, _order(case, {}))
        await answer_with(interaction, block_modal(case, await locale_of(interaction)))


async def submit_block(
    component: ComponentId, interaction: discord.Interaction[Darkroom], /
) -> None:
    """Block the member as the form says.

    Raises:
        RefusedError: as above, or what the form says is no time.

    """
    fields = fields_of(interaction)
    async with in_time(interaction):
        case = await _case_of(component, interaction)
        await block_member(interaction, _order(case, fields))


async def _case_of(component: ComponentId, interaction: discord.Interaction[Darkroom]) -> Case:
    """Return the case that a component is about, to who moderates it and its whole server."""
    check_moderates_at_large(interaction)
    case = await soon(interaction.client.services.moderation.cases.get(CaseId(component.job_id)))
    if case is None or case.guild_id != interaction.guild_id:
        raise RefusedError(NO_CASE)
    await check_moderates_case(interaction, case)
    return case


def _order(case: Case, fields: dict[str, str]) -> Order:
    return Order(member=case.subject, until=fields.get(UNTIL), why=fields.get(REASON), case=case)
