"""The one dynamic item: every component of ours, on messages of any age, answers through it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

import discord
import structlog
from discord import ui
from typing_extensions import override

from bot.discord_bot import ensure_member, explain
from bot.domain.ids import GuildId, JobId, UserId
from bot.errors import RefusedError
from bot.views.carried import carried
from bot.views.component_ids import PREFIX, ButtonAction, ComponentId, custom_id, parse
from bot.views.ended import ended_view

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from bot.discord_bot import Darkroom

CALLBACK_SECONDS = 2.5
"""An answer later than 3 s does not count."""

NOT_OURS = "This button is not one that I made, or no longer does anything."
NOT_OFFERED = "This button cannot do that here."

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class DarkroomButton(ui.DynamicItem[ui.Button[ui.LayoutView]], template=rf"(?s){PREFIX}.*"):
    """A button whose id is all its state, so that a restart loses nothing."""

    @override
    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Take any component: what an id may do is decided in the callback."""
        return cls(ui.Button(custom_id=match.string))

    @override
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the id says; whatever goes wrong is answered to who pressed."""
        try:
            ensure_member(interaction)
            await _route(parse(self.custom_id), interaction)
        except Exception as error:  # noqa: BLE001 - the boundary: discord.py would only log it
            await explain(interaction, error)


def cancel_button(job_id: JobId) -> DarkroomButton:
    """Make the button that ends a job."""
    return DarkroomButton(
        ui.Button(
            label="Cancel",
            style=discord.ButtonStyle.secondary,
            custom_id=custom_id(ComponentId(ButtonAction.CANCEL, job_id)),
        )
    )


async def answer_stranger(interaction: discord.Interaction[Any]) -> None:
    """Answer a press or a modal that is not of our making, or not where we put it.

    A listener of ``on_interaction``: discord.py drops these without a word.
    """
    if _is_forged(interaction):
        await explain(interaction, RefusedError(NOT_OURS))


def _is_forged(interaction: discord.Interaction[Any]) -> bool:
    if interaction.type is discord.InteractionType.modal_submit:
        return True  # no modal of ours is ever opened
    if interaction.type is not discord.InteractionType.component:
        return False
    data: Mapping[str, Any] = interaction.data or {}
    pressed = str(data.get("custom_id", ""))
    # discord.py leaves the attribute out where Discord sends no components.
    components = getattr(interaction.message, "components", [])
    ours = pressed.startswith(PREFIX)
    return not ours or (data.get("component_type"), pressed) not in set(carried(components))


async def _route(component: ComponentId | None, interaction: discord.Interaction[Darkroom]) -> None:
    if component is None:
        raise RefusedError(NOT_OURS)
    if component.action is not ButtonAction.CANCEL or component.number is not None:
        raise RefusedError(NOT_OFFERED)
    await _cancel(component.job_id, interaction)


async def _cancel(job_id: JobId, interaction: discord.Interaction[Darkroom]) -> None:
    until = asyncio.get_running_loop().time() + CALLBACK_SECONDS
    jobs = interaction.client.services.jobs
    job = await jobs.cancel(
        job_id,
        by=UserId(interaction.user.id),
        guild_id=GuildId(interaction.guild_id) if interaction.guild_id else None,
        may_manage=interaction.permissions.manage_messages,
    )
    shown = False
    try:
        async with asyncio.timeout_at(until):
            await interaction.response.edit_message(
                view=ended_view(job), allowed_mentions=discord.AllowedMentions.none()
            )
        shown = True
    except Exception as error:  # noqa: BLE001 - it has ended all the same; the jobs show it
        log.warning("cancel.not_shown", job=job_id, why=type(error).__name__)
    await jobs.cancel_told(job_id, shown=shown)
