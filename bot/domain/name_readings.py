"""The ways in which a name can be read, by whoever means to be read. Pure.

Signs that look like others, digits in the place of letters, letters apart: a name that a person
reads as a word is that word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.confusables import ALIKE, EMOJI

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 2000
"""Characters of a name that are looked at."""

_DIGITS = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g"}
_SIGNS = {"@": "a", "$": "s", "€": "e", "£": "l"}
_AS_I = str.maketrans(_DIGITS | _SIGNS | {"1": "i", "!": "i", "|": "i"})
_AS_L = str.maketrans(_DIGITS | _SIGNS | {"1": "l", "!": "l", "|": "l"})

_WORD = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_ODD_RUN = re.compile(r"[^\W_@$€£!|]*(?:[\d@$€£!|]+[^\W_@$€£!|]*)+")
_ODD = re.compile(r"[^\W\d_][\d@$€£!|]|[\d@$€£!|][^\W\d_]")
"""Where a digit or a sign touches a letter, as if it were one."""

_APART = re.compile(r"(?<![^\W_])(?:[^\W\d_][\W_]+){2,}[^\W\d_](?![^\W_])")
"""Letters that stand one by one."""

_CAPITAL_I = re.compile(r"(?<=[a-z])I")
"""Looks like a small L, which nobody tells from it."""

_REPEATED = re.compile(r"([aeiou])\1+|([^\W\d_])\2{2,}")


@dataclass(frozen=True, slots=True)
class Readings:
    """A name as it can be read."""

    words: tuple[tuple[str, ...], ...]
    """Its words, once for each way."""
    signs: str
    """What is left of it where writing puts nothing between words."""
    plain: str
    """In lower case, with its digits and signs, and no letter that looks like another."""


def readings(name: str) -> Readings:
    """Return the ways in which a name can be read."""
    name = name[:LONGEST].replace("·", " ")
    if name.isascii() and name.isprintable():
        # Most are so, and a catalogue has tens of thousands.
        lower = name.lower()
        return Readings(_ways(name, lower, lower), "", lower)
    shown = _shown(name)
    bare = _without_accents(shown)
    lower = bare.casefold()
    plain = lower.translate(ALIKE)
    signs = "".join(filter(_is_written, shown)).casefold()
    return Readings(_ways("".join(map(_sign_alike, bare)), lower, plain), signs, plain)


def _ways(cased: str, lower: str, plain: str) -> tuple[tuple[str, ...], ...]:
    texts = {lower: None, plain: None}
    if _ODD.search(plain):
        texts |= {_ODD_RUN.sub(read, plain): None for read in _READ}
    if _CAPITAL_I.search(cased):
        texts[_CAPITAL_I.sub("l", cased).casefold()] = None
    if _APART.search(plain):
        texts[_APART.sub(_joined, plain)] = None
    if _REPEATED.search(plain):
        texts[_REPEATED.sub(r"\1\2", plain)] = None
    words = [[piece.casefold() for piece in _PIECE.findall(cased)]]
    words += [_WORD.findall(each) for each in texts]
    return tuple({tuple(each): None for each in words})


def _shown(name: str) -> str:
    return "".join(
        EMOJI.get(ord(sign), sign)
        for sign in unicodedata.normalize("NFKC", name)
        if unicodedata.category(sign) not in {"Cf", "Cc"} or sign in "\t\n"
    )


def _without_accents(shown: str) -> str:
    return "".join(
        sign
        for sign in unicodedata.normalize("NFD", shown)
        if unicodedata.category(sign) not in {"Mn", "Me"}
    )


def _is_written(sign: str) -> bool:
    return sign.isalnum() or sign == "ー"


def _sign_alike(sign: str) -> str:
    lower = sign.casefold()
    like = lower.translate(ALIKE)
    return sign if like == lower else like.upper() if sign.isupper() else like


def _joined(match: re.Match[str]) -> str:
    return "".join(_WORD.findall(match[0]))


def _reading(table: dict[int, str]) -> Callable[[re.Match[str]], str]:
    def letters(match: re.Match[str]) -> str:
        run = match[0]
        # A number of a version is none, also with a letter before it.
        return run.translate(table) if sum(map(str.isalpha, run)) > 1 else run

    return letters


_READ = (_reading(_AS_I), _reading(_AS_L))
