"""The built-in deny list: names that sexualise minors. No setting opens it. Pure.

It looks at names and labels of models, never at prompts, and fails closed: of a name that could be
meant either way, a server loses one model.
"""

from __future__ import annotations

import re
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING

from bot.domain.forbidden_terms import (
    AGE_SIGNS,
    AGES,
    BABY_THINGS,
    EDGES,
    FILLERS,
    GROWN,
    INNOCENT,
    INNOCENT_PAIRS,
    SCHOOLS,
    SEXUAL,
    SEXUAL_SIGNS,
    SIGNS,
    STEMS,
    WHO,
    WORDS,
    YOUNG,
)
from bot.domain.name_readings import readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.name_readings import Readings

REMEMBERED = 100_000
"""Names, and words of them; a catalogue has some 30,000, each asked about again and again."""

_GLUE = AGES | SEXUAL | WORDS | FILLERS | YOUNG | WHO
_LONGEST_TERM = max(map(len, _GLUE))
_LONGEST_GLUED = 60
_STEM = re.compile("|".join(STEMS))
_PIECES = WORDS | frozenset(STEMS)
_LONGEST_PIECE = max(map(len, _PIECES))
_IN_PIECES = re.compile("|".join(sorted(_PIECES)))

_YO = re.compile(r"(?<![\d.])(?:[0-9]|1[0-7])[ _-]?(?:yo|y/o|y\.o)s?(?![a-z])")
_OLD = re.compile(
    r"(?<![\d.])(?:[0-9]|1[0-7])\W{0,2}_?(?:years?|yrs?|y)[\W_]{0,2}(?:old|girl|boy)"
    r"|(?<![a-z])u(?:nder)?[\W_]{0,2}1[0-8](?!\d)"
    r"|(?<![a-z])aged?[\W_]{0,2}(?:[1-9]|1[0-7])(?!\d)"
    r"|(?<!\d)(?:[0-9]|1[0-7])(?:歳|才|岁|歲|살|세)"
)
_ADULTS_ONLY = re.compile(
    r"(?<!\d)18[ _-]?(?:\+|plus)|\+[ _-]?18(?!\d)|(?<![a-z])r[ _-]?1[8+](?!\d)|rule[ _-]?34"
)


_TERM, _YOUNG, _SEXUAL = 1, 2, 4
"""What a word says by itself; numbers, since an IntFlag takes many times as long."""


@lru_cache(maxsize=REMEMBERED)
def is_forbidden(name: str) -> bool:
    """Return whether a model of this name or label is never to be used, shown or suggested."""
    read = readings(name)
    if SIGNS.search(read.signs) or _YO.search(read.plain):
        return True
    said = _said(read)
    for words, says in zip(read.words, said, strict=True):
        if (says & _TERM and not _is_somebody(words)) or _is_in_pieces(words):
            return True
    return _says_sexual(read, said) and _says_young(read, said)


@lru_cache(maxsize=REMEMBERED)
def traits(name: str) -> tuple[bool, bool]:
    """Return whether a name says that somebody is young, and whether it is sexual.

    Either is innocent until it meets the other, in the name itself or in what it is used with.
    """
    read = readings(name)
    said = _said(read)
    return _says_young(read, said), _says_sexual(read, said)


def _said(read: Readings) -> list[int]:
    return [reduce(or_, map(_says, words), 0) for words in read.words]


@lru_cache(maxsize=REMEMBERED)
def _says(word: str) -> int:
    says = 0
    for part in (word, *_unglued(word)):
        says |= _TERM * _is_term(part) | _YOUNG * (part in AGES) | _SEXUAL * (part in SEXUAL)
    return says


def _is_term(word: str) -> bool:
    left = INNOCENT.sub("", word)
    return (
        left in WORDS
        or _STEM.search(left) is not None
        or left.startswith(EDGES)
        or left.endswith(EDGES)
    )


def _is_somebody(words: Sequence[str]) -> bool:
    """Whether a term is the first name of somebody known, and no other stands there."""
    return any(pair <= {*words} for pair in INNOCENT_PAIRS) and not any(
        _is_term(word) for word in words if word != "shota"
    )


def _is_in_pieces(words: Sequence[str]) -> bool:
    """Whether words that follow each other are a term, as if nothing stood between them."""
    if not _IN_PIECES.search("".join(words)):
        return False
    for first, joined in enumerate(words):
        for word in words[first + 1 : first + _LONGEST_PIECE]:
            joined += word  # noqa: PLW2901 - it grows
            if joined in _PIECES:
                return True
            if len(joined) > _LONGEST_PIECE:
                break
    return False


def _unglued(word: str) -> frozenset[str]:
    """Return the terms that a word is made of, if it is made of nothing else."""
    if word in _GLUE or len(word) > _LONGEST_GLUED:
        return frozenset()
    found: dict[int, frozenset[str]] = {0: frozenset()}
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST_TERM), end):
            if start in found and (term := word[start:end]) in _GLUE:
                found[end] = found.get(end, frozenset()) | found[start] | {term}
    return found.get(len(word), frozenset())


def _says_sexual(read: Readings, said: Sequence[int]) -> bool:
    return (
        any(says & _SEXUAL for says in said)
        or _ADULTS_ONLY.search(read.plain) is not None
        or SEXUAL_SIGNS.search(read.signs) is not None
    )


def _says_young(read: Readings, said: Sequence[int]) -> bool:
    return (
        any(says & _YOUNG for says in said)
        or any(map(_speaks_of_young_ones, read.words))
        or _OLD.search(read.plain) is not None
        or AGE_SIGNS.search(read.signs) is not None
    )


def _speaks_of_young_ones(words: Sequence[str]) -> bool:
    return any(map(_is_young_one, words, [*words[1:], ""]))


def _is_young_one(word: str, following: str) -> bool:
    if word == "baby":
        return not following.startswith(BABY_THINGS)
    if word == "young":
        return following not in GROWN
    if word in YOUNG and following in WHO:
        return True
    if word in SCHOOLS and following.startswith(("school", "teen")):
        return True
    if word == "minor" and following in SEXUAL:
        return True
    return word in {"school", "minor"} and following in WHO | {"kid", "child", "uniform"}
