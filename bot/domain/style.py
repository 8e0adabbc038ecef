"""A style: what is put around a prompt, and the settings that go with it. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from bot.domain.ranges import Bound

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.domain.ids import GuildId, UserId

NAME_LENGTH = Bound(1, 32)
NONE = "none"
"""Whoever names this wants no style, not even the place's; so no style is called that."""

PROMPT = "{prompt}"
"""Where the member's prompt goes; other braces are text."""

NEAR = 3
"""Names that are told instead of one that is none."""

_PROMPT = re.compile(r"\{\s*prompt\s*\}", re.IGNORECASE)

StyleId = NewType("StyleId", str)


class Scope(StrEnum):
    """Whose a style is. Stored."""

    OWN = "own"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Owner:
    """A member, or a server."""

    scope: Scope
    id: int

    @property
    def most(self) -> int:
        """How many styles they may keep."""
        return 50 if self.scope is Scope.OWN else 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What is saved under a name; of what is empty it says nothing."""

    name: str
    prompt: str = ""
    """Around the member's: that goes where ``PROMPT`` stands, else in front."""
    negative_prompt: str = ""
    options: str = ""
    """As flags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedStyle:
    """A style that somebody keeps."""

    id: StyleId
    """Letters and digits, which nobody guesses: they stand in the ids of buttons."""
    owner: Owner
    style: Style
    by: UserId
    at: datetime


class Outcome(StrEnum):
    """What became of a style that was to be kept."""

    SAVED = "saved"
    REPLACED = "replaced"
    """Another of that name."""
    TAKEN = "taken"
    """There is another of that name, which was to stay."""
    FULL = "full"
    """Its owner may keep no more."""


def member(user_id: UserId) -> Owner:
    """Return a member as an owner."""
    return Owner(Scope.OWN, user_id)


def server(guild_id: GuildId) -> Owner:
    """Return a server as an owner."""
    return Owner(Scope.SERVER, guild_id)


def folded(name: str) -> str:
    """Return what makes names of one owner the same: case and space tell none apart."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def framed(style: Style, prompt: str) -> str:
    """Return a prompt within the frame of a style.

    Each place of the frame is filled, once: what stands in the prompt is text. A frame without
    such a place goes behind the prompt.
    """
    if not style.prompt:
        return prompt
    if not has_place(style.prompt):
        return joined(prompt, style.prompt)
    return _PROMPT.sub(lambda _: prompt, style.prompt)


def has_place(frame: str) -> bool:
    """Whether a frame says where the prompt goes."""
    return _PROMPT.search(frame) is not None


def joined(*prompts: str | None) -> str:
    """Return prompts, one behind the other; of what is empty nothing is left."""
    return ", ".join(stripped for each in prompts if (stripped := (each or "").strip(" ,")))


def ordered(styles: Iterable[SavedStyle]) -> list[SavedStyle]:
    """Return a member's own before the server's, each by name."""
    return sorted(styles, key=lambda it: (it.owner.scope is Scope.SERVER, folded(it.style.name)))


def named(styles: Iterable[SavedStyle], name: str) -> SavedStyle | None:
    """Return the style of a name: of two a member's own, rather than the server's."""
    sought = folded(name)
    return next((it for it in ordered(styles) if folded(it.style.name) == sought), None)


def near(styles: Iterable[SavedStyle], name: str) -> list[str]:
    """Return the names that may have been meant, the nearest first."""
    names = {folded(it.style.name): it.style.name for it in ordered(styles)}
    sought = folded(name[: int(NAME_LENGTH.high) * 2])
    within = [each for each in names if sought and (sought in each or each in sought)]
    alike = get_close_matches(sought, names, NEAR, 0.6)
    return [names[each] for each in dict.fromkeys([*alike, *within])][:NEAR]


def matching(styles: Iterable[SavedStyle], typed: str) -> list[SavedStyle]:
    """Return what is suggested while a name is typed; no name twice, since the first counts."""
    sought, found = folded(typed), dict[str, SavedStyle]()
    for it in ordered(styles):
        if sought in folded(it.style.name):
            found.setdefault(folded(it.style.name), it)
    begun = {name for name in found if name.startswith(sought)}
    return sorted(found.values(), key=lambda it: folded(it.style.name) not in begun)


def canonical(style: Style) -> Style:
    """Return a style whose place for the prompt is written in one way."""
    return replace(style, prompt=_PROMPT.sub(PROMPT, style.prompt))
