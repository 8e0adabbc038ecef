"""Commands where the bot knows less than usual of the channel: no channel object, no parent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.interactions.places import UNPLACED
from bot.playground.discord.acts import interaction_payload
from bot.playground.discord.places import THREAD
from bot.texts.say import say
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from bot.playground.discord.interactions import Interaction
    from bot.playground.discord.payload import Payload
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


@pytest.fixture
def nameless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Discord tell of an interaction's channel nothing but its id."""

    def without_channel(it: Interaction, data: Payload, *, bot_id: int) -> Payload:
        payload = interaction_payload(it, data, bot_id=bot_id)
        del payload["channel"]
        return payload

    monkeypatch.setattr("bot.playground.discord.acting.interaction_payload", without_channel)


@pytest.mark.usefixtures("nameless")
async def test_a_policy_is_set_shown_and_reset_without_a_channel_object(bot: WholeBot) -> None:
    world = bot.discord.world
    await bot.policy("set", level=2)
    await bot.policy("set", channel=world.art, max_images=4)
    shown = (await bot.policy("show", channel=world.thread)).text()
    assert "level: **2** (the server)" in shown
    assert "max_images: **4** (its channel)" in shown
    reset = (await bot.policy("reset", channel=world.art)).text()
    assert "max_images: 4 → no limit (configuration)" in reset
    checked = (await bot.policy("check", member=world.member, channel=world.thread)).text()
    assert "They can make images now." in checked


@pytest.mark.usefixtures("nameless")
@pytest.mark.parametrize("command", ["show", "set", "reset"])
async def test_manage_server_is_needed_without_a_channel_object(
    bot: WholeBot, command: str
) -> None:
    rules = {"level": 2} if command == "set" else {}
    user = bot.discord.world.moderator
    refused = await (await bot.discord.slash(f"policy {command}", rules, user=user)).answered()
    assert refused.ephemeral
    assert "Manage Server" in refused.text()


@pytest.mark.usefixtures("nameless")
async def test_images_are_made_without_a_channel_object(bot: WholeBot) -> None:
    await bot.policy("set", channel=bot.discord.world.art, max_steps=10)
    invocation = await bot.imagine("a cat", channel=bot.discord.world.thread)
    assert len((await invocation.final()).pictures()) == 1
    assert bot.novita.tasks[0].request["steps"] == 10


@pytest.mark.parametrize("command", ["show", "set", "reset"])
async def test_a_thread_whose_channel_is_not_known_yet_is_refused_in_words(
    bot: WholeBot, command: str
) -> None:
    world = bot.discord.world
    unseen = world.add_channel(world.guild, "unseen", parent=world.category)
    thread = world.add_channel(world.guild, "deep", kind=THREAD, parent=unseen)
    rules = {"level": 2} if command == "set" else {}
    refused = await bot.policy(command, channel=thread, **rules)
    assert refused.ephemeral
    assert refused.text() == say(UNPLACED)


async def test_a_channel_that_is_not_known_yet_is_known_by_what_the_command_says(
    bot: WholeBot,
) -> None:
    world = bot.discord.world
    unseen = world.add_channel(world.guild, "unseen", parent=world.category)
    await bot.policy("set", channel=world.category, level=2)
    shown = await bot.policy("show", channel=unseen)
    assert "level: **2** (its category)" in shown.text()
