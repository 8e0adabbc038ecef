"""Where a block begins in a text: words alone may look like one key. Pure, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.prompt.flags import DASHES
from bot.prompt.keys import KEY, KNOWN, is_sure, is_sure_alone, may_hold_keys, meant
from bot.prompt.pairs import LABEL
from bot.prompt.quote import ANY_QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARK = re.compile(
    rf"(?<![^\s,])(?:(?=[A-Za-z][\w /.-]{{0,39}}+:)"
    rf"(?:(?P<key>{KNOWN}):\s*(?P<closed>{ANY_QUOTED})?|(?P<label>{LABEL.pattern}))"
    rf"|{DASHES}\w[\w-]*+(?:=|\s+)(?:{ANY_QUOTED}))"
)
_VALUE = rf"(?:{ANY_QUOTED}|\([^()\n]{{0,40}}\)|(?>(?:[^,:\n]|:(?!\s))*))"
_FURTHER = rf"(?>(?:[,\n]\s*+{KEY}:(?=\s)\s*+{_VALUE})*)"
_GAP = re.compile(rf"{_VALUE}\s*+{_FURTHER}[,\n]\s*+", re.DOTALL)
_SPACE = re.compile(r"[^,:\n]{1,60}\s")
_NESTED = re.compile(r"[\[{].*[\]}]\s*+[,\n]\s*+", re.DOTALL)
_FOLLOWED = re.compile(rf"[^,:\n]*+[,\n]\s*+{KEY}:")
_LAST = re.compile(r"[^,\n]*+[,\s]*+\Z")
_PAIR = re.compile(rf"{KEY}:\s*+{_VALUE},\s*+")
_ENDS_LINE = re.compile(r"[^,\n]{0,60}+\n")


@dataclass(frozen=True, slots=True)
class Head:
    """A key or a label as it stands in the text."""

    key: str
    """Empty for a label."""
    start: int
    value: int
    """Where its value begins."""
    is_sure: bool = False
    """Whether the value is one that the key has."""
    begins_line: bool = False


@dataclass(frozen=True, slots=True)
class Starts:
    """Where the parts of a block may begin."""

    pairs: tuple[int, ...]
    labels: tuple[int, ...]
    negative: int | None
    """The first label of a negative prompt."""
    last: int | None
    """A pair that ends the text: it is one only behind a label."""


def find_starts(text: str) -> Starts:
    """Return where labels stand in ``text``, and where pairs begin that no words look like."""
    if not may_hold_keys(text):
        return Starts((), (), None, None)
    heads: list[Head] = []
    labels: list[int] = []
    negative: int | None = None
    for mark in _MARK.finditer(text):
        key = mark["key"] or mark["label"]
        if key is None:
            continue
        begins_line = mark.start() == 0 or text[mark.start() - 1] == "\n"
        if mark["label"] and not (mark["negative"] or begins_line or "\n" not in text):
            # Where labels have lines of their own, this is a word.
            continue
        value = mark.end() if mark["closed"] is None else mark.start("closed")
        is_one = is_sure(mark["key"] or "", text, value)
        heads.append(Head(mark["key"] or "", mark.start(), value, is_one, begins_line))
        if mark["label"]:
            labels.append(mark.start())
        if mark["negative"] and negative is None:
            negative = mark.start()
    heads = list(_without_words(text, heads))
    return Starts(tuple(_chains(text, heads)), tuple(labels), negative, _last(text, heads))


def _chains(text: str, heads: Sequence[Head]) -> Iterator[int]:
    """Yield where each run of pairs begins that is a block's."""
    sure = [head.is_sure for head in heads]
    linked = [*(_is_linked(text, *two) for two in pairwise(heads)), False]
    first, is_told, lines = 0, False, _Lines(text)
    for at, head in enumerate(heads):
        if at and not linked[at - 1]:
            first, is_told = at, False
        if not is_told and (
            is_sure_alone(text, head.start)
            or (linked[at] and sure[at] and sure[at + 1])
            or (linked[at] and linked[at + 1] and any(sure[at : at + 3]))
            or (sure[at] and meant(head.key) == "steps" and _FOLLOWED.match(text, head.value))
        ):
            is_told = True
            yield lines.start(heads[first].start)


def _without_words(text: str, heads: Sequence[Head]) -> Iterator[Head]:
    """Yield the heads without those that are words of a prompt before a block.

    A word is what stands in the middle of a line where no pair was yet, if the block says the
    same and its value is none or ends its line; or if only the block's keys are capitals.
    """
    last = {meant(head.key): at for at, head in enumerate(heads) if head.is_sure}
    capitals = [at for at, head in enumerate(heads) if head.is_sure and head.key[0].isupper()]
    is_block, newest = False, capitals[-1] if capitals else -1
    for at, head in enumerate(heads):
        if head.key and not (is_block or head.begins_line):
            is_said_again = last.get(meant(head.key), -1) > at
            is_small = head.key[0].islower() and newest > at
            ends_line = not head.is_sure or _ENDS_LINE.match(text, head.value) is not None
            if (is_said_again and (ends_line or is_small)) or (is_small and not head.is_sure):
                continue
        is_block = bool(head.key) and (head.is_sure or is_block)
        yield head


def _is_linked(text: str, head: Head, following: Head) -> bool:
    """Whether a pair ends right before the next: by a comma, or a sure one by any space.

    At a line's end words end as well, unless the pair began the line.
    """
    if not head.key or not following.key:
        return False
    gap = text[head.value : following.start]
    ends_line = gap.endswith("\n") and gap.rstrip()[-1:] != ","
    if ends_line and not (head.is_sure or head.begins_line):
        return False
    if head.is_sure and following.is_sure and _SPACE.fullmatch(gap):
        return True
    return (_GAP.fullmatch(gap) or _NESTED.fullmatch(gap)) is not None


class _Lines:
    """Reads the lines of one text on which there is nothing but pairs, each once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = 0
        self._read: int | None = 0
        """Up to where there are pairs; None where there is something else."""

    def start(self, at: int) -> int:
        """Return where the line begins, if there is nothing but pairs on it before ``at``."""
        line = self._text.rfind("\n", 0, at) + 1
        if line != self._line:
            self._line, self._read = line, line
        while line and self._read is not None and self._read < at:
            pair = _PAIR.match(self._text, self._read)
            self._read = pair.end() if pair else None
        return line if line and self._read == at else at


def _last(text: str, heads: Sequence[Head]) -> int | None:
    head = heads[-1] if heads else None
    if head and head.is_sure and _LAST.match(text, head.value):
        return head.start
    return None
