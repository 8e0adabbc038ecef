"""Read numbers that may be plain, quoted or nonsense. Pure; never raises."""

from __future__ import annotations

import math

LONGEST_QUOTED = 40
"""Characters; what is longer is no number that anybody means."""

LARGEST = 2**63 - 1
"""What a column of a database holds."""


def number(sent: object) -> float | None:
    """Return a finite number, or None for anything else."""
    if sent is None or sent == "" or isinstance(sent, bool):
        return None
    if not isinstance(sent, (int, float, str)):
        return None
    if isinstance(sent, str) and len(sent) > LONGEST_QUOTED:
        return None
    try:
        parsed = float(sent)
    except (ValueError, OverflowError):
        return None
    return parsed if math.isfinite(parsed) else None


def whole(sent: object) -> int | None:
    """Return a whole number that fits 64 bits, to its last digit, or None for anything else."""
    exact = _digits(sent)
    if exact is None:
        parsed = number(sent)
        exact = int(parsed) if parsed is not None and parsed.is_integer() else None
    return exact if exact is not None and abs(exact) <= LARGEST else None


def natural(sent: object) -> int | None:
    """Return a whole number from 0 that fits 64 bits, or None for anything else."""
    exact = whole(sent)
    return exact if exact is not None and exact >= 0 else None


def lenient_int(digits: str) -> float:
    """Parse a whole number of JSON, of any length; Python refuses more than 4,300 digits."""
    return int(digits) if len(digits) <= LONGEST_QUOTED else math.inf


def _digits(sent: object) -> int | None:
    if isinstance(sent, int) and not isinstance(sent, bool):
        return sent
    if isinstance(sent, str) and len(sent) <= LONGEST_QUOTED and sent.isascii() and sent.isdigit():
        return int(sent)
    return None
