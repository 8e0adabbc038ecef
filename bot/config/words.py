"""What is wrong with a setting, in our words, and never with its value. Pure."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

WHERE = (
    "Set it in a file .env in the working directory (config.example.env shows how), "
    "or in the environment; the README's Configuration has all keys."
)

_PLAIN = {
    "missing": "is required",
    "string_too_short": "must not be empty",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
}

_OF_NUMBERS = ("greater_than", "less_than", "int_", "float_", "finite_number")
"""How pydantic's words for a number out of its range, or for none, begin."""


def words_for(problem: Any, field: FieldInfo | None) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    """Return what a setting must be."""
    kind, said = str(problem["type"]), str(problem["msg"]).removeprefix("Value error, ")
    if kind in _PLAIN:
        return _PLAIN[kind]
    if field is not None and kind == "literal_error":
        return f"must be one of {', '.join(_choices(field.annotation))}"
    if field is not None and kind.startswith(_OF_NUMBERS):
        return f"must be {_number(field)}"
    return said


def _number(field: FieldInfo) -> str:
    is_whole = int in _kinds(field.annotation)
    lows = [it.ge for it in field.metadata if isinstance(it, Ge)]
    highs = [it.le for it in field.metadata if isinstance(it, Le)]
    noun = "a whole number " if is_whole else ""
    if lows and highs:
        return f"{noun}between {lows[0]} and {highs[0]}"
    if lows:
        return f"{noun or 'a number '}of at least {lows[0]}"
    return noun.strip() or "a number"


def _kinds(annotation: object) -> tuple[object, ...]:
    is_union = get_origin(annotation) in {Union, UnionType}
    return get_args(annotation) if is_union else (annotation,)


def _choices(annotation: object) -> Iterator[str]:
    for kind in _kinds(annotation):
        if get_origin(kind) is Literal:
            yield from map(str, get_args(kind))
        elif kind is not NoneType and get_args(kind):  # what is annotated
            yield from _choices(get_args(kind)[0])
