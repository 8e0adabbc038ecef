"""Ids that nobody of ours made: each press is answered, and only to who pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


@pytest.mark.parametrize(
    "custom_id",
    ["evil", "DARKROOM:cancel:x", "darkroom:", "darkroom:cancel:", "darkroom:\n", "other:cancel:a"],
)
async def test_a_foreign_or_forged_id_is_answered(bot: WholeBot, custom_id: str) -> None:
    message = await bot.imagined()
    press = await bot.discord.press(message, custom_id)
    await press.answered()
    assert press.ephemeral
    assert "button" in press.text()
    assert message.is_final
