"""Gathers what stands inline, each option once, into ``Options``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.errors import InvalidOptionError
from bot.prompt.clean import tidy
from bot.prompt.extras import parse_embeddings, parse_lora, parse_loras
from bot.prompt.flags import FLAGS
from bot.prompt.options import Options
from bot.prompt.values import READERS

if TYPE_CHECKING:
    from bot.domain.request import Lora

_LISTS = {"loras", "embeddings"}


@dataclass(slots=True)
class Said:
    """The options of one prompt, in the making. Every method raises InvalidOptionError."""

    values: dict[str, object] = field(default_factory=dict)
    givens: dict[str, str] = field(default_factory=dict)
    """What was written for each option."""
    loras: list[Lora] = field(default_factory=list)
    embeddings: list[str] = field(default_factory=list)

    def flag(self, name: str, given: str | None) -> None:
        """Take in ``--name given``."""
        option, label = FLAGS.get(name), f"--{name}"
        if option is None:
            known = ", ".join(f"--{flag}" for flag in FLAGS)
            raise InvalidOptionError("flag", f"{label} {given or ''}".strip(), known)
        if given is None or (option in _LISTS and not given.strip(", ")):
            raise InvalidOptionError(label, given or "", _allowed(option))
        if option == "loras":
            self.loras += parse_loras(given, label)
        elif option == "embeddings":
            self.embeddings += parse_embeddings(given)
        else:
            self.option(option, label, given)

    def tag(self, inner: str) -> None:
        """Take in ``<lora:inner>``."""
        self.loras.append(parse_lora(inner, "<lora:…>"))

    def option(self, option: str, label: str, given: str) -> None:
        """Take in an option; ``label`` is how the member knows it."""
        given = tidy(given)
        value = READERS[option].read(given)
        if value is None:
            raise InvalidOptionError(label, given, _allowed(option))
        if option in self.givens:
            both = f"{self.givens[option]} and {given}"
            raise InvalidOptionError(label, both, "one value, given once")
        self.givens[option] = given
        self.values[option] = value

    def options(self, text: str) -> Options:
        """Return everything; ``text`` is the prompt without all that was taken in."""
        values = dict(self.values)
        size = values.pop("size", None)
        if isinstance(size, tuple):
            values["width"], values["height"] = size
        prompt = f"{text} {values.pop('prompt', '')}".strip()
        return Options(
            prompt=prompt,
            loras=tuple(self.loras),
            embeddings=tuple(self.embeddings),
            **values,  # type: ignore[arg-type] # READERS gives each option its own type
        )


def _allowed(option: str) -> str:
    reader = READERS.get(option)
    return reader.allowed if reader else "a name"
