"""The slash options as Discord sends them, checked again: clients promise nothing. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.domain.kinds import (
    Choice,
    Factor,
    Kind,
    Name,
    Names,
    Number,
    Ratio,
    Size,
    Strengths,
    Switch,
    Whole,
    Words,
)
from bot.domain.options import BY_NAME, OPTIONS
from bot.domain.rules import characters, one_of, whole
from bot.errors import InvalidOptionError, RefusedError
from bot.prompt.completing import plain
from bot.prompt.extras import parse_embeddings, parse_loras
from bot.prompt.options import Options, Parsed
from bot.prompt.values import READERS
from bot.texts.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_ELSEWHERE = {"prompt", "style"}
"""The prompt is parsed, a style looked up."""


def _types(kind: Kind) -> tuple[type, ...]:
    match kind:
        case Whole():
            return (int,)
        case Number():
            return (float, int)
        case Switch():
            return (bool,)
        case Words() | Choice() | Ratio() | Factor() | Size() | Name() | Names() | Strengths():
            return (str,)
        case _:
            assert_never(kind)


TYPES: Mapping[str, tuple[type, ...]] = {
    row.name: _types(row.kind) for row in OPTIONS if row.about and row.name not in _ELSEWHERE
}
"""The exact types of each option: True is a number to Python, but not to a member."""


def slash_options(given: Mapping[str, object]) -> Parsed:
    """Return what the slash options say; ranges are checked when the request is built.

    An obstacle is a value of a wrong type or none of its choices, and a list that cannot be read.

    Args:
        given: By option name, without ``prompt`` and ``style``; None is not said.

    """
    said = {name: value for name, value in given.items() if value is not None}
    read = dict[str, object]()
    obstacles: list[RefusedError] = []
    for name, value in said.items():
        try:
            read[name] = _read(name, value)
        except RefusedError as error:
            obstacles.append(error)
    return Parsed(
        Options(**read),  # type: ignore[arg-type] # each value is of its option's type
        labels={name: name for name in said},
        obstacles=tuple(obstacles),
    )


def _check_type(name: str, value: object) -> None:
    if type(value) not in TYPES[name]:
        raise InvalidOptionError(name, value, _rule(name))


def _rule(name: str) -> Text:
    match BY_NAME[name].kind:
        case Words(length=length):
            return characters(length)
        case Whole(bound=bound):
            return whole(bound)
        case Ratio(values=values):
            return one_of(values)
        case Strengths():
            return text("option.loras")
        case Names():
            return text("option.embeddings")
        case _:
            return READERS[name].rule


def _read(name: str, value: object) -> object:
    _check_type(name, value)
    match BY_NAME[name].kind:
        case Choice() | Factor():
            choice = READERS[name].read(str(value))
            if choice is None:
                raise InvalidOptionError(name, value, READERS[name].rule)
            return choice
        case Ratio(values=values):
            if value not in values:
                raise InvalidOptionError(name, value, _rule(name))
            return value
        case Strengths():
            return parse_loras(plain(str(value)), name)
        case Names():
            return parse_embeddings(plain(str(value)))
        case _:
            return value
