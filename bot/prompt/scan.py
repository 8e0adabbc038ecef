"""Part a text into flags, tags and the words that are left. Pure, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.prompt.flags import aside_ends, flag_at, named, option_of, takes_words
from bot.prompt.midjourney import is_foreign, value_ends
from bot.prompt.quote import CURLY, QUOTED, unquote

_TAG = re.compile("<(?P<kind>lora|lyco|locon|loha|hypernet):(?P<inner>[^<>]*)>", re.IGNORECASE)
_MARK = re.compile("<(?=[lhLH])|[—–―－−‐‑﹣﹘]|-(?=[-—–―\u200c\u200d])")
"""Where a flag or a tag may begin."""
_WORD = re.compile(r"\S+")
_QUOTES = ('"', "“", "”", "„")
_AFTER_QUOTE = re.compile(r"[,;.]?(?=\s|\Z)|[，。；、]")
_ENDS = ",;，。；、"
"""What no value of one word ends with: a comma before the next flag."""
_REST = re.compile(r"(?:(?!\s--\w).)*+", re.DOTALL)
"""What quotes that are not closed may have meant: all up to the next flag."""
_BEFORE_COMMA = re.compile(r"\s*,")


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag as it stands in the text."""

    name: str
    """Without dashes, as it was written; not necessarily one we know."""
    value: str | None
    """None when nothing stands after it."""
    is_closed: bool = True
    """False if its value begins with a quote that is not closed, or goes on after it."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """One of Midjourney's own flags, without its value."""

    name: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag such as ``<lora:…>``."""

    kind: str
    """Lower case."""
    inner: str


Item: TypeAlias = Flag | Foreign | Tag


@dataclass(frozen=True, slots=True)
class Scanned:
    """A text in parts."""

    text: str
    before: str
    """Of the text, what stands before the first item."""
    items: tuple[Item, ...] = ()
    """In the order of the text."""


@dataclass(slots=True)
class _Kept:
    """Words, from which flags and tags are taken out."""

    pieces: list[str] = field(default_factory=list)
    after_tag: bool = False

    def add(self, piece: str) -> None:
        """Add what stands between two items: of spaces and commas on both sides, one stays."""
        last = self.pieces[-1] if self.pieces else " "
        if self.after_tag and (not self.pieces or last.rstrip().endswith(",")):
            piece = _BEFORE_COMMA.sub("", piece, count=1) if piece.lstrip()[:1] == "," else piece
        if last[-1].isspace():
            piece = piece.lstrip()
        if piece:
            self.pieces.append(piece)
        if piece.strip():
            self.after_tag = False

    def text(self) -> str:
        """Return all of it."""
        whole = "".join(self.pieces)
        return whole.rstrip().removesuffix(",") if self.after_tag else whole


def scan(text: str) -> Scanned:
    """Part ``text``, which is clean."""
    if _MARK.search(text) is None:
        return Scanned(text, text)
    return _Scan(text).parted()


@dataclass(slots=True)
class _Scan:
    whole: str
    words: _Kept = field(default_factory=_Kept)
    items: list[Item] = field(default_factory=list)
    before: str | None = None
    spanning: _Kept | None = None
    """The words of the last flag of such a kind, until the next flag."""
    spanner: str = ""
    spanned: int = 0
    """That flag's name, and its place among the items."""
    cut: int = 0
    """Up to where the text is taken in."""

    def parted(self) -> Scanned:
        """Return the text in parts."""
        at = after_tag = 0
        while (mark := _MARK.search(self.whole, at)) is not None:
            start = mark.start()
            if tag := _TAG.match(self.whole, start):
                self._add(start, tag.end(), Tag(tag["kind"].casefold(), tag["inner"]))
                at = after_tag = tag.end()
            elif flag := flag_at(self.whole, start, after_tag=start == after_tag > 0):
                at = self._take(flag)
            else:
                at = self._pass(mark)
        self._keep(len(self.whole))
        self._end_span()
        text = self.words.text()
        return Scanned(text, text if self.before is None else self.before, tuple(self.items))

    def _keep(self, end: int) -> None:
        """Take in the words up to ``end``."""
        words = self.words if self.spanning is None else self.spanning
        if end > self.cut:
            words.add(self.whole[self.cut : end])
            self.cut = end

    def _add(self, start: int, end: int, item: Item) -> None:
        """Take an item out of the text."""
        self._keep(start)
        if self.before is None:
            self.before = self.words.text()
        self.items.append(item)
        if isinstance(item, Tag):
            (self.words if self.spanning is None else self.spanning).after_tag = True
        self.cut = end

    def _end_span(self) -> None:
        if self.spanning is not None:
            words = " ".join(self.spanning.text().split())
            self.items[self.spanned] = Flag(self.spanner, words or None)
            self.spanning = None

    def _pass(self, mark: re.Match[str]) -> int:
        """Go on behind what is text after all; two hyphens on their own end a flag's words."""
        start, text = mark.start(), self.whole
        is_word = start == 0 or text[start - 1].isspace()
        if not is_word or text[start] == "<":
            return mark.end()
        if text.startswith("--", start):
            self._keep(start)
            self._end_span()
        return max(mark.end(), aside_ends(text, start))

    def _take(self, flag: re.Match[str]) -> int:
        """Take a flag out with its value; return where that ends."""
        name, start, at = named(flag), flag.start(), flag.end()
        self._keep(start)
        self._end_span()
        option = option_of(name)
        if option is None and is_foreign(name):
            end = value_ends(name, self.whole, at)
            self._add(start, end, Foreign(name))
        elif self.whole.startswith(_QUOTES, at):
            end = self._take_quoted(start, at, name)
        elif takes_words(option):
            end = at
            self._add(start, end, Flag(name, None))
            self.spanning, self.spanner, self.spanned = _Kept(), name, len(self.items) - 1
        else:
            word = None if flag_at(self.whole, at) else _WORD.match(self.whole, at)
            end = word.end() if word else at
            self._add(start, end, Flag(name, word[0].rstrip(_ENDS) or word[0] if word else None))
        return end

    def _take_quoted(self, start: int, at: int, name: str) -> int:
        text = self.whole
        quoted = QUOTED.match(text, at) or CURLY.match(text, at)
        after = _AFTER_QUOTE.match(text, quoted.end()) if quoted else None
        if quoted is None or after is None:
            rest = _REST.match(text, at)
            end = rest.end() if rest else len(text)
            self._add(start, end, Flag(name, text[at:end], is_closed=False))
            return end
        inner = quoted["inner"]
        value = unquote(inner) if quoted.re is QUOTED else inner
        self._add(start, after.end(), Flag(name, value))
        return after.end()
