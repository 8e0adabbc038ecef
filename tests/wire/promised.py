"""What every button of a result promises, whatever it does: tried for any of them by one call."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.wire.rows import until

if TYPE_CHECKING:
    from bot.playground.discord import Message
    from tests.wire.whole_bot import WholeBot

UNKNOWN = "don't know this job"
PROMPT = "a most secret harbour"


async def keeps_its_promises(
    bot: WholeBot, action: str, told: str, *, refused: str | None = None
) -> Message:
    """Press the button of an action by who may and who may not, twice, elsewhere and restarted.

    Args:
        bot: The whole bot, without a job so far.
        action: Of a button below a result, which whoever asked for that may press again and again.
        told: What stands in the answer to who may.
        refused: What others are told, where the button is not theirs; moderators may always.

    Returns:
        A result in the channel, to go on with.

    """
    world = bot.discord.world
    message, private = await bot.imagined(PROMPT), await bot.imagined(PROMPT, private=True)
    await until(bot.database, lambda jobs: len(jobs) == 2 and all(it.shown for it in jobs))
    [channel] = (await bot.discord.keeper.add_guild("elsewhere")).channels.values()
    for said, result, place in (
        (told, message, {}),
        (refused or told, message, {"user": world.second_member}),
        (told, message, {"user": world.moderator}),
        (told, private, {}),
        (UNKNOWN, private, {"user": world.moderator}),
        (UNKNOWN, message, {"channel": channel}),
    ):
        press = await bot.press(result, action, **place)
        assert said in press.text(), place
        if said is not told:
            assert press.ephemeral
            assert PROMPT not in press.text()
    await bot.restart()
    custom_id = message.button(action)["custom_id"]
    two = [bot.discord.press(message, custom_id, user=world.member) for _ in range(2)]
    for press in await asyncio.gather(*two):
        assert told in (await press.answered()).text()
    return message
