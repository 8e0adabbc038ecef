"""The small words that the rules are written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Check: TypeAlias = Callable[[object, str], None]


class InvalidBodyError(Exception):
    """A body that Novita would refuse with 400."""

    def __init__(self, path: str, complaint: str, reason: str = "INVALID_REQUEST_BODY") -> None:
        super().__init__(f"{path}: {complaint}")
        self.reason = reason


@dataclass(frozen=True)
class Rule:
    """What one field may hold: a plain value (``check``) or an object (``fields``)."""

    check: Check | None = None
    fields: Mapping[str, Rule] | None = None
    required: bool = False
    reason: str = "INVALID_REQUEST_BODY"


def is_absent(value: object) -> bool:
    """Return whether the official SDKs mean "not given" by it."""
    return value is None or value == {}


def check_fields(value: Mapping[str, Any], rules: Mapping[str, Rule], path: str) -> None:
    """Check an object; keys without a rule are ignored.

    Raises:
        InvalidBodyError: naming the first field that breaks its rule.
    """
    for key, rule in rules.items():
        field, where = value.get(key), f"{path}.{key}".lstrip(".")
        if is_absent(field):
            if rule.required:
                raise InvalidBodyError(where, "is required")
        elif rule.fields is not None:
            if not isinstance(field, dict):
                raise InvalidBodyError(where, "must be an object")
            check_fields(field, rule.fields, where)
        elif rule.check is not None:
            _check_plain(rule, rule.check, field, where)


def _check_plain(rule: Rule, check: Check, value: object, path: str) -> None:
    try:
        check(value, path)
    except InvalidBodyError as error:
        error.reason = rule.reason
        raise


def boolean(value: object, path: str) -> None:
    """Allow true and false."""
    if not isinstance(value, bool):
        raise InvalidBodyError(path, "must be a boolean")


def integer(least: int, most: int) -> Check:
    """Allow whole numbers, bounds included."""

    def check(value: object, path: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise InvalidBodyError(path, f"must be an integer between {least} and {most}")

    return check


def number(least: float, most: float) -> Check:
    """Allow numbers, bounds included; NaN is in no range."""

    def check(value: object, path: str) -> None:
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not is_number or not least <= float(str(value)) <= most:
            raise InvalidBodyError(path, f"must be a number between {least} and {most}")

    return check


def text(shortest: int, longest: int) -> Check:
    """Allow strings by their length in code points."""

    def check(value: object, path: str) -> None:
        if not isinstance(value, str) or not shortest <= len(value) <= longest:
            raise InvalidBodyError(path, f"must be {shortest} to {longest} characters long")

    return check


def choice(*names: str) -> Check:
    """Allow one of some strings."""

    def check(value: object, path: str) -> None:
        if value not in names:
            raise InvalidBodyError(path, f"must be one of {', '.join(names)}")

    return check


def items(rules: Mapping[str, Rule], *, most: int) -> Check:
    """Allow a list of objects."""

    def check(value: object, path: str) -> None:
        if not isinstance(value, list) or len(value) > most:
            raise InvalidBodyError(path, f"must be a list of at most {most}")
        for position, item in enumerate(value):
            if not isinstance(item, dict):
                raise InvalidBodyError(f"{path}[{position}]", "must be an object")
            check_fields(item, rules, f"{path}[{position}]")

    return check
