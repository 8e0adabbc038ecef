"""What Discord took and did not answer for: it goes, too, once less may be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.wire.elsewhere import CLEAR, direct, imagined, pressed, told
from tests.wire.sharing import sharing
from tests.wire.test_showing import asked, history, pictured
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation, Message
    from bot.playground.discord.faults import Fault
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


POSTS = r"^/channels/\d+/messages"
RESTLESS = "The rules changed"


async def lost(bot: WholeBot, message: Message) -> tuple[Invocation, Fault]:
    """Ask for an image; Discord takes it, and holds an answer that will be lost."""
    fault = bot.discord.faults.add(method="POST", path=POSTS, hold="after", drop="after")
    sending = await pressed(bot, message)
    await eventually(lambda: fault.held == 1)
    [landed] = direct(bot)
    assert landed.pictures()
    return sending, fault


async def test_a_message_whose_answer_was_lost_goes_by_stricter_rules(bot: WholeBot) -> None:
    message = await imagined(bot, [CLEAR])
    sending, fault = await lost(bot, message)
    await bot.policy("set", metadata=False)
    fault.release()
    assert RESTLESS in await told(sending)
    assert direct(bot) == []
    sending, fault = await lost(bot, message)
    await bot.policy("set", threshold=1)
    fault.release()
    assert RESTLESS in await told(sending)
    assert direct(bot) == []
    # Nor does it help if Discord is away for longer than anybody is kept waiting.
    await bot.policy("reset")
    fault = bot.discord.faults.add(method="POST", path=POSTS, hold="after")
    away = bot.discord.faults.add(method="DELETE", path=POSTS, status=503, html=True, times=None)
    sending = await pressed(bot, message)
    await eventually(lambda: fault.held == 1)
    await bot.policy("set", threshold=1)
    fault.release()
    assert RESTLESS in await told(sending)
    assert direct(bot)
    assert away.hits
    bot.discord.faults.clear()
    await eventually(lambda: direct(bot) == [], 30)


async def test_what_is_deleted_goes_though_nobody_knows_where_it_was_shown(bot: WholeBot) -> None:
    world = bot.discord.world
    message, other = await imagined(bot, [CLEAR]), await imagined(bot, [CLEAR])
    listing = await history(bot, world.art)
    await asked(bot, listing, other)
    await eventually(lambda: pictured(bot, world.art))
    fault = bot.discord.faults.add(method="POST", path="^/webhooks/", hold="after", drop="after")
    await asked(bot, listing, message)
    await eventually(lambda: fault.held == 1)
    assert len(pictured(bot, world.art)) == 2
    await bot.press(message, "delete")
    fault.release()
    await eventually(lambda: len(pictured(bot, world.art)) == 1, 30)
    assert "Original message" in (left := pictured(bot, world.art)[0]).text()
    assert f"/{other.id}" in left.text()
