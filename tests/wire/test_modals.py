"""Modals over the wire: whatever is submitted is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.discord import Invocation

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

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
