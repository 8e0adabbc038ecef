"""The built-in deny list: names that sexualise minors. No setting opens it. Pure.

It looks at names and labels of models, never at prompts, and fails closed: of a name that could be
meant either way, a server loses one model.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.domain.forbidden_terms import (
    AGE_SIGNS,
    AGES,
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
    from collections.abc import Iterable, Iterator, Sequence

REMEMBERED = 100_000
"""Names; a catalogue has some 30,000, each asked about again and again."""

_GLUE = AGES | SEXUAL | WORDS | FILLERS | YOUNG | WHO
_LONGEST_TERM = max(map(len, _GLUE))
_LONGEST_GLUED = 60
_STEM = re.compile("|".join(STEMS))
_PIECES = WORDS | frozenset(STEMS)
_LONGEST_PIECE = max(map(len, _PIECES))

_YO = re.compile(r"(?<![\d.])(?:[0-9]|1[0-7])[ _-]?(?:yo|y/o|y\.o)s?(?![a-z])")
_OLD = re.compile(
    r"(?<![\d.])(?:[0-9]|1[0-7])\W{0,2}_?(?:years?|yrs?)[\W_]{0,2}(?:old|girl|boy)"
    r"|(?<![a-z])aged?[\W_]{0,2}(?:[1-9]|1[0-7])(?!\d)"
    r"|(?<!\d)(?:[0-9]|1[0-7])(?:歳|才|岁|歲|살|세)"
)
_ADULTS_ONLY = re.compile(
    r"(?<!\d)18[ _-]?(?:\+|plus)|\+[ _-]?18(?!\d)|(?<![a-z])r[ _-]?1[8+](?!\d)|rule[ _-]?34"
)


@lru_cache(maxsize=REMEMBERED)
def is_forbidden(name: str) -> bool:
    """Return whether a model of this name or label is never to be used, shown or suggested."""
    read = readings(name)
    if SIGNS.search(read.signs) or _YO.search(read.plain):
        return True
    if any(_is_sexualised_youth(words) for words in read.words):
        return True
    young = any(_says_young(words) for words in read.words) or _is_aged(read.plain, read.signs)
    return young and (
        any(_says_sexual(words) for words in read.words)
        or _ADULTS_ONLY.search(read.plain) is not None
        or SEXUAL_SIGNS.search(read.signs) is not None
    )


def _is_aged(plain: str, signs: str) -> bool:
    return _OLD.search(plain) is not None or AGE_SIGNS.search(signs) is not None


def _is_sexualised_youth(words: Sequence[str]) -> bool:
    """Whether a term stands there that needs no other beside it."""
    if any(map(_is_term, _parts(words))):
        named = any(pair <= {*words} for pair in INNOCENT_PAIRS)
        return not named or any(_is_term(word) for word in words if word != "shota")
    return any(_in_pieces(words))


@lru_cache(maxsize=REMEMBERED)
def _is_term(word: str) -> bool:
    left = INNOCENT.sub("", word)
    return (
        left in WORDS
        or _STEM.search(left) is not None
        or left.startswith(EDGES)
        or left.endswith(EDGES)
    )


def _in_pieces(words: Sequence[str]) -> Iterator[bool]:
    """Look at words that follow each other as if nothing stood between them."""
    for first, joined in enumerate(words):
        for word in words[first + 1 : first + _LONGEST_PIECE]:
            joined += word  # noqa: PLW2901 - it grows
            if len(joined) > _LONGEST_PIECE:
                break
            yield joined in _PIECES


def _parts(words: Sequence[str]) -> Iterator[str]:
    """Return all words, and those that some of them are glued together of."""
    for word in words:
        yield word
        yield from _unglued(word)


@lru_cache(maxsize=REMEMBERED)
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


def _says_sexual(words: Sequence[str]) -> bool:
    return any(part in SEXUAL for part in _parts(words))


def _says_young(words: Sequence[str]) -> bool:
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if word in {"baby", "babys"} and following.startswith("doll"):
            continue
        if word in AGES or not AGES.isdisjoint(_unglued(word)):
            return True
        if _is_young_one(word, following):
            return True
    return False


def _is_young_one(word: str, following: str) -> bool:
    if word == "young":
        return following not in GROWN
    if word in YOUNG and following in WHO:
        return True
    if word in SCHOOLS and following.startswith(("school", "teen")):
        return True
    return word in {"school", "minor"} and following in WHO | {"kid", "child", "uniform"}


def forbidden_any(names: Iterable[str]) -> bool:
    """Return whether one of several names is forbidden."""
    return any(map(is_forbidden, names))
