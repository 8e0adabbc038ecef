"""Who is refused gets back what they wrote, whatever it was refused for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import InvalidOptionError, ObstaclesError, RefusedError
from bot.playground.discord import DiscordStandIn
from bot.texts.say import say
from bot.texts.text import text
from tests.wire.refusing_bot import RefusingBot, refusing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.discord import Invocation

OFF = RefusedError(text("limit.off"))
CALLBACK = "/callback"


@pytest.fixture
async def discord() -> AsyncIterator[DiscordStandIn]:
    async with DiscordStandIn() as stand_in:
        stand_in.gateway.heartbeat = 3600.0
        yield stand_in


@pytest.fixture
async def bot(discord: DiscordStandIn) -> AsyncIterator[RefusingBot]:
    async with refusing(discord) as running:
        running.error = OFF
        yield running


async def refused(discord: DiscordStandIn, prompt: str, **options: int) -> Invocation:
    invocation = await discord.slash("imagine", {"prompt": prompt, **options})
    await invocation.answered()
    assert invocation.ephemeral
    assert not invocation.shown.now.pings
    return invocation


def files(invocation: Invocation) -> dict[str, str]:
    return {each.name: each.data.decode() for each in invocation.shown.now.attachments}


async def test_a_short_prompt_is_in_a_code_block(discord: DiscordStandIn, bot: RefusingBot) -> None:
    invocation = await refused(discord, "@everyone a *fox* <@1>", steps=7)
    blocks = "Your prompt:\n```\n@everyone a *fox* <@1>\n```\nYour options:\n```\nsteps:7\n```"
    assert invocation.text() == f"{say(OFF.text)}\n{blocks}"
    assert files(invocation) == {}


async def test_1500_characters_are_a_block_and_1501_a_file(
    discord: DiscordStandIn, bot: RefusingBot
) -> None:
    block = await refused(discord, "x" * 1500)
    assert f"```\n{'x' * 1500}\n```" in block.text()
    assert files(block) == {}
    file = await refused(discord, "x" * 1501)
    assert file.text() == say(OFF.text)
    assert files(file) == {"prompt.txt": "x" * 1501}


@pytest.mark.parametrize("prompt", ["a ```fox``` here", "🦊 " * 3000], ids=["fence", "6000"])
async def test_what_no_block_holds_is_a_file(
    discord: DiscordStandIn, bot: RefusingBot, prompt: str
) -> None:
    invocation = await refused(discord, prompt)
    assert invocation.text() == say(OFF.text)
    assert files(invocation) == {"prompt.txt": prompt}


async def test_every_obstacle_is_a_line(discord: DiscordStandIn, bot: RefusingBot) -> None:
    rule = text("option.range", low=1, high=100)
    bot.error = ObstaclesError([InvalidOptionError("--steps", "9" * 500, rule), OFF])
    first, second, *_ = (await refused(discord, "a fox")).text().splitlines()
    assert first.startswith("- `--steps` must be between 1 and 100")
    assert first.count("9") < 80
    assert second == f"- {say(OFF.text)}"


async def test_more_than_a_plain_message_takes_is_said_all_the_same(
    discord: DiscordStandIn, bot: RefusingBot
) -> None:
    rule = text("option.range", low=1, high=100)
    bot.error = ObstaclesError([InvalidOptionError(f"--o{n}", n, rule) for n in range(20)])
    words = (await refused(discord, "x" * 1500)).text()
    assert all(f"`--o{n}`" in words for n in range(20))
    assert f"```\n{'x' * 1500}\n```" in words


async def test_a_bug_gives_it_back_too(discord: DiscordStandIn, bot: RefusingBot) -> None:
    bot.error = RuntimeError("oops")
    assert "```\na fox\n```" in (await refused(discord, "a fox")).text()


@pytest.mark.parametrize("prompt", ["a fox", "x" * 1501])
async def test_what_is_refused_after_an_answer_is_told_below_it(
    discord: DiscordStandIn, bot: RefusingBot, prompt: str
) -> None:
    bot.answers_first = True
    invocation = await refused(discord, prompt)
    await invocation.until(lambda: invocation.followups)
    below = invocation.followups[0]
    assert below.ephemeral
    given_back = below.text() + "".join(each.data.decode() for each in below.now.attachments)
    assert say(OFF.text) in given_back
    assert prompt in given_back


@pytest.mark.parametrize("fault", ["refused", "slow"])
async def test_without_its_file_the_words_are_told(
    discord: DiscordStandIn, bot: RefusingBot, fault: str
) -> None:
    if fault == "refused":
        discord.faults.add(path=CALLBACK, with_files=True, status=400, times=None)
    else:
        discord.faults.add(path=CALLBACK, with_files=True, hold=True, times=None)
    invocation = await refused(discord, "x" * 1501)
    assert invocation.text().startswith(say(OFF.text))
    assert "x" * 1000 in invocation.text()
    discord.faults.clear()
