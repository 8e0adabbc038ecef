"""What an engine can do, and what of a request it takes. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.choices import SAMPLERS
from bot.domain.kinds import Choice, Factor, Number, Whole
from bot.domain.obstacles import refuse
from bot.domain.options import OPTIONS
from bot.domain.rules import one_of, within
from bot.errors import InvalidOptionError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.domain.kinds import Kind
    from bot.domain.options import Option
    from bot.domain.ranges import Bound
    from bot.domain.request import GenerationRequest


class Detection(StrEnum):
    """What an engine says of what an image shows."""

    CONFIDENCE = "confidence"
    """A number, which is held against the place's threshold."""
    FLAG = "flag"
    """Yes or nothing: what it does not flag is not cleared by that."""
    NONE = "none"


NEUTRAL = frozenset({"prompt", "width", "height", "size", "aspect", "private", "style"})
"""Options that are about us, or that every engine takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What an engine can do. It may change while we run, as its lists are learned."""

    options: frozenset[str]
    """Names of rows of the table of options, beside the ``NEUTRAL`` ones."""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """By option, the values it takes of those that the table names, where it takes not all."""
    bounds: Mapping[str, Bound] = field(default_factory=dict[str, "Bound"])
    """By option, where narrower than the table's."""
    size_multiple: int = 1
    """Of each side in pixels; what is asked for is brought to the nearest."""
    detection: Detection
    draws_seeds: bool
    """Whether a random seed is the engine's to draw; if not, it is sent one of ours."""
    finds: bool
    """Whether it can tell what became of a submission whose reply was lost."""
    can_cancel: bool
    """Whether one task of ours can be ended before it has ended by itself."""
    survives: bool
    """Whether a result can be fetched after we have crashed."""
    parallel: int | None = None
    """Tasks at once that make sense; None is as many as may be in flight."""
    images_per_minute: int | None = None
    """What the account may ask for; None is no limit of that kind."""
    reads_names: bool = False
    """Whether an embedding is used wherever its name is a word of a prompt."""

    def takes(self, option: str) -> bool:
        """Whether anything can be said with an option."""
        return option in NEUTRAL or option in self.options

    def values(self, option: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of the ``known`` values of an option that the engine takes."""
        chosen = self.choices.get(option)
        return known if chosen is None else tuple(value for value in known if value in chosen)

    @property
    def samplers(self) -> tuple[str, ...]:
        """By our names."""
        return self.values("sampler", SAMPLERS)


def check(request: GenerationRequest, capabilities: Capabilities, engine: str) -> None:
    """Refuse by name what an engine does not take: nothing is dropped in silence.

    Args:
        request: What was asked for. A default says nothing.
        capabilities: The engine's.
        engine: What people call it.

    Raises:
        InvalidOptionError: names the option, and what the engine takes instead.
        ObstaclesError: there are several such options.

    """
    refuse(_not_taken(request, capabilities, engine))


def _not_taken(
    request: GenerationRequest, capabilities: Capabilities, engine: str
) -> Iterator[InvalidOptionError]:
    for row in OPTIONS:
        value = request.value_of(row)
        if value in {None, ""} or value == ():
            continue
        if capabilities.takes(row.name):
            yield from _value_not_taken(row, value, capabilities)
        elif value != row.default:
            yield InvalidOptionError(row.name, value, text("option.not_taken", engine=engine))


def offered(capabilities: Capabilities) -> list[Option]:
    """Return the rows that a slash command offers: what an engine does not take is not offered."""
    rows = (row for row in OPTIONS if row.about and capabilities.takes(row.name))
    return [replace(row, kind=_narrowed(row, capabilities)) for row in rows]


def _narrowed(row: Option, capabilities: Capabilities) -> Kind:
    kind = row.kind
    match kind:
        case Choice(values=values, also=also):
            return Choice(capabilities.values(row.name, values), also)
        case Factor(values=scales):
            taken = capabilities.values(row.name, tuple(scales))
            return Factor(tuple(scale for scale in scales if scale in taken))
        case Whole(bound=bound):
            return Whole(capabilities.bounds.get(row.name, bound))
        case Number(bound=bound):
            return Number(capabilities.bounds.get(row.name, bound))
        case _:
            return kind


def fitted(
    request: GenerationRequest, capabilities: Capabilities, most: int | None = None
) -> GenerationRequest:
    """Return a request whose sides are multiples that the engine takes, each the nearest.

    Where the nearest would have more pixels than ``most``, which the request itself has not, they
    are the nearest below.
    """
    multiple = capabilities.size_multiple
    taken = _sized(request, *(_nearest(side, multiple) for side in request.size))
    if most is not None and _pixels(request) <= most < _pixels(taken):
        taken = _sized(request, *(max(multiple, it // multiple * multiple) for it in request.size))
    return taken


def _sized(request: GenerationRequest, width: int, height: int) -> GenerationRequest:
    same = (width, height) == request.size
    return request if same else replace(request, width=width, height=height)


def _pixels(request: GenerationRequest) -> int:
    width, height = request.target
    return width * height


def _nearest(side: int, multiple: int) -> int:
    """The larger of two that are as near."""
    return max(multiple, (side + multiple // 2) // multiple * multiple)


def _value_not_taken(
    row: Option, value: object, capabilities: Capabilities
) -> Iterator[InvalidOptionError]:
    taken = capabilities.choices.get(row.name)
    if taken is not None and str(value) not in taken:
        yield InvalidOptionError(row.name, value, one_of(taken))
    bound = capabilities.bounds.get(row.name)
    if bound is not None and isinstance(value, int | float) and value not in bound:
        given = value if isinstance(value, int) else f"{value:.10g}"
        yield InvalidOptionError(row.name, given, within(bound))
