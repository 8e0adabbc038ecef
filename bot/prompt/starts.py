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
_VALUE = rf"(?:{ANY_QUOTED}|\([^()\n]{{0,40}}\)|(?:[^,:\n]|:(?!\s))*+)"
_GAP = re.compile(rf"{_VALUE}\s*+(?:[,\n]\s*+{KEY}:(?=\s)\s*+{_VALUE})*+[,\n]\s*+", re.DOTALL)
_SPACE = re.compile(r"[^,:\n]{1,60}\s")
_NESTED = re.compile(r"[\[{].*[\]}]\s*+[,\n]\s*+", re.DOTALL)
_FOLLOWED = re.compile(rf"[^,:\n]*+[,\n]\s*+{KEY}:")
_LAST = re.compile(r"[^,\n]*+[,\s]*+\Z")
_LINE = re.compile(rf"(?:{KEY}:\s*+{_VALUE},\s*+)+")


@dataclass(frozen=True, slots=True)
class Head:
    """A key or a label as it stands in the text."""

    key: str
    """Empty for a label."""
    start: int
    value: int
    """Where its value begins."""


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
        value = mark.end() if mark["closed"] is None else mark.start("closed")
        heads.append(Head(mark["key"] or "", mark.start(), value))
        if mark["label"]:
            labels.append(mark.start())
        if mark["negative"] and negative is None:
            negative = mark.start()
    return Starts(tuple(_chains(text, heads)), tuple(labels), negative, _last(text, heads))


def _chains(text: str, heads: Sequence[Head]) -> Iterator[int]:
    """Yield where each run of pairs begins that is a block's."""
    sure = [is_sure(head.key, text, head.value) for head in heads]
    linked = [
        _is_linked(text, *two, are_sure=are_sure)
        for two, are_sure in zip(pairwise(heads), pairwise(sure), strict=True)
    ]
    linked.append(False)
    first, is_told = 0, False
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
            yield _line_start(text, heads[first].start)


def _is_linked(text: str, head: Head, following: Head, *, are_sure: tuple[bool, bool]) -> bool:
    """Whether a pair ends right before the next: by a comma, or a sure one by any space.

    At a line's end words end as well, unless the pair began the line.
    """
    if not head.key or not following.key:
        return False
    gap = text[head.value : following.start]
    begins_line = head.start == 0 or text[head.start - 1] == "\n"
    if gap.endswith("\n") and gap.rstrip()[-1:] != "," and not (are_sure[0] or begins_line):
        return False
    if all(are_sure) and _SPACE.fullmatch(gap):
        return True
    return (_GAP.fullmatch(gap) or _NESTED.fullmatch(gap)) is not None


def _line_start(text: str, at: int) -> int:
    """Return where the line begins, if there is nothing but pairs on it before ``at``."""
    line = text.rfind("\n", 0, at) + 1
    return line if line and _LINE.fullmatch(text, line, at) else at


def _last(text: str, heads: Sequence[Head]) -> int | None:
    head = heads[-1] if heads else None
    if head and is_sure(head.key, text, head.value) and _LAST.match(text, head.value):
        return head.start
    return None
