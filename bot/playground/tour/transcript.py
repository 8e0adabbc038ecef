"""The channel as text, written while it happens."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from bot.playground.tour.words import (
    controls_of,
    headline_of,
    lines_of,
    picture_line,
    typed_command,
    typed_options,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.playground.discord.messages import Message, Version
    from bot.playground.discord.places import User
    from bot.playground.discord.typed_options import Value
    from bot.playground.discord.world import World
    from bot.playground.tour.step import Step

WIDTH = 88
MARGIN = " " * 10


class Transcript:
    """Writes each step as soon as it is seen."""

    def __init__(self, write: Callable[[str], None], world: World) -> None:
        """Write lines by ``write``; names are taken from ``world``."""
        self._write = write
        self._world = world

    def begin(self, number: int, count: int, step: Step) -> None:
        """Announce a step."""
        head = f"── {number}/{count} · {step.title} "
        self._write("")
        self._write(head.ljust(WIDTH, "─"))
        self._write(step.about)
        self._write("")

    def command(self, user: User, command: str, options: Mapping[str, Value]) -> None:
        """Show a command, by whom."""
        self._block(f"{user.name:<9} ", [typed_command(command, options)])

    def presses(self, user: User, label: str, *, picks: bool) -> None:
        """Show that somebody pressed a button, or picked from a select."""
        self._block(f"{user.name:<9} ", [f"picks {label}" if picks else f"presses {label}"])

    def writes(self, fields: Mapping[str, str]) -> None:
        """Show what is written into the form that has opened."""
        self._block(MARGIN, [f"writes {typed_options(fields)}"])

    def status(self, seconds: float, version: Version) -> None:
        """Show the first block of a message that will change again, and when it came."""
        if headline := "  ".join(headline_of(version, self._world)):
            self._block(f"{seconds:6.1f} s  ", [headline])

    def aside(self, words: str) -> None:
        """Tell what happens outside the channel."""
        self._block(MARGIN, [f"({words})"])

    def answer(self, message: Message) -> None:
        """Show what is told to whoever acted, where something else changes by it."""
        self._block(MARGIN, [f"({line})" for line in lines_of(message.now, self._world)])

    def end(self, seconds: float, message: Message) -> None:
        """Show a message as it stays."""
        private = " (seen by nobody else)" if message.ephemeral else ""
        self._write(f"{seconds:6.1f} s  {message.author.name}{private}")
        pictures = [picture_line(each) for each in message.pictures()]
        lines = lines_of(message.now, self._world)
        pressable = [] if message.ephemeral else controls_of(message)
        self._block(MARGIN + "│ ", pictures + lines + pressable)

    def _block(self, lead: str, lines: list[str]) -> None:
        """Write lines, wrapped, behind ``lead``; a bar goes on, other leads stand once."""
        rest = lead if lead.endswith("│ ") else " " * len(lead)
        for line in lines:
            wrapped = textwrap.wrap(line, WIDTH - len(lead), break_on_hyphens=False)
            for part in wrapped or [""]:
                self._write((lead + part).rstrip())
                lead = rest
