"""The channel as text, written while it happens."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from bot.playground.tour.words import headline_of, lines_of, picture_line, typed_command

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.playground.discord.messages import Message, Version
    from bot.playground.discord.typed_options import Value
    from bot.playground.discord.world import World
    from bot.playground.tour.steps import Step

WIDTH = 88
MARGIN = " " * 10


class Transcript:
    """Writes each step as soon as it is seen."""

    def __init__(self, write: Callable[[str], None], world: World) -> None:
        """Write lines by ``write``; names are taken from ``world``."""
        self._write = write
        self._world = world

    def begin(self, number: int, count: int, step: Step, options: Mapping[str, Value]) -> None:
        """Announce a step and show the command."""
        head = f"── {number}/{count} · {step.title} "
        self._write("")
        self._write(head.ljust(WIDTH, "─"))
        self._write(step.about)
        self._write("")
        self._block(f"{step.user.name:<9} ", [typed_command(step.command, options)])

    def status(self, seconds: float, version: Version) -> None:
        """Show the first block of a message that will change again, and when it came."""
        self._block(f"{seconds:6.1f} s  ", ["  ".join(headline_of(version, self._world))])

    def aside(self, words: str) -> None:
        """Tell what happens outside the channel."""
        self._block(MARGIN, [f"({words})"])

    def end(self, seconds: float, message: Message) -> None:
        """Show a message as it stays."""
        private = " (seen by nobody else)" if message.ephemeral else ""
        self._write(f"{seconds:6.1f} s  {message.author.name}{private}")
        shown = [picture_line(each) for each in message.pictures()]
        self._block(MARGIN + "│ ", shown + lines_of(message.now, self._world))

    def _block(self, lead: str, lines: list[str]) -> None:
        """Write lines, wrapped, behind ``lead``; a bar goes on, other leads stand once."""
        rest = lead if lead.endswith("│ ") else " " * len(lead)
        for line in lines:
            wrapped = textwrap.wrap(line, WIDTH - len(lead), break_on_hyphens=False)
            for part in wrapped or [""]:
                self._write((lead + part).rstrip())
                lead = rest
