"""What a prompt says to whoever means to read it: its words, once for each way of reading. Pure.

Case, accents, compatibility forms and characters that are not seen make no difference. Letters
that look like others, digits in the place of letters, letters that stand apart: each is a way of
reading of its own, beside what is written there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.domain.confusables import ALIKE, EMOJI

LONGEST = 4096
"""Characters of a text that are read; no prompt is longer."""

_SIGNWISE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Writing that puts nothing between words, or that glues endings to them: each sign is a word."""

_WORD = re.compile(rf"[{_SIGNWISE}]|[^\W_{_SIGNWISE}]+")
_ODD_WORD = re.compile(rf"[{_SIGNWISE}]|(?:[^\W_{_SIGNWISE}]|\$|[@€£!|](?=[^\W_{_SIGNWISE}]))+")
_PIECE = re.compile(rf"[{_SIGNWISE}]|[^\W\d_{_SIGNWISE}]+|\d+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_CAPITAL_I = re.compile(r"(?<=[a-z])I(?=[a-z]|\b)")
"""Looks like a small L."""
_POINTS = (
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
)
"""Vowels of Hebrew and Arabic, which whoever writes may leave out, and what makes words longer."""
_MARKS = re.compile(
    rf"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe2f{_POINTS}]+"
)
_MARKED = re.compile(r"(?<=[a-z\u0370-\u052f])[^\w\s\x00-\x7f]+")
"""Where marks of other alphabets may stand on a letter."""
_STACKED = frozenset({"Mn", "Me"})
_BLANK = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"), "·") | dict.fromkeys(
    (0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x1D159, *range(0xE0100, 0xE01F0)), ""
)
"""Letters, marks and signs that nobody sees: some are a gap, be it within a word or behind it."""
_OWNED = re.compile(r"(?<=\w)['’]s\b")
_GLUE = re.compile(r"(?<=[^\W_])[-‐‑–.*_~·+=^/\\]+(?=[^\W_])")
"""What stands within a word, where nobody put a space."""
_APART = re.compile(
    rf"(?<![^\W_])(?:[^\W_{_SIGNWISE}][\W_]{{1,3}}){{2,}}[^\W_{_SIGNWISE}](?![^\W_])"
)
"""Letters that stand one by one."""
_SHORTEST = 3
_BETWEEN = re.compile(r"[\W_]+")

_LEET = str.maketrans("013456789@$€£!|l", "oieasgtbgaselii" + "i")
"""Digits and signs as letters; an l is an i there, since a 1 is either."""
_REPEATED = re.compile(r"(.)\1+")
_ODD = re.compile(r"[^\W\d_][\d@$€£!|]|[\d@$€£!|][^\W\d_]|([^\W\d_])\1\1")
"""Where a digit or a sign touches a letter as if it were one, or a letter is repeated too often."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read in one way."""

    words: tuple[str, ...]
    odd: tuple[bool, ...] = ()
    """Which of the words hold what may stand for a letter: then all are skeletons."""


def shown(text: str) -> str:
    """Return a text as it is seen: compatibility forms in one way, nothing invisible."""
    text = text[:LONGEST]
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFKC", text).translate(_BLANK).translate(EMOJI)
    return "".join(sign if sign.isprintable() else _unseen(sign) for sign in text)


def plain(text: str) -> str:
    """Return what is ``shown``, in lower case and without accents."""
    text = _OWNED.sub("s", text)
    if text.isascii():
        return text.lower()
    text = text.casefold().replace("œ", "oe").replace("æ", "ae")
    bare = _MARKED.sub(_unmarked, _MARKS.sub("", unicodedata.normalize("NFD", text)))
    return unicodedata.normalize("NFC", bare)


def alike(text: str) -> str:
    """Return what is ``shown``, as ``plain`` with letters of ours for those that look like them."""
    return plain(plain(text.translate(ALIKE)).translate(ALIKE))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text as it is written."""
    return tuple(_WORD.findall(plain(shown(text))))


def skeleton(word: str) -> str:
    """Return what a word has in common with all that are written with digits for letters."""
    return _REPEATED.sub(r"\1", word).translate(_LEET)


def readings(text: str) -> tuple[Reading, ...]:
    """Return the ways of reading a text; the first is as it is written."""
    seen = shown(text)
    texts = dict.fromkeys([plain(seen)] if seen.isascii() else [plain(seen), alike(seen)])
    if _CAPITAL_I.search(seen):
        texts[plain(_CAPITAL_I.sub("l", seen))] = None
    for each in tuple(texts):
        texts[_GLUE.sub("", each)] = None
        texts[_APART.sub(_joined, each)] = None
    found = {Reading(tuple(_WORD.findall(each))): None for each in texts}
    found[Reading(tuple(_PIECE.findall(plain(_HUMP.sub(" ", seen)))))] = None
    for each in texts:
        if _ODD.search(each):
            found[_odd(each)] = None
    return tuple(found)


def _odd(text: str) -> Reading:
    found = _ODD_WORD.findall(text)
    odd = {word for word in {*found} if _ODD.search(word)}
    # All at once, since a call for each word takes ten times as long.
    skeletons = skeleton("\n".join(found)).split("\n") if found else []
    return Reading(tuple(skeletons), tuple(word in odd for word in found))


def _joined(match: re.Match[str]) -> str:
    """Return letters that stand apart as words: an article or an initial may stand among them."""
    joined = _BETWEEN.sub("", match[0])
    if len(joined) <= _SHORTEST:
        return joined
    return " ".join((joined, joined[1:], joined[:-1], joined[1:-1]))


def _unmarked(match: re.Match[str]) -> str:
    return "".join(sign for sign in match[0] if unicodedata.category(sign) not in _STACKED)


def _unseen(sign: str) -> str:
    return " " if sign.isspace() else ""
