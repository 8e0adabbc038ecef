"""A pasted block in the signs that programs use, whatever a person or a chat made of them. Pure.

Full-width signs, a space before the colon, bold keys, lists, and other signs between pairs.
"""

from __future__ import annotations

import re

from bot.prompt.keys import KNOWN

HALF_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)} | {
    ord("．"): ".",
    ord("："): ":",
    ord("－"): "-",
}
"""Full-width signs of numbers."""

_LABEL = r"(?i:negative[ _]?prompt|(?<![^\n])negative|positive[ _]?prompt)|Negative|Prompt"
_SIGNS = re.compile(
    r"[：；;|•●▪·，]|[*_]{2}|\s:|,\s*,|[a-z]:(?=[A-Z])|(?i:negative(?:_?prompt)?:|positive_?prompt:)"
    r"|^[-*+] ",
    re.MULTILINE,
)
"""Without any of these a block is as programs write it."""
_BULLET = re.compile(
    rf"^[-*+•●▪·]\s+(?=[*_]{{0,2}}(?:{KNOWN}|{_LABEL})[*_]{{0,2}}\s?[:：])", re.MULTILINE
)
_HEAD = re.compile(
    rf"(?<![^\s,，;；|])[*_]{{0,3}}(?:(?P<key>{KNOWN})|(?P<label>{_LABEL}))"
    r"[*_]{0,3}\s?[:：][*_]{0,3}\s*(?P<number>[+－-]?[\d．]*)"
)
_PARTS = "，;；|,"
_BETWEEN = re.compile(
    rf"(?<![\s{_PARTS}])\s*+[{_PARTS}](?>(?:\s*+[{_PARTS}])*)\s*+"
    rf"(?=(?:{KNOWN}|[A-Z][\w /.-]{{0,39}}+):\s)"
)
_MARKS = ("，", ";", "；", "|")
_FIRST = re.compile(rf"(?<![^\s,，;；|]){KNOWN}:")


def folded_block(text: str) -> str:
    """Return ``text``, which is clean, with the signs of its pairs as programs write them.

    Whether there is a block is for others to see: words may look like a pair.
    """
    if _SIGNS.search(text) is None:
        return text
    plain = _HEAD.sub(_head, _BULLET.sub("", text))
    first = _FIRST.search(plain)
    if first is None:
        return plain
    words, pairs = plain[: first.start()], plain[first.start() :]
    if words.rstrip(" ").endswith(_MARKS):
        words = words.rstrip("，;；| ") + " "
    return words + _BETWEEN.sub(", ", pairs)


def _head(match: re.Match[str]) -> str:
    number = match["number"].translate(HALF_WIDTH)
    if match["key"]:
        return f"{match['key']}: {number}"
    label = match["label"].replace("_", " ")
    if " " not in label and label != "Prompt":
        label = f"{label[:8]} prompt"
    return f"{label}: {number}"
