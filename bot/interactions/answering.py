"""Answer one person with what takes a while: at once if it is quick, else said to be coming."""

from __future__ import annotations

import asyncio
import io
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import discord
import structlog

from bot.client.arrivals import answer_by, arrived_at
from bot.errors import RefusedError
from bot.interactions.places import NO_ANSWER
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Coroutine, Mapping
    from typing import Any

    from bot.client.discord_bot import Darkroom

QUICK_SECONDS = 1.5
"""From the arrival: what takes longer is said to be coming, within Discord's 3 s."""

CALLBACK_SECONDS = 1.2
"""For an answer after so much."""

PATIENCE_SECONDS = 90.0
"""For what is coming: a picture waits for its turn, and is drawn."""

EDIT_SECONDS = 20.0
"""For what has come, with its files."""

LATE = text("refused.late")

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person is shown."""

    view: discord.ui.LayoutView
    files: Mapping[str, bytes] = field(default_factory=dict)
    """By name; the view shows them."""

    def attachments(self) -> list[discord.File]:
        """Return the files anew: each can be sent once."""
        return [discord.File(io.BytesIO(data), name) for name, data in self.files.items()]


@asynccontextmanager
async def in_time(interaction: discord.Interaction[Darkroom]) -> AsyncGenerator[None]:
    """Let what is looked up and answered take no longer than an answer counts.

    Raises:
        RefusedError: it took longer.

    """
    try:
        async with asyncio.timeout_at(answer_by(interaction)):
            yield
    except TimeoutError as error:
        raise RefusedError(LATE) from error


async def answer_alone(
    interaction: discord.Interaction[Darkroom], making: Coroutine[Any, Any, Answer]
) -> None:
    """Answer with what is being made, whatever time that takes.

    Raises:
        RefusedError: the making says so, or it took too long.

    """
    task = asyncio.create_task(making)
    try:
        await asyncio.wait({task}, timeout=_left(interaction))
        if task.done():
            await _give(interaction, task.result())
            return
        async with asyncio.timeout(CALLBACK_SECONDS):
            await interaction.response.defer(ephemeral=True, thinking=True)
        async with asyncio.timeout(PATIENCE_SECONDS):
            made = await task
        async with asyncio.timeout(EDIT_SECONDS):
            await interaction.edit_original_response(view=made.view, attachments=made.attachments())
    except NO_ANSWER as error:
        log.warning("answer.late", why=type(error).__name__)
        raise RefusedError(LATE) from error
    finally:
        task.cancel()
        await asyncio.wait({task})


def _left(interaction: discord.Interaction[Darkroom]) -> float:
    spent = asyncio.get_running_loop().time() - arrived_at(interaction)
    return max(0.0, QUICK_SECONDS - spent)


async def _give(interaction: discord.Interaction[Darkroom], made: Answer) -> None:
    async with asyncio.timeout(CALLBACK_SECONDS):
        await interaction.response.send_message(
            view=made.view, files=made.attachments(), ephemeral=True
        )
