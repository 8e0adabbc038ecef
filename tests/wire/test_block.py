"""Blocked over the wire: a command, a button, a modal and a menu are refused, and little is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot


async def test_smoke(bot: WholeBot) -> None:
    world = bot.discord.world
    told = await bot.discord.slash("block", {"member": world.member, "until": "7d"}, user=world.moderator)
    await told.answered()
    print(told.text())
    refused = await bot.imagine()
    print(refused.text())
