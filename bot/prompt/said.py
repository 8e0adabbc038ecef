"""Gathers what was typed inline, each option once. What is wrong is kept, and told in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from bot.domain.kinds import Name, Names, Strengths, Words
from bot.domain.options import BY_NAME, OPTIONS
from bot.errors import InvalidOptionError
from bot.prompt.clean import tidy, unjoined
from bot.prompt.extras import LORA_FORM, parse_embeddings, parse_loras
from bot.prompt.flags import FLAGS
from bot.prompt.fold import HALF_WIDTH
from bot.prompt.scan import Flag, Foreign, Tag
from bot.prompt.tags import HYPERNET, lora_of
from bot.prompt.values import READERS
from bot.texts.text import text
from bot.texts.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.errors import RefusedError
    from bot.prompt.notes import Notes
    from bot.prompt.scan import Item

LISTS = [row.name for row in OPTIONS if isinstance(row.kind, (Names, Strengths))]

LONGEST = 30
"""Characters of a flag that is compared with others."""

GUESSES = 3
"""Unknown flags that are compared at most."""

_UNKNOWN = text("option.unknown_flag")
_UNCLOSED = text("option.quoted")
_ALIKE = {
    "size": ("size", "width", "height"),
    "width": ("width", "size"),
    "height": ("height", "size"),
}
"""What says the same as an option, itself included, where that is more."""


def _no_entries() -> dict[str, list[object]]:
    return {name: [] for name in LISTS}


@dataclass(slots=True)
class Said:
    """The flags and tags of one prompt, in the making."""

    notes: Notes
    is_pasted: bool
    """Whether they stand beside what a program wrote, as its tags then do."""
    values: dict[str, object] = field(default_factory=dict)
    givens: dict[str, str] = field(default_factory=dict)
    """What was written for each option."""
    lists: dict[str, list[object]] = field(default_factory=_no_entries)
    """Entries by option, for those that add up."""
    labels: dict[str, str] = field(default_factory=dict)
    """How each option was written."""
    typed: set[str] = field(default_factory=set)
    """Options that a flag says."""
    obstacles: list[RefusedError] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    """Names of flags that nobody knows: each is told once."""

    def take(self, items: Iterable[Item]) -> None:
        """Take in flags and tags in the order of the text."""
        for item in items:
            try:
                match item:
                    case Tag():
                        self._tag(item)
                    case Foreign():
                        self.notes.left_out(f"--{item.name}")
                    case Flag(option=str(option)):
                        self._flag(item, option)
                    case Flag():
                        self._unknown(item)
            except InvalidOptionError as error:
                self.obstacles.append(error)

    def _tag(self, tag: Tag) -> None:
        is_named = tag.inner.partition(":")[0].strip()
        if tag.kind == HYPERNET or (self.is_pasted and not is_named):
            self.notes.left_out(f"<{tag.kind}:{tag.inner}>")
            return
        self.labels.setdefault("loras", f"<{tag.kind}:…>")
        self.lists["loras"].append(lora_of(tag, self.notes, is_pasted=self.is_pasted))

    def _flag(self, flag: Flag, option: str) -> None:
        label, given = f"--{flag.name}", flag.value
        if not flag.is_closed:
            is_strength = option == "loras" and not (given or "").startswith(('"', "“", "”", "„"))
            raise InvalidOptionError(label, given or "", LORA_FORM if is_strength else _UNCLOSED)
        if given is None or (option in self.lists and not given.strip(", ")):
            raise InvalidOptionError(label, given or "", READERS[option].rule)
        self.labels.setdefault(option, label)
        self.typed.add(option)
        if option not in self.lists:
            self._option(option, label, given)
        elif isinstance(BY_NAME[option].kind, Strengths):
            self.lists[option] += parse_loras(given, label)
        else:
            self.lists[option] += parse_embeddings(given)

    def _unknown(self, flag: Flag) -> None:
        if flag.name in self.unknown:
            return
        self.unknown.add(flag.name)
        is_guessed = len(self.unknown) <= GUESSES
        near = get_close_matches(flag.name[:LONGEST], FLAGS, 1, 0.75) if is_guessed else []
        rule = text("option.near_flag", flag=f"--{near[0]}") if near else _UNKNOWN
        raise InvalidOptionError(f"--{flag.name}", flag.value or "", rule)

    def _option(self, option: str, label: str, given: str) -> None:
        if not isinstance(BY_NAME[option].kind, (Words, Name)):
            given = given.translate(HALF_WIDTH)
        given = tidy(given)
        if not given.isascii() and not isinstance(BY_NAME[option].kind, (Words, Name)):
            given = unjoined(given)
        value = READERS[option].read(given)
        if value is None:
            raise InvalidOptionError(label, given, READERS[option].rule)
        for same in _ALIKE.get(option, (option,)):
            if same in self.givens:
                self.values.pop(option, None)
                rule = text("option.once", first=typed(self.givens[same]))
                raise InvalidOptionError(label, given, rule)
        self.givens[option] = given
        self.values[option] = value
