"""The pairs of a block: where a value ends, whatever stands in it. Pure, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.prompt.flags import DASHES
from bot.prompt.keys import KEY, KNOWN, NEGATIVE, TEMPLATES, folded, meant
from bot.prompt.quote import ANY_QUOTED, OPENING, quoted_at
from bot.prompt.scan import TAGS

LABEL = re.compile(rf"(?:(?P<negative>(?i:{NEGATIVE}))|(?i:Positive prompt)|Prompt)\s?:\s*")
"""What stands before the words of a prompt."""

_FLAG_QUOTED = rf"(?<!\S){DASHES}\w[\w-]*+(?:=|\s+)(?:{ANY_QUOTED})"
_HEAD = re.compile(rf"({KEY}):\s*")
_SEPARATOR = re.compile(
    rf"(?P<flag>{_FLAG_QUOTED})|[,\n]\s*(?={KEY}:)"
    rf"|\s(?={LABEL.pattern.replace('?P<negative>', '?:')})"
    rf"|\s(?=(?i:(?:negative )?template):)|\s(?={KNOWN}:)|\s(?=[A-Z][\w /.-]{{0,39}}+:\s*[\"“„])"
)
_TEMPLATE_ENDS = re.compile(rf"\n(?={KEY}:)|\s(?=(?i:negative template):)")
_HASHES = re.compile(
    rf"(?>(?:(?!{KNOWN}:)[^,:\n]{{1,80}}:\s?[0-9A-Fa-f]{{4,64}}(?:\s*+,\s*+|(?=\s)|\Z))+)"
)
_BRACKETS = re.compile(r'\\.|"(?>(?:[^"\\]|\\.)*)"|[\[\]{}]', re.DOTALL)
_LIKE_JSON = re.compile(r'[\[{]\s*(?:["{\[\]}]|\Z)')
_DEPTH = {"[": 1, "{": 1, "]": -1, "}": -1}
_BETWEEN = ", \n"
_WORD = re.compile(r"\S+")
_TYPED = re.compile(rf"{DASHES}\w|<(?:{TAGS}):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pair:
    """A key with its value."""

    key: str
    """As it was written."""
    value: str
    is_whole: bool = False
    """Whether nothing in the value is a flag or a tag."""
    after: str = ""
    """The flags and tags that were typed behind it."""


class Pairs:
    """Reads the pairs of one text, which is clean, one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._may_enclose = True
        """Brackets that never close are looked for once: any text takes linear time."""

    def at(self, at: int) -> tuple[Pair, int] | None:
        """Return the pair that begins at ``at``, and where the next may begin, or None."""
        head = _HEAD.match(self._text, at)
        if head is None:
            return None
        if folded(head[1]) in TEMPLATES and not self._text.startswith(OPENING, head.end()):
            ends = _TEMPLATE_ENDS.search(self._text, head.end())
            start, end = ends.span() if ends else (len(self._text), len(self._text))
            return Pair(head[1], self._text[head.end() : start], is_whole=True), end
        return self._pair(head[1], head.end())

    def _pair(self, key: str, start: int) -> tuple[Pair, int]:
        text = self._text
        quoted = quoted_at(text, start)
        closed = quoted[1] if quoted else self._enclosed_end(key, start)
        end, following = self._separated(closed)
        rest = text[closed:end].strip(_BETWEEN)
        if quoted is not None and (not rest or _TYPED.match(rest)):
            return Pair(key, quoted[0], is_whole=True, after=rest), following
        value = text[start:end].strip(_BETWEEN)
        if meant(key) is not None:
            return Pair(key, value), following
        # Of a key that we ignore, flags belong to the value, unless that has clearly ended, or
        # they were typed behind it all.
        if closed == start and (end < len(text) or folded(key).endswith("prompt")):
            rest = ""
        elif closed == start:
            word = _WORD.match(text, start, end)
            rest = text[word.end() : end].strip(_BETWEEN) if word else ""
        return Pair(key, value, is_whole=True, after=rest if _TYPED.match(rest) else ""), following

    def _separated(self, at: int) -> tuple[int, int]:
        """Return where a value ends of which ``at`` is part, and where the next pair begins."""
        while separator := _SEPARATOR.search(self._text, at):
            if separator["flag"] is None:
                return separator.span()
            at = separator.end()
        return len(self._text), len(self._text)

    def _enclosed_end(self, key: str, at: int) -> int:
        """Return where brackets, or names with their hashes, end that begin at ``at``."""
        text = self._text
        if folded(key).endswith("hashes"):
            hashes = _HASHES.match(text, at)
            return at + len(hashes[0].rstrip(_BETWEEN)) if hashes else at
        if meant(key) or not self._may_enclose or not text.startswith(("[", "{"), at):
            return at
        depth = 0
        for token in _BRACKETS.finditer(text, at):
            depth += _DEPTH.get(token[0], 0)
            if depth == 0:
                return token.end()
        self._may_enclose = False
        return len(text) if _LIKE_JSON.match(text, at) else at
