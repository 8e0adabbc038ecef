"""What a step of the tour is: an act, or what comes of one, and what there is to see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.discord.places import Channel, User
    from bot.playground.discord.typed_options import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the message must show in the end; a step that shows less has failed."""

    images: int = 0
    blurred: int | None = 0
    """None: none, or such as nobody could judge; of these the message says so."""
    spoilers: int = 0
    ephemeral: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A press on the newest message that takes it, or on one before: a button, or a pick."""

    action: str
    """As the id of the button says it."""
    image: int = 0
    """Which of several is picked in the select; 0 is a button."""
    passes: int = 0
    """How many newer messages are passed over that take it, too."""
    writes: Mapping[str, str] = field(default_factory=dict)
    """What is changed in the form that it opens."""
    others: tuple[User, ...] = ()
    """Who press it first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act and its outcome."""

    title: str
    about: str
    """What there is to see."""
    user: User
    options: Mapping[str, Value] = field(default_factory=dict)
    """Those that the engine does not take are left out."""
    command: str = "imagine"
    press: Press | None = None
    """What is pressed in the place of a command."""
    lands: Channel | User | None = None
    """Where what comes of it is seen, if not in the answer: somebody's are direct messages."""
    changes: int = 0
    """Which message is another by it, counted back from the newest; 0 is none, but the answer."""
    comes: bool = False
    """Whether it comes by itself of what was done before: then nobody does anything."""
    expected: Expected = field(default_factory=Expected)
    needs: str = ""
    """The option without which there would be nothing to see."""
    restarts: bool = False
    """Whether the bot is closed and started again while the engine works."""
