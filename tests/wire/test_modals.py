"""Modals over the wire: whatever is submitted is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.discord import Invocation
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


MODAL = 9


@pytest.mark.parametrize(
    "forged", ["darkroom:edit:nobody", "darkroom:edit:", "darkroom:", "darkroom:explode:abc"]
)
async def test_a_forged_submission_is_answered(bot: WholeBot, forged: str) -> None:
    message = await bot.imagined()
    pressed = await bot.discord.press(message, "darkroom:")
    await pressed.answered()
    data = {"custom_id": forged, "title": "Edit", "components": []}
    pressed.interaction.answer = {"type": MODAL, "data": data}
    submitted = await bot.discord.submit(Invocation(pressed.interaction))
    await submitted.answered()
    assert submitted.ephemeral
    assert len(message.pictures()) == 1


async def test_a_refused_submission_gives_back_what_was_written(bot: WholeBot) -> None:
    message = await bot.imagined()
    pressed = await bot.discord.press(message, "darkroom:")
    await pressed.answered()
    field = {"type": 4, "custom_id": "prompt", "style": 2, "max_length": 4000}
    labels = [{"type": 18, "label": "Prompt", "component": field}]
    data = {"custom_id": "darkroom:edit:nobody", "title": "Edit", "components": labels}
    pressed.interaction.answer = {"type": MODAL, "data": data}
    opened = Invocation(pressed.interaction)
    submitted = await bot.discord.submit(opened, {"prompt": "a fox\nat dawn"})
    await submitted.answered()
    assert submitted.ephemeral
    assert "```\na fox\nat dawn\n```" in submitted.text()
