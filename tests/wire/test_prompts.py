"""Nasty prompts over the wire: they reach the engine clean, and the channel harmless."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
async def test_a_prompt_reaches_the_engine_clean(shared: WholeBot) -> None:
    for case, (typed, sent) in CLEANED.items():
        message = await shared.imagined(typed)
        assert shared.novita.tasks[-1].request["prompt"] == sent, case
        assert len(message.pictures()) == 1, case


@sharing
async def test_a_prompt_pings_nobody_and_formats_nothing(shared: WholeBot) -> None:
    for loud in LOUD:
        invocation = await shared.imagine(loud)
        message = await invocation.final()
        assert shared.novita.tasks[-1].request["prompt"] == loud, loud
        assert all(not version.pings for version in message.versions), loud
        line = next(line for line in message.text().splitlines() if line.startswith("> "))[2:]
        quoted = re.sub(r"\\.", "", line)
        for raw in ("@everyone", "@here", "<@", "<#", "</imagine", "<t:", "<:a"):
            assert raw not in quoted, loud
        for raw in ("**", "||", "~~", "```", "](", "://"):
            assert raw not in quoted, loud
        assert not quoted.startswith(("#", ">", "-")), loud


@sharing
async def test_1024_characters_are_taken_and_shown_within_discords_limits(shared: WholeBot) -> None:
    for letter in ("a", "😀", "ش", "\\", "*", "<"):
        message = await shared.imagined(letter * 1024, negative_prompt=letter * 1024)
        assert len(message.pictures()) == 1, letter
        assert len(shared.novita.tasks[-1].request["prompt"]) == 1024, letter


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
