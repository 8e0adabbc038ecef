"""What docs/moderation.md tells moderators to type can be typed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.playground.discord.commands import leaf

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

PAPER = Path(__file__).parents[2] / "docs" / "moderation.md"
TYPED = re.compile(r"`/([a-z-]+(?: [a-z-]+)*)((?: [a-z_]+:[^`]+)?)`")
OPTION = re.compile(r"(?:^| )([a-z_]+):(.+?)(?=$| [a-z_]+:)")
LEAST = 20


async def test_every_command_there_is_and_takes_its_options(bot: WholeBot) -> None:
    words = " ".join(PAPER.read_text("utf-8").split())
    examples = [it for it in TYPED.findall(words) if it[1]]
    assert len(examples) >= LEAST
    for command, options in examples:
        name, *path = command.split()
        found = leaf(bot.discord.commands.find(name, bot.discord.world.guild.id), path)
        known = {each["name"]: each for each in found.get("options", [])}
        given = dict(OPTION.findall(options))
        assert given.keys() <= known.keys(), command
        needed = {it for it, option in known.items() if option.get("required")}
        assert needed <= given.keys(), command
        for option, value in given.items():
            choices = {each["value"] for each in known[option].get("choices", ())}
            assert not choices or value in choices, (command, option)
