"""Find a web UI's "parameters" block in a prompt and take it apart. Pure, in linear time.

Its form: the prompt, ``Negative prompt: …``, then ``Steps: 20, Sampler: …, …``, each on a
line of its own, or with spaces where the lines ended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.kinds import Words
from bot.domain.options import BY_NAME, OPTIONS
from bot.prompt.quote import QUOTED, unquote

KEYS = {row.key: row.name for row in OPTIONS if row.key and not isinstance(row.kind, Words)}
"""Key of a block to option; the negative prompt alone does not tell that a block begins."""

NEGATIVE = BY_NAME["negative_prompt"].key

_KEY = r"[A-Za-z][\w /.-]{0,39}"
_KNOWN = f"(?:{'|'.join(KEYS)}|Schedule type)"
_PAIR = rf"{_KNOWN}:[^,:\n]*[,\n]\s*"
_STEPS = r"Steps:\s*+[^\s,]++\s*+"
# Words alone may look like one key; two in a row, one of them Steps, or three do not.
_START = re.compile(
    rf"(?<!\S)(?:(?:{_PAIR})?{_STEPS}(?:,\s*+|(?<=\n)){_KEY}:|(?:{_PAIR}){{2}}{_KNOWN}:)"
)
_LONE_STEPS = re.compile(rf"(?<!\S){_STEPS}(?:,\s*+)?\Z")
_NEGATIVE = re.compile(rf"(?<!\S){NEGATIVE}:", re.IGNORECASE)
_HEAD = re.compile(rf"({_KEY}):\s*")
_SEPARATOR = re.compile(rf"[,\n]\s*(?={_KEY}:)|\s(?={NEGATIVE}:)")


@dataclass(frozen=True, slots=True)
class Block:
    """A prompt taken apart."""

    prompt: str
    negative: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    """Keys and values as they were written, in order."""


def find_block(text: str, start: int, end: int) -> int:
    """Return where between ``start`` and ``end`` a block begins, else ``end``."""
    found = (pattern.search(text, start, end) for pattern in (_NEGATIVE, _START))
    return min((match.start() for match in found if match), default=end)


def split(text: str) -> Block:
    """Take ``text`` apart, which is clean and free of flags."""
    start = _START.search(text)
    at = start.start() if start else len(text)
    # Among the pairs it may be the end of another key, such as "Hires negative prompt".
    head = _NEGATIVE.search(text, 0, at)
    if head is None:
        return Block(text[:at], pairs=_pairs(text[at:]))
    if start is None and (lone := _LONE_STEPS.search(text)):
        at = lone.start()
    return Block(text[: head.start()], text[head.end() : at], _pairs(text[at:]))


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    at = 0
    while head := _HEAD.match(text, at):
        quoted = QUOTED.match(text, head.end())
        after = _SEPARATOR.search(text, quoted.end() if quoted else head.end())
        value = text[head.end() : after.start() if after else len(text)].strip(", \n")
        whole = QUOTED.fullmatch(value)
        pairs.append((head[1], unquote(whole["inner"]) if whole else value))
        at = after.end() if after else len(text)
    return tuple(pairs)
