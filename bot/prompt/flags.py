"""The inline flags, and how one begins in a text. Pure."""

from __future__ import annotations

import re

from bot.domain.kinds import Words
from bot.domain.options import BY_NAME, OPTIONS, Option
from bot.prompt.midjourney import is_foreign

_FIRST = ("ar", "no", "seed")
"""What most members look for, where the flags are listed."""


def _listed(row: Option) -> int:
    return _FIRST.index(row.flag) if row.flag in _FIRST else len(_FIRST)


FLAGS = {row.flag: row.name for row in sorted(OPTIONS, key=_listed) if row.flag}
"""Flag to option, in the order in which they are listed."""

NAMES = FLAGS | {alias: row.name for row in OPTIONS for alias in row.aliases}
"""The same with every alias."""

DASHES = "(?:-[\u200c\u200d]*-|-?[—–―]+-?|[－−‐‑﹣﹘]{2})"
"""Two hyphens, and what phones and other keyboards make of them."""

# In these scripts no space stands between words.
_UNSPACED = "　-〿぀-ヿ㐀-䶿一-鿿가-힣豈-﫿！-｠"
STARTS = rf"(?:(?<!\S)|(?<=[{_UNSPACED}]))"

_VALUED = r"(?:ar|v|version|niji|s|stylize|c|chaos|q|quality|iw|stop|weird)\s+[\d.:]++(?!\S)"
_FLAG = re.compile(rf"(?P<dashes>{DASHES})(?P<gap>\x20(?={_VALUED}))?(?P<name>[^\W_][^\s=]*)=?\s*")
_NEXT = re.compile(
    rf"(?P<opens>{STARTS}{DASHES}(?=\w))|(?<=\S)[—–―－]+(?=[\s,.;:!?)\]，。！？]|\Z)"
)
_STARTS = re.compile(STARTS)
_LETTER = re.compile("[A-Za-z]")
_JOINERS = re.compile("[\u200c\u200d]")


def option_of(name: str) -> str | None:
    """Return the option that a flag sets, or None; ``_`` and ``-`` are one."""
    return _BY_FOLDED.get(_folded(name))


def takes_words(option: str | None) -> bool:
    """Whether a flag of this option takes all words up to the next one."""
    return option is not None and isinstance(BY_NAME[option].kind, Words)


def flag_at(text: str, at: int, *, after_tag: bool = False) -> re.Match[str] | None:
    """Return the flag that begins at ``at``, as the groups ``dashes`` and ``name``, or None.

    The match ends where the value begins. Whatever follows two hyphens is a flag, known or
    not. After a long dash it is one unless another dash closes it again, as in ``—so it is—``;
    and in the middle of what has no spaces only if its name is known.
    """
    flag = _FLAG.match(text, at)
    if flag is None or not (after_tag or _STARTS.match(text, at)):
        return None
    name, is_word = named(flag), after_tag or at == 0 or text[at - 1].isspace()
    is_known = option_of(name) is not None or is_foreign(name)
    if flag["dashes"][0] == flag["dashes"][-1] == "-":
        return flag if is_word or is_known else None
    if not is_known and (not is_word or _LETTER.match(name) is None):
        return None
    is_quoted = text.startswith(('"', "“", "”", "„"), flag.end())
    return flag if is_quoted or aside_ends(text, at) == at else None


def aside_ends(text: str, at: int) -> int:
    """Return where the aside ends that a long dash opens at ``at``; ``at`` if there is none."""
    flag = _FLAG.match(text, at)
    if flag is None or flag["dashes"] == "--":
        return at
    after = _NEXT.search(text, flag.start("name"))
    return at if after is None or after["opens"] else after.end()


def named(flag: re.Match[str]) -> str:
    """Return a flag's name as it was written, without what no name ends with."""
    return _JOINERS.sub("", flag["name"]).rstrip(",;.") or flag["name"]


def _folded(name: str) -> str:
    return name.casefold().replace("_", "-")


_BY_FOLDED = {_folded(name): option for name, option in NAMES.items()}
