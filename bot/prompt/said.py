"""Gathers what stands inline, each option once, into ``Options``."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.kinds import Names, Strengths
from bot.domain.options import BY_NAME, OPTIONS
from bot.errors import InvalidOptionError, RefusedError
from bot.prompt.clean import tidy
from bot.prompt.extras import parse_embeddings, parse_lora, parse_loras
from bot.prompt.flags import FLAGS, NAMES
from bot.prompt.options import Options
from bot.prompt.values import READERS
from bot.texts.text import text
from bot.texts.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterator

_LISTS = [row.name for row in OPTIONS if isinstance(row.kind, (Names, Strengths))]
_ALIKE = {
    "size": ["size", "width", "height"],
    "width": ["width", "size"],
    "height": ["height", "size"],
}
"""What says the same as an option, itself included, where that is more."""


def _no_entries() -> dict[str, list[object]]:
    return {name: [] for name in _LISTS}


@dataclass(slots=True)
class Said:
    """The options of one prompt, in the making. What is wrong is kept, and said in the end."""

    values: dict[str, object] = field(default_factory=dict)
    givens: dict[str, str] = field(default_factory=dict)
    """What was written for each option."""
    lists: dict[str, list[object]] = field(default_factory=_no_entries)
    """Entries by option, for those that add up."""
    labels: dict[str, str] = field(default_factory=dict)
    """How each option was written."""
    obstacles: list[RefusedError] = field(default_factory=list)

    def flag(self, name: str, given: str | None) -> None:
        """Take in ``--name given``."""
        with self._noting():
            self._flag(name, given)

    def tag(self, inner: str) -> None:
        """Take in ``<lora:inner>``."""
        with self._noting():
            self.labels.setdefault("loras", "<lora:…>")
            self.lists["loras"].append(parse_lora(inner, "<lora:…>"))

    def option(self, option: str, label: str, given: str) -> None:
        """Take in an option; ``label`` is how the member knows it."""
        with self._noting():
            self._option(option, label, given)

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except RefusedError as error:
            self.obstacles.append(error)

    def _flag(self, name: str, given: str | None) -> None:
        option, label = NAMES.get(name), f"--{name}"
        if option is None:
            known = tuple(f"--{flag}" for flag in FLAGS)
            raise InvalidOptionError(label, given or "", text("option.unknown_flag", flags=known))
        if given is None or (option in self.lists and not given.strip(", ")):
            raise InvalidOptionError(label, given or "", READERS[option].rule)
        self.labels.setdefault(option, label)
        if option not in self.lists:
            self._option(option, label, given)
        elif isinstance(BY_NAME[option].kind, Strengths):
            self.lists[option] += parse_loras(given, label)
        else:
            self.lists[option] += parse_embeddings(given)

    def _option(self, option: str, label: str, given: str) -> None:
        given = tidy(given)
        value = READERS[option].read(given)
        if value is None:
            raise InvalidOptionError(label, given, READERS[option].rule)
        if before := [
            self.givens[name] for name in _ALIKE.get(option, [option]) if name in self.givens
        ]:
            rule = text("option.once", first=typed(before[0]))
            self.values.pop(option, None)
            raise InvalidOptionError(label, given, rule)
        self.labels.setdefault(option, label)
        self.givens[option] = given
        self.values[option] = value

    def options(self, text: str) -> Options:
        """Return everything; ``text`` is the prompt without all that was taken in."""
        values = dict(self.values)
        size = values.pop("size", None)
        if isinstance(size, tuple):
            values["width"], values["height"] = size
        values["prompt"] = f"{text} {values.pop('prompt', '')}".strip()
        values |= {name: tuple(entries) for name, entries in self.lists.items()}
        return Options(**values)  # type: ignore[arg-type] # READERS gives each option its own type
