"""A picture that is slow to come: who asks is answered in time, and opens the form by a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.discord import Version
from bot.playground.discord.messages import COMPONENTS_V2, EPHEMERAL
from tests.unit.embedded.files import png, png_with
from tests.wire.sharing import sharing
from tests.wire.use import FLAGS, FOX, posted, use, values

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


DEFERRED = 5
FORM = {"prompt": "a red fox", "negative_prompt": "blur", "options": FLAGS}


async def slowly(bot: WholeBot, data: bytes, *, private: bool = False) -> Invocation:
    """Return an answer whose message has its button."""
    bot.discord.file_seconds = 2.0
    image = bot.discord.hand("fox.png", data)
    answer = await bot.imagine(".", image=image, private=private)
    assert answer.callback
    assert answer.callback["type"] == DEFERRED
    assert answer.response_time < 2.5
    await answer.until(lambda: not answer.shown.is_loading, timeout=10)
    assert answer.shown.ephemeral
    bot.discord.file_seconds = 0.0
    return answer


async def test_a_slow_picture_is_answered_in_time_and_opened_later(bot: WholeBot) -> None:
    answer = await slowly(bot, FOX)
    assert "a red fox" in answer.shown.text()
    opened = await bot.press(answer.shown, "use")
    assert values(opened) == FORM
    submitted = await bot.discord.submit(opened)
    assert len((await submitted.final()).pictures()) == 1
    assert bot.novita.tasks[0].request["seed"] == 42


async def test_the_button_works_after_a_restart_and_twice(bot: WholeBot) -> None:
    answer = await slowly(bot, FOX, private=True)
    await bot.restart()
    for _ in range(2):
        opened = await bot.press(answer.shown, "use")
        assert values(opened) == FORM
        await bot.restart()
        message = await (await bot.discord.submit(opened)).final()
        assert message.ephemeral
        assert len(message.pictures()) == 1


async def test_a_slow_message_command_is_offered_by_a_button_too(bot: WholeBot) -> None:
    bot.discord.file_seconds = 2.0
    answer = await use(bot, posted(bot, png(), FOX))
    await answer.until(lambda: not answer.shown.is_loading, timeout=10)
    assert values(await bot.press(answer.shown, "use")) == FORM


async def test_a_slow_picture_without_settings_is_said_to_have_none(bot: WholeBot) -> None:
    bot.discord.file_seconds = 2.0
    answer = await use(bot, posted(bot, png()))
    await answer.until(lambda: "no settings" in answer.text(), timeout=10)
    assert not answer.shown.is_loading
    assert answer.ephemeral


HARD = {
    "quotes": ('a "fox", ``` and `ink` \\" --', "blur ```"),
    "of every script": ("红狐在雪地里，水墨画。" * 40, "模糊" * 300),
    "longer than a request takes": ("fox, " * 700, "blur, " * 600),
    "emoji": ("🦊" * 900, "🌧" * 900),
    "backticks": ("`" * 1_500, "`" * 1_000),
    "mentions": ("<@123> @everyone a fox", "<#5>"),
}


@pytest.mark.parametrize("name", HARD)
async def test_whatever_stands_in_it_is_in_the_form(bot: WholeBot, name: str) -> None:
    prompt, negative = HARD[name]
    told = f"{prompt}\nNegative prompt: {negative}\nSteps: 28, Seed: 42, Size: 512x640"
    answer = await slowly(bot, png_with(parameters=told))
    opened = values(await bot.press(answer.shown, "use"))
    assert answer.shown.now.pings == frozenset()
    bot.discord.file_seconds = 0.0
    at_once = values(
        await bot.imagine(".", image=bot.discord.hand("fox.png", png_with(parameters=told)))
    )
    assert opened["options"] == at_once["options"]
    for field in ("prompt", "negative_prompt"):
        assert at_once[field].startswith(opened[field])
        assert len(opened[field]) >= min(len(at_once[field]), 550)


@pytest.mark.parametrize("status", [400, 500])
async def test_an_offer_that_discord_does_not_take_is_told_of(bot: WholeBot, status: int) -> None:
    bot.discord.file_seconds = 2.0
    bot.discord.faults.add(method="PATCH", path="/messages/@original", status=status, times=None)
    answer = await use(bot, posted(bot, FOX))
    await answer.until(lambda: "couldn't be opened" in answer.text(), timeout=15)
    assert not answer.shown.is_loading


async def test_what_is_adjusted_is_said_of_the_result_too(bot: WholeBot) -> None:
    answer = await slowly(bot, png_with(parameters="a fox\nSteps: 500, Seed: 1, Size: 512x512"))
    opened = await bot.press(answer.shown, "use")
    message = await (await bot.discord.submit(opened)).final()
    assert "500" in message.text()


async def test_a_message_that_tells_no_form_opens_none(bot: WholeBot) -> None:
    discord = bot.discord
    button = {"type": 2, "id": 2, "style": 2, "label": "Use", "custom_id": "darkroom:use:o0123"}
    row = {"type": 1, "id": 1, "components": [button]}
    shape = Version(sent={}, flags=COMPONENTS_V2 | EPHEMERAL, components=(row,))
    message = discord.registry.post(discord.world.channel.id, discord.world.bot, shape)
    pressed = await bot.press(message, "use")
    assert pressed.ephemeral
    assert "isn't one of mine" in pressed.text()
