"""Tells a member, and only them, why something failed. The end of every command and button."""

from __future__ import annotations

import asyncio
import io
import secrets
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import app_commands, ui

from bot import metrics
from bot.client.arrivals import ANSWER_SECONDS, arrived_at
from bot.client.readers import locale_of
from bot.client.refusal import refusal
from bot.client.written import written
from bot.errors import FilteredError, ObstaclesError, RefusedError
from bot.texts.permissions import PERMISSIONS
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client.refusal import Refusal
    from bot.client.written import Written
    from bot.texts.text import Text

BRIEF_SECONDS = 0.8
"""The last of the time there is, for a brief answer where the whole one is not taken."""

LEAST_SECONDS = 1.5
"""With fewer left there is one try, and no time for files."""

LAST_SECONDS = 0.4
"""For each try, however late it is: to say nothing is never better."""

UNKNOWN_COMMAND = text("refused.unknown_command")
NOT_HERE = text("refused.server_only")

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def explain(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Tell the member why it failed, and give back what they wrote; note what we did not expect.

    The member first: writing a long traceback may take the seconds in which an answer counts.
    """
    incident = secrets.token_hex(4)
    known = texts_for(error)
    try:
        wrote = None if isinstance(error, FilteredError) else written(interaction.data)
        await _tell(interaction, known or (text("refused.bug", incident=incident),), wrote)
    except Exception as unreachable:  # noqa: BLE001 - the last word; nobody is left to be told
        log.warning("interaction.unanswered", why=reason(unreachable))
    if known is None:
        log.error("interaction.failed", incident=incident, exc_info=error)
    else:
        metrics.JOBS_REFUSED.inc()
        # The code alone: the words may repeat what somebody typed.
        why, user = known[0].code, interaction.user.id
        log.info("interaction.refused", why=why, obstacles=len(known), user=user)


async def _tell(
    interaction: discord.Interaction[Any], obstacles: Sequence[Text], wrote: Written | None
) -> None:
    clock = asyncio.get_running_loop().time
    came_at = clock() if interaction.response.is_done() else arrived_at(interaction)
    until = came_at + ANSWER_SECONDS
    answer = refusal(obstacles, wrote, await locale_of(interaction))
    for tried, due in _tries(answer, until, is_late=until - clock() < LEAST_SECONDS):
        try:
            async with asyncio.timeout(max(due - clock(), LAST_SECONDS)):
                await _send(interaction, tried)
                return
        except (TimeoutError, OSError, discord.DiscordException) as refused:
            log.warning("interaction.not_given_back", why=reason(refused))
    async with asyncio.timeout(max(until - clock(), LAST_SECONDS)):
        await _send(interaction, answer.with_words(answer.bare))


def _tries(answer: Refusal, until: float, *, is_late: bool) -> list[tuple[Refusal, float]]:
    """Return what gives back what was written, and until when each is tried."""
    if answer.words == answer.bare and not answer.files:
        return []
    brief = answer.with_words(answer.brief)
    if is_late:
        return [(brief if answer.files else answer, until)]
    return [(answer, until - BRIEF_SECONDS), (brief, until)]


async def _send(interaction: discord.Interaction[Any], answer: Refusal) -> None:
    said: dict[str, Any] = {"ephemeral": True}
    if answer.is_wide:
        view = ui.LayoutView(timeout=None)
        said["view"] = view.add_item(ui.TextDisplay(answer.words))
    else:
        said["content"] = answer.words
    if answer.files:
        said["files"] = [
            discord.File(io.BytesIO(content.encode()), name)
            for name, content in answer.files.items()
        ]
    if interaction.response.is_done():
        await interaction.followup.send(**said)
    else:
        await interaction.response.send_message(**said)


def reason(error: Exception) -> str:
    """Return what a log says of a failure; some have no words of their own."""
    return str(error) or type(error).__name__


def texts_for(error: Exception) -> tuple[Text, ...] | None:
    """Return what is said of a failure that a member can cause, or None for a bug."""
    match error:
        case ObstaclesError():
            return tuple(obstacle.text for obstacle in error.obstacles)
        case RefusedError():
            return (error.text,)
        case app_commands.MissingPermissions():
            names = tuple(PERMISSIONS.get(name, name) for name in error.missing_permissions)
            return (text("refused.permission", count=len(names), permissions=names),)
        case app_commands.NoPrivateMessage():
            return (NOT_HERE,)
        case (
            app_commands.CommandNotFound()
            | app_commands.CommandSignatureMismatch()
            | app_commands.TransformerError()
        ):
            return (UNKNOWN_COMMAND,)
        case _:
            return None
