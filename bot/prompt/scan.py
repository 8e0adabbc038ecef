"""Part a text into flags, tags and the words that are left. Pure, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bot.domain.choices import SAMPLERS
from bot.domain.kinds import Name, Names, Strengths
from bot.domain.options import OPTIONS
from bot.prompt.flags import LONG, SHORT, SPANNING, Asides, flag_at, named, option_of, ran_on
from bot.prompt.midjourney import is_foreign, value_ends
from bot.prompt.quote import OPENING, quoted_at

TAGS = "lora|lyco(?:ris)?|locon|loha|hypernet"
"""What a tag begins with, in any case."""

_TAG = re.compile(rf"<(?P<kind>{TAGS}):(?P<inner>[^<>]*)>", re.IGNORECASE)
_COMPLETED = re.compile(rf"<++(?=(?:{TAGS}):[^<>]*>)", re.IGNORECASE)
"""What stood around one tag and now makes another."""
_MARK = re.compile(f"<(?=[lhLH])|[{LONG}{SHORT}]|-(?=[-{LONG}\u200c\u200d])")
"""Where a flag or a tag may begin."""
_RUN = re.compile(f"[-{LONG}{SHORT}\u200c\u200d]+")
_PLAIN = re.compile(r"[\w.+]\S*+")
"""Most values."""
_WORD = re.compile(r"\S+")
_NAMED = frozenset(row.name for row in OPTIONS if isinstance(row.kind, (Name, Names, Strengths)))
"""Options whose values may look like anything."""
_LONGEST_FIRST = "|".join(re.escape(name) for name in sorted(SAMPLERS, key=len, reverse=True))
_FURTHER = {
    "sampler": re.compile(rf"(?i:{_LONGEST_FIRST})[,;.]?(?=\s|\Z)"),
    "loras": re.compile(r"[^\s,]++(?>(?:,\s*+[^\s,:<>]++:\d*\.?\d++(?=[\s,;]|\Z))+)[,;]?"),
}
"""Values that go on behind a space."""
_LONE_STRENGTH = re.compile(r"[^\s,:]++\s++(?:\d*\.\d++(?=[\s,;]|\Z)|\d(?=\s*+(?:[,;]|--|\Z)))")
_AFTER_QUOTE = re.compile(r"[,;.]?(?=\s|\Z)|[，。；、]")
_ENDS = ",;，。；、"
"""What no value of one word ends with: a comma before the next flag."""
_REST = re.compile(r"(?>(?:(?!\s--\w).)*)", re.DOTALL)
"""What quotes that are not closed may have meant: all up to the next flag."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag as it stands in the text."""

    name: str
    """Without dashes, as it was written."""
    option: str | None
    """What it sets; None if we do not know it."""
    value: str | None
    """None when nothing stands after it."""
    is_closed: bool = True
    """False if its value begins with a quote that is not closed, or goes on after what it takes."""


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
        if self.after_tag:
            piece = self._after_tag(piece)
        if not self.pieces or self.pieces[-1][-1].isspace():
            piece = piece.lstrip()
        elif _RUN.match(piece) and _RUN.match(self.pieces[-1][-1]):
            piece = f" {piece}"
        if piece:
            self.pieces.append(piece)

    def _after_tag(self, piece: str) -> str:
        words, last = piece.lstrip(), self.pieces[-1].rstrip() if self.pieces else ""
        if words.startswith(","):
            if last:
                self.pieces[-1] = last
            piece = words[1:] if not last or last.endswith(",") else words
        self.after_tag = not piece.strip(", ")
        return piece

    def text(self) -> str:
        """Return all of it."""
        whole = _COMPLETED.sub("", "".join(self.pieces))
        return whole.rstrip().removesuffix(",") if self.after_tag else whole


def scan(text: str) -> Scanned:
    """Part ``text``, which is clean."""
    if _MARK.search(text) is None:
        return Scanned(text, text)
    return _Scan(text, Asides(text)).parted()


