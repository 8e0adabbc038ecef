"""How images are made where nobody says otherwise: by a style, and by own defaults. Pure.

What a member says wins over the style, and that over what they set for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from bot.domain.kinds import Names, Strengths
from bot.domain.member import NOBODY, Member
from bot.domain.options import BY_NAME, OPTIONS
from bot.domain.style import framed, joined
from bot.prompt.match import stem
from bot.prompt.options import SHAPE, SIDES, Options
from bot.prompt.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.request import Lora
    from bot.domain.style import Style

_NEVER = frozenset({"prompt", "negative_prompt", "seed", "private"})
"""What is no setting: the prompts are put together, the others are of one wish alone."""

_LISTS = {row.name for row in OPTIONS if isinstance(row.kind, (Names, Strengths))}

_BELOW = [
    row.name
    for row in OPTIONS
    if row.name not in _NEVER and row.name in {field.name for field in fields(Options)}
]


@dataclass(frozen=True, slots=True)
class Manner:
    """What lies beneath a wish."""

    style: Style | None = None
    is_places: bool = False
    """Whether nobody asked for the style: it is the place's default."""
    own: Member = NOBODY

    def around(self, said: Options) -> Options:
        """Return a wish with the words of the style around its own."""
        own, style = self.own.negative_prompt, self.style
        negative = said.negative_prompt
        if style is None:
            return replace(said, negative_prompt=own) if own and not negative else said
        prompt = framed(style, said.prompt) if said.prompt else said.prompt
        if style.negative_prompt:
            negative = joined(negative, style.negative_prompt)
        return replace(said, prompt=prompt, negative_prompt=negative or own)

    def beneath(self, said: Options) -> tuple[Options, dict[str, str]]:
        """Return the settings that ``said`` leaves to this, and what each is called if told of.

        Of entries that add up, those that are not named there.
        """
        found, labels = Options(), dict[str, str]()
        for name, options in self._sources():
            taken = _unsaid(filled(said, found), options)
            found = filled(found, taken)
            for option in names_of(taken):
                written = BY_NAME[option].flag or BY_NAME[option].name
                labels.setdefault("size" if option in SIDES else option, f"{name}: {written}")
        return found, labels

    def whole(self, said: Options) -> Options:
        """Return a wish with all that lies beneath it."""
        if self == PLAIN:
            return said
        worded = self.around(said)
        return filled(worded, self.beneath(worded)[0])

    @property
    def has_model(self) -> bool:
        """Whether the style names a checkpoint."""
        return self.style is not None and options_of(self.style).model is not None

    def _sources(self) -> Iterator[tuple[str, Options]]:
        if self.style is not None:
            yield self.style.name, options_of(self.style)
        own = self.own
        if own != NOBODY:
            yield "/settings", Options(model=own.model, aspect=own.aspect, steps=own.steps)


PLAIN = Manner()
"""Nothing lies beneath."""


def options_of(style: Style) -> Options:
    """Return what the flags of a style say; what is wrong with them was told when it was saved."""
    return parse(style.options).options


def filled(said: Options, beneath: Options) -> Options:
    """Return options, with what they leave unsaid from others; entries of a list add up."""
    filling = dict[str, Any]()
    for name in _BELOW:
        value, other = getattr(said, name), getattr(beneath, name)
        if name in _LISTS:
            filling[name] = (*value, *(it for it in other if _stem(it) not in _stems(value)))
        elif value is None:
            filling[name] = other
    return replace(said, **filling)


def names_of(options: Options) -> set[str]:
    """Return the options that are said."""
    return {name for name in _BELOW if getattr(options, name) not in (None, ())}


def _unsaid(said: Options, options: Options) -> Options:
    """Return the part of ``options`` that a wish has room for: a shape is one thing."""
    left = names_of(options)
    if names_of(said) & SHAPE:
        left -= SHAPE
    if said.hires is None and options.hires is None:
        left -= {row.name for row in OPTIONS if row.beside == "hires"}
    taken = dict[str, Any]()
    for name in left:
        value, other = getattr(said, name), getattr(options, name)
        if name in _LISTS:
            taken[name] = tuple(it for it in other if _stem(it) not in _stems(value))
        elif value is None:
            taken[name] = other
    return Options(**taken)


def _stems(entries: tuple[str | Lora, ...]) -> set[str]:
    return {_stem(entry) for entry in entries}


def _stem(entry: str | Lora) -> str:
    return stem(entry if isinstance(entry, str) else entry.name)
