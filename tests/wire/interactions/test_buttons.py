"""The router over real sockets: every press is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import structlog
from discord import ui

from bot.interactions.router import NOT_OURS
from bot.texts.say import say
from bot.texts.text import text
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import DiscordStandIn, Message
    from tests.wire.publishing_bot import PublishingBot


@pytest.fixture
async def message(discord: DiscordStandIn, bot: PublishingBot) -> Message:
    drawing = await discord.slash("draw", {"prompt": "a fox"})
    await bot.drawn(drawing)
    return drawing.shown


async def test_cancel_ends_the_message_at_once(
    discord: DiscordStandIn, bot: PublishingBot, message: Message
) -> None:
    press = await discord.press(message, message.button("cancel")["custom_id"])
    await press.answered()
    assert press.callback is not None
    assert press.callback["type"] == 7
    assert message.is_final
    assert "**Cancelled**" in message.text()
    await eventually(lambda: bot.services.jobs.told)
    assert [shown for _, shown in bot.services.jobs.told] == [True]


@pytest.mark.parametrize(("who", "may_manage"), [("second_member", False), ("moderator", True)])
async def test_the_service_is_told_who_presses_and_whether_they_moderate(
    discord: DiscordStandIn, bot: PublishingBot, message: Message, who: str, may_manage: bool
) -> None:
    user = getattr(discord.world, who)
    press = await discord.press(message, message.button("cancel")["custom_id"], user=user)
    await press.answered()
    assert bot.services.jobs.asked == [(user.id, may_manage)]


async def test_a_refusal_is_told_to_who_pressed_alone(
    discord: DiscordStandIn, bot: PublishingBot, message: Message
) -> None:
    bot.services.jobs.jobs.clear()
    press = await discord.press(message, message.button("cancel")["custom_id"])
    await press.answered()
    assert press.ephemeral
    assert press.text() == say(text("job.unknown"))
    assert not message.is_final


@pytest.mark.parametrize(
    "forged",
    ["darkroom:cancel:nobody", "darkroom:", "darkroom:explode:x", "darkroom:\ncancel:x"],
)
async def test_an_id_that_the_message_does_not_carry_is_answered(
    discord: DiscordStandIn, message: Message, forged: str
) -> None:
    press = await discord.press(message, forged)
    await press.answered()
    assert press.ephemeral
    assert press.text() == say(NOT_OURS)


async def test_a_button_whose_action_nobody_handles_is_answered(
    discord: DiscordStandIn, bot: PublishingBot, message: Message
) -> None:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.ActionRow(ui.Button(label="Explode", custom_id="darkroom:explode:j0b")))
    channel = bot.get_partial_messageable(message.channel_id)
    await channel.get_partial_message(message.id).edit(view=view)
    press = await discord.press(message, "darkroom:explode:j0b")
    await press.answered()
    assert press.ephemeral
    assert press.text() == say(NOT_OURS)


async def test_a_cancel_whose_answer_is_lost_is_left_to_the_jobs(
    discord: DiscordStandIn, bot: PublishingBot, message: Message
) -> None:
    fault = discord.faults.add(method="POST", path="/callback", drop=True)
    await discord.press(message, message.button("cancel")["custom_id"])
    await eventually(lambda: bot.services.jobs.told)
    assert fault.hits == 1
    assert [shown for _, shown in bot.services.jobs.told] == [False]


@pytest.mark.parametrize("fault", [{"drop": True}, {"delay": 20.0, "status": 500}])
async def test_words_that_discord_does_not_take_in_time_are_only_noted(
    discord: DiscordStandIn, message: Message, fault: dict[str, Any]
) -> None:
    discord.faults.add(method="POST", path="/callback", **fault)
    with structlog.testing.capture_logs() as logs:
        await discord.press(message, "darkroom:explode:x")
        await eventually(lambda: [it for it in logs if it["event"] == "interaction.unanswered"])
