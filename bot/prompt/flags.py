"""The inline flags, and how one begins in a text. Pure."""

from __future__ import annotations

import re

from bot.domain.kinds import Words
from bot.domain.options import OPTIONS
from bot.prompt.clean import unjoined
from bot.prompt.midjourney import is_foreign
from bot.prompt.quote import OPENING

FLAGS = {flag: row.name for row in OPTIONS for flag in (row.flag, *row.aliases) if flag}
"""Flag to option, with every alias."""

SPANNING = frozenset(row.name for row in OPTIONS if isinstance(row.kind, Words))
"""Options whose flags take all words up to the next one."""

LONG = "—–―‒⸺⸻"
"""Dashes of which one is enough."""
SHORT = "－−‐‑﹣﹘─━"
"""Dashes that are as short as a hyphen."""
DASHES = f"(?:-[\u200c\u200d]{{0,4}}-{{1,3}}|-?[{LONG}]{{1,3}}-{{0,2}}|[{SHORT}]{{2,4}})"
"""Two hyphens, and what phones and other keyboards make of them."""

# In these scripts no space stands between words.
_UNSPACED = "　-〿぀-ヿ㐀-䶿一-鿿가-힣豈-﫿！-｠"
_STARTS = rf"(?:(?<!\S)|(?<=[{_UNSPACED}]))"

_VALUED = (
    r"(?:ar\s+[\d.]++[:：][\d.]++|(?:v|version|niji)\s+\d(?>(?:\.\d)?)"
    r"|(?:c|chaos|q|quality|iw|stop)\s+[\d.]{1,3}+|(?:s|stylize|weird)\s+\d{1,4}+)(?!\S)"
)
# After a space only what stands at either end of a text, or before another flag: ``— v 8 engine``.
_SPACED = rf"\x20(?:(?={_VALUED}\s*+(?:{DASHES}|\Z))|(?<=\A--\x20)(?={_VALUED}))"
_FLAG = re.compile(
    rf"(?P<dashes>{DASHES})(?:{_SPACED})?(?P<name>[^\W_](?>(?:[^\s=-]|-(?!-))*))=?\s*"
)
# A name that is known: words without spaces may go on for long.
_GLUED = re.compile(
    rf"(?P<dashes>{DASHES})(?P<name>[A-Za-z](?>(?:\w|-(?!-)){{0,30}}))(?![^\s=])=?\s*"
)
_NEXT = re.compile(
    rf"(?P<opens>{_STARTS}{DASHES}(?=\w))|(?<=[^\s{LONG}－])[{LONG}－]++(?=[\s,.;:!?)\]，。！？]|\Z)"
)
_IN_WORDS = re.compile(f"[{_UNSPACED}]")
_LETTER = re.compile("[A-Za-z]")
_OPENING = frozenset(f"([{{<\"'“„‘«/\\=&#@|+_-{LONG}{SHORT}")
"""Signs behind which no flag begins."""
_RAN_ON = re.compile(rf"[\d.:：x×%]++(?={DASHES}([A-Za-z][\w-]*+))")


class Asides:
    """Where the asides between the long dashes of one text end: in linear time for all of them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._looked = len(text) + 1
        """From where the next dash was looked for."""
        self._next: re.Match[str] | None = None

    def end(self, at: int) -> int:
        """Return where the aside ends that a long dash opens at ``at``; ``at`` if there is none."""
        flag = _FLAG.match(self._text, at)
        if flag is None or flag["dashes"] == "--":
            return at
        after = self._after(flag.start("name"))
        return at if after is None or after["opens"] else after.end()

    def _after(self, at: int) -> re.Match[str] | None:
        is_past = self._next is not None and self._next.start() < at
        if at < self._looked or is_past:
            self._looked, self._next = at, _NEXT.search(self._text, at)
        return self._next


def option_of(name: str) -> str | None:
    """Return the option that a flag sets, or None; ``_`` and ``-`` are one."""
    return _BY_FOLDED.get(name) or _BY_FOLDED.get(_folded(name))


def flag_at(asides: Asides, text: str, at: int, *, after: bool = False) -> re.Match[str] | None:
    """Return the flag that begins at ``at``, as the groups ``dashes`` and ``name``, or None.

    The match ends where the value begins. Whatever follows two hyphens is a flag, known or
    not. After a long dash it is one unless another dash closes it again, as in ``—so it is—``;
    and in the middle of a word only if its name is known.

    Args:
        asides: Of ``text``.
        text: Which is clean.
        at: Where its dashes begin.
        after: Whether a flag or a tag ends there.

    """
    is_word = after or at == 0 or text[at - 1].isspace()
    flag = (_FLAG if is_word else _GLUED).match(text, at)
    if flag is None or (is_word and flag["dashes"] == "--"):
        return flag
    if not is_known(named(flag)):
        # More than two hyphens are a line that somebody drew.
        if not is_word or flag["dashes"].startswith("---") or not _LETTER.match(flag["name"]):
            return None
    elif not is_word and not _may_follow(text[at - 1], flag):
        return None
    if flag["dashes"][0] == flag["dashes"][-1] == "-":
        return flag
    is_quoted = text.startswith(OPENING, flag.end())
    return flag if is_quoted or asides.end(at) == at else None


def is_known(name: str) -> bool:
    """Whether a flag of this name is ours or Midjourney's."""
    return option_of(name) is not None or is_foreign(name)


def ran_on(text: str, at: int) -> int | None:
    """Return where a number ends right behind which a known flag begins: ``5--ar 16:9``."""
    number = _RAN_ON.match(text, at)
    return number.end() if number and is_known(number[1]) else None


def _may_follow(sign: str, flag: re.Match[str]) -> bool:
    """Whether a known flag may begin right behind a sign that is no space."""
    if _IN_WORDS.match(sign):
        return True
    if not sign.isalnum():
        return sign not in _OPENING
    # ``he said--no more`` is prose.
    value = flag.string[flag.end() : flag.end() + 1]
    return flag["dashes"] == "--" and (not sign.isascii() or value.isdecimal())


def named(flag: re.Match[str]) -> str:
    """Return a flag's name as it was written, without what no name ends with."""
    name = flag["name"]
    return name if name.isalnum() else unjoined(name).rstrip(",;.") or name


def _folded(name: str) -> str:
    return name.casefold().replace("_", "-")


_BY_FOLDED = {_folded(name): option for name, option in FLAGS.items()}
