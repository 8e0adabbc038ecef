"""JSON of strangers: read within bounds, and asked for values of the type that is wanted."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Json: TypeAlias = "Mapping[str, object]"

EMPTY: Json = {}

LONGEST_NAME = 200


def load(text: str) -> Json:
    """Return the object that a text is; empty if it is no JSON, no object or nested too deeply."""
    if not text.lstrip().startswith("{"):
        return EMPTY
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return EMPTY
    return inside(found)


def inside(value: object) -> Json:
    """Return an object within another, which some programs write as text; empty if it is none."""
    if isinstance(value, dict):
        return value
    return load(value) if isinstance(value, str) else EMPTY


def words(value: object) -> str:
    """Return a text; empty if it is none."""
    return value.strip() if isinstance(value, str) else ""


def name(value: object) -> str:
    """Return what may be the name of a model, a sampler or a program; empty if it cannot be one."""
    if not isinstance(value, str) or len(value) > 2 * LONGEST_NAME:
        return ""
    found = " ".join(value.split())
    return found if len(found) <= LONGEST_NAME else ""


def number(value: object) -> str:
    """Return the digits of a number, without an exponent; empty if it is none."""
    if isinstance(value, str):
        try:
            value = json.loads(value) if len(value) <= 30 else None
        except ValueError:
            return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if abs(value) > 1e20 or not math.isfinite(value):  # in this order: integers have no end
        return ""
    return f"{Decimal(repr(value)).normalize():f}"
