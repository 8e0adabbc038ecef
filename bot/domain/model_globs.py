"""Lists of globs that say which models may be used somewhere. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.domain.ranges import Bound
from bot.domain.rules import characters
from bot.errors import InvalidOptionError, RefusedError
from bot.texts.text import text
from bot.texts.typed import one_line, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST = 100
"""Globs of one list."""

LONGEST = 100
LENGTH = Bound(1, LONGEST)
"""Characters of one glob."""

NO_MODEL = ""
"""A glob that no name matches."""


def matches(globs: Iterable[str], forms: Iterable[str]) -> bool:
    """Return whether one of the globs matches one form of a name, which is folded to one case.

    ``*`` stands for any signs and ``?`` for one; nothing else has a meaning.
    """
    pattern = _pattern(tuple(globs))
    return any(pattern.fullmatch(form) for form in forms)


@lru_cache(maxsize=1024)
def _pattern(globs: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern for all globs; with none, one that matches nothing."""
    return re.compile("|".join(map(_translated, filter(None, globs))) or r"(?!)", re.DOTALL)


def _translated(glob: str) -> str:
    """Return a glob as an expression that looks at each sign of a name a few times at most.

    What stands between two stars is found where it comes first, and never looked for again.
    """
    first, *rest = (_literally(part) for part in glob.casefold().split("*"))
    if not rest:
        return first
    *between, last = rest
    middle = "".join(f"(?>.*?{part})" for part in between if part)
    return f"{first}{middle}.*{last}"


def _literally(part: str) -> str:
    return "".join("." if sign == "?" else re.escape(sign) for sign in part)


def in_all(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what allows no more than each of several lists does; an empty one allows all."""
    said = [{*globs} for globs in lists if globs]
    return tuple(sorted(set.intersection(*said))) or (NO_MODEL,) if said else ()


def in_any(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what denies all that one of several lists does."""
    return tuple(sorted({glob for globs in lists for glob in globs}))


def stated(given: str) -> str:
    """Return a glob that somebody typed.

    Raises:
        InvalidOptionError: it is empty or too long.

    """
    glob = one_line(given, len(given))
    if len(glob) not in LENGTH:
        raise InvalidOptionError("glob", len(glob), characters(LENGTH))
    return glob


def added(globs: tuple[str, ...], glob: str) -> tuple[str, ...]:
    """Return a list with one more glob.

    Raises:
        RefusedError: it is full.

    """
    if glob.casefold() in map(str.casefold, globs):
        return globs
    if len(globs) >= MOST:
        raise RefusedError(text("policy.models.full", most=MOST))
    return (*globs, glob)


def taken_off(globs: tuple[str, ...], glob: str) -> tuple[str, ...]:
    """Return a list without a glob.

    Raises:
        RefusedError: it is not on the list.

    """
    left = tuple(each for each in globs if each.casefold() != glob.casefold())
    if left == globs:
        raise RefusedError(text("policy.models.absent", glob=typed(glob, LONGEST)))
    return left
