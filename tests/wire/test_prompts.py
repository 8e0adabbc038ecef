"""Nasty prompts over the wire: they reach the engine clean, and the channel harmless."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

CLEANED = {
    "null": ("a\x00 fox", "a fox"),
    "zero width": ("a\u200b f\ufeffo\u2060x", "a fox"),
    "direction": ("\u202ea fox\u202c \u2066here\u2069", "a fox here"),
    "Hebrew stays": ("שועל אדום", "שועל אדום"),
    "Persian joiner stays": ("می\u200cخواهم", "می\u200cخواهم"),
    "joined emoji stays": ("👩\u200d🚀 on the moon", "👩\u200d🚀 on the moon"),
    "lone dashes are text": ("a fox -- and a hound", "a fox -- and a hound"),
    "typographic dashes": ("a fox —steps 30", "a fox"),
}

LOUD = (
    "@everyone",
    "@here <@ 1> <@&> <#>",
    "</imagine> <t:R> <:a>",
    "**bold** __u__ ~~s~~ ||spoiler|| `code` ```block```",
    "# heading",
    "> quote",
    "- item",
    "[text](https://evil.example)",
    "https://evil.example/x.png",
)


@sharing
@pytest.mark.parametrize("case", CLEANED)
async def test_a_prompt_reaches_the_engine_clean(shared: WholeBot, case: str) -> None:
    typed, sent = CLEANED[case]
    message = await shared.imagined(typed)
    assert shared.novita.tasks[-1].request["prompt"] == sent
    assert len(message.pictures()) == 1


@sharing
@pytest.mark.parametrize("loud", LOUD)
async def test_a_prompt_pings_nobody_and_formats_nothing(shared: WholeBot, loud: str) -> None:
    invocation = await shared.imagine(loud)
    message = await invocation.final()
    assert shared.novita.tasks[-1].request["prompt"] == loud
    assert all(not version.pings for version in message.versions)
    line = next(line for line in message.text().splitlines() if line.startswith("> "))[2:]
    quoted = re.sub(r"\\.", "", line)
    for raw in ("@everyone", "@here", "<@", "<#", "</imagine", "<t:", "<:a"):
        assert raw not in quoted
    for raw in ("**", "||", "~~", "```", "](", "://"):
        assert raw not in quoted
    assert not quoted.startswith(("#", ">", "-"))


@sharing
@pytest.mark.parametrize("letter", ["a", "😀", "ش", "\\", "*", "<"])
async def test_1024_characters_are_taken_and_shown_within_discords_limits(
    shared: WholeBot, letter: str
) -> None:
    message = await shared.imagined(letter * 1024, negative_prompt=letter * 1024)
    assert len(message.pictures()) == 1
    assert len(shared.novita.tasks[-1].request["prompt"]) == 1024


@sharing
async def test_1025_characters_are_refused(shared: WholeBot) -> None:
    submits = shared.asked("submit")
    invocation = await shared.imagine("a" * 1025)
    assert invocation.ephemeral
    assert "1024" in invocation.text()
    assert shared.asked("submit") == submits


@sharing
async def test_1025_characters_with_a_flag_that_leaves_fewer_are_taken(shared: WholeBot) -> None:
    message = await shared.imagined("a" * 1024 + " --steps 30")
    assert len(message.pictures()) == 1
    assert shared.novita.tasks[-1].request["steps"] == 30