@dataclass(slots=True)
class _Scan:
    whole: str
    asides: Asides
    words: _Kept = field(default_factory=_Kept)
    items: list[Item] = field(default_factory=list)
    before: str | None = None
    spanning: _Kept | None = None
    """The words of the last flag of such a kind, until the next flag."""
    spanner: Flag = Flag("", None, None)
    spanned: int = 0
    """That flag, and its place among the items."""
    cut: int = 0
    """Up to where the text is taken in."""

    def parted(self) -> Scanned:
        """Return the text in parts."""
        at = ended = 0
        while (mark := _MARK.search(self.whole, at)) is not None:
            start = mark.start()
            tag = _TAG.match(self.whole, start) if mark[0] == "<" else None
            if tag:
                self._add(start, tag.end(), Tag(tag["kind"].casefold(), tag["inner"]))
                at = ended = tag.end()
            elif flag := flag_at(self.asides, self.whole, start, after=start == ended > 0):
                at = ended = self._take(flag)
            else:
                at = self._pass(mark)
        self._keep(len(self.whole))
        self._end_span()
        text = self.words.text()
        return Scanned(text, text if self.before is None else self.before, tuple(self.items))

    def _keep(self, end: int) -> None:
        """Take in the words up to ``end``."""
        if end > self.cut:
            words = self.words if self.spanning is None else self.spanning
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
            self.items[self.spanned] = replace(self.spanner, value=words or None)
            self.spanning = None

    def _pass(self, mark: re.Match[str]) -> int:
        """Go on behind what is text after all."""
        start, text = mark.start(), self.whole
        run = _RUN.match(text, start)
        if run is None:
            return mark.end()
        if start == 0 or text[start - 1].isspace():
            return max(run.end(), self.asides.end(start))
        return run.end()

    def _take(self, flag: re.Match[str]) -> int:
        """Take a flag out with its value; return where that ends."""
        name, start, at = named(flag), flag.start(), flag.end()
        if self.spanning is not None:
            self._keep(start)
            self._end_span()
        option = option_of(name)
        word = _PLAIN.match(self.whole, at)
        if word and option and option not in SPANNING:
            lone = _LONE_STRENGTH.match(self.whole, at) if option == "loras" else None
            end = lone.end() if lone else self._plain_end(option, at, word.end())
            value = self.whole[at:end]
            self._add(start, end, Flag(name, option, value.rstrip(_ENDS) or value, not lone))
        elif option is None and is_foreign(name):
            end = value_ends(name, self.whole, at)
            self._add(start, end, Foreign(name))
        elif self.whole.startswith(OPENING, at):
            end = self._take_quoted(start, at, name, option)
        elif option in SPANNING:
            end = at
            self.spanner = Flag(name, option, None)
            self._add(start, end, self.spanner)
            self.spanning, self.spanned = _Kept(), len(self.items) - 1
        else:
            word = _WORD.match(self.whole, at)
            if word is None or (
                _MARK.match(self.whole, at) and flag_at(self.asides, self.whole, at)
            ):
                end = at
                self._add(start, end, Flag(name, option, None))
            else:
                end = self._take_word(start, word, name, option)
        return end

    def _take_word(self, start: int, word: re.Match[str], name: str, option: str | None) -> int:
        value = word[0].rstrip(_ENDS) or word[0]
        self._add(start, word.end(), Flag(name, option, value))
        return word.end()

    def _plain_end(self, option: str, at: int, end: int) -> int:
        """Return where a value ends whose first word does at ``end``."""
        further = _FURTHER.get(option)
        longer = further.match(self.whole, at) if further else None
        ran = None if option in _NAMED else ran_on(self.whole, at)
        return ran or max(end, longer.end() if longer else 0)

    def _take_quoted(self, start: int, at: int, name: str, option: str | None) -> int:
        text = self.whole
        quoted = quoted_at(text, at)
        after = _AFTER_QUOTE.match(text, quoted[1]) if quoted else None
        if quoted is None or after is None:
            rest = _REST.match(text, at)
            end = rest.end() if rest else len(text)
            self._add(start, end, Flag(name, option, text[at:end], is_closed=False))
            return end
        self._add(start, after.end(), Flag(name, option, quoted[0]))
        return after.end()
