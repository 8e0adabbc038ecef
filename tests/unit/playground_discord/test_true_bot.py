"""A real discord.py bot lives in the stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from discord import TextChannel

from bot.playground.discord import DiscordStandIn, Permission, Weather
from tests.unit.playground_discord.pictures import png
from tests.unit.playground_discord.tiny_bot import running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.discord import Invocation
    from bot.playground.discord.gateway import How


@pytest.fixture
async def discord() -> AsyncIterator[DiscordStandIn]:
    async with DiscordStandIn(weather=Weather.still()) as stand_in, running(stand_in):
        yield stand_in


async def test_a_slash_command_is_answered_and_its_message_becomes_the_result(
    discord: DiscordStandIn,
) -> None:
    drawing = await discord.slash("draw", {"prompt": "a fox"})
    await drawing.answered()
    message = drawing.shown
    assert message.versions[0].sent["flags"] == 1 << 15
    await discord.until(lambda: len(message.versions) == 2, timeout=5)
    assert message.text() == "Done"
    assert [(it.name, it.data, it.spoiler) for it in message.pictures()] == [
        ("j1-1.png", png(1), True),
        ("j1-2.png", png(2), True),
    ]
    assert drawing.response_time < 1
    assert not drawing.ephemeral


async def test_an_option_completes_itself(discord: DiscordStandIn) -> None:
    choices = await discord.autocomplete("draw", "model", "dream", options={"prompt": "x"})
    assert [each["value"] for each in choices] == ["dreamshaper", "dreamlike"]


async def test_a_subcommand_gets_typed_options_and_permissions() -> None:
    async with DiscordStandIn(weather=Weather.still()) as stand_in, running(stand_in) as bot:
        world = stand_in.world
        it = await stand_in.slash(
            "rules set", {"threshold": 70, "channel": world.thread}, user=world.admin
        )
        await it.answered()
        await stand_in.until(lambda: it.shown.text() == "Noted", timeout=5)
        assert it.ephemeral
        assert dict(bot.seen) == {
            "threshold": 70,
            "channel": world.thread.id,
            "may": True,
            "attach": True,
            "limit": 10 * 1024 * 1024,
        }


async def test_the_library_sees_the_same_permissions_and_the_age_mark() -> None:
    async with DiscordStandIn(weather=Weather.still()) as stand_in, running(stand_in) as bot:
        world = stand_in.world
        await stand_in.keeper.permit_bot(world.adult_channel, ~int(Permission.ATTACH_FILES))
        guild = bot.get_guild(world.guild.id)
        assert guild is not None

        def permissions() -> list[bool]:
            ids = (world.channel.id, world.adult_channel.id)
            found = [guild.get_channel(each) for each in ids]
            return [each.permissions_for(guild.me).attach_files for each in found if each]

        it = await stand_in.slash("rules set", {"threshold": 1}, channel=world.adult_channel)
        await it.answered()
        assert permissions() == [True, False]
        assert ("attach", False) in bot.seen
        adult = guild.get_channel(world.adult_channel.id)
        assert isinstance(adult, TextChannel)
        assert adult.is_nsfw()


async def drawn(stand_in: DiscordStandIn) -> Invocation:
    drawing = await (await stand_in.slash("draw", {"prompt": "a fox"})).answered()
    await stand_in.until(lambda: drawing.shown.is_final, timeout=5)
    return drawing


async def test_a_button_answers_whoever_presses(discord: DiscordStandIn) -> None:
    message = (await drawn(discord)).shown
    user = discord.world.second_member
    again = await (await discord.press(message, "tiny:again:j1", user=user)).answered()
    assert (again.ephemeral, again.text()) == (True, "Only for you")
    assert again.shown.invoker is user


async def test_a_button_can_change_its_own_message(discord: DiscordStandIn) -> None:
    message = (await drawn(discord)).shown
    pressed = await (await discord.press(message, "tiny:wipe:j1")).answered()
    assert pressed.message is message
    assert (message.text(), message.pictures()) == ("Wiped", [])


@pytest.mark.parametrize(("values", "prompt"), [({}, "a fox"), ({"prompt": "a wolf"}, "a wolf")])
async def test_a_button_opens_a_modal_that_can_be_submitted(
    discord: DiscordStandIn, values: dict[str, str], prompt: str
) -> None:
    message = (await drawn(discord)).shown
    opened = await (await discord.press(message, "tiny:edit:j1")).answered()
    submitted = await (await discord.submit(opened, values)).answered()
    assert submitted.text() == f"Got {prompt}"


@pytest.mark.parametrize("how", ["drop", "reconnect", "close", "resumable"])
async def test_the_bot_resumes_and_hears_what_it_missed(discord: DiscordStandIn, how: How) -> None:
    await discord.disconnect_gateway(how)
    drawing = await discord.slash("draw", {"prompt": "a fox"})
    await drawing.answered(timeout=5)
    assert len(discord.gateway.identifies) == 1
    await discord.until(lambda: discord.gateway.resumes == 1, timeout=5)


async def test_a_restarted_bot_identifies_anew_and_knows_its_buttons() -> None:
    async with DiscordStandIn(weather=Weather.still()) as stand_in:
        async with running(stand_in):
            message = (await drawn(stand_in)).shown
        async with running(stand_in):
            again = await (await stand_in.press(message, "tiny:again:j1")).answered()
            assert again.text() == "Only for you"
        assert len(stand_in.gateway.identifies) == 2
        assert stand_in.commands.syncs == 2
