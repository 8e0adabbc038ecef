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

DASHES = "(?:-[\u200c\u200d]{0,4}-|-?[—–―]{1,2}-?|[－−‐‑﹣﹘]{2})"
"""Two hyphens, and what phones and other keyboards make of them."""

# In these scripts no space stands between words.
_UNSPACED = "　-〿぀-ヿ㐀-䶿一-鿿가-힣豈-﫿！-｠"
_STARTS = rf"(?:(?<!\S)|(?<=[{_UNSPACED}]))"

_VALUED = r"(?:ar|v|version|niji|s|stylize|c|chaos|q|quality|iw|stop|weird)\s+[\d.:]++(?!\S)"
_FLAG = re.compile(rf"(?P<dashes>{DASHES})(?:\x20(?={_VALUED}))?(?P<name>[^\W_][^\s=]*+)=?\s*")
# A name that is known: words without spaces may go on for long.
_GLUED = re.compile(rf"(?P<dashes>{DASHES})(?P<name>[A-Za-z][\w-]{{0,30}}+)(?![^\s=])=?\s*")
_NEXT = re.compile(
    rf"(?P<opens>{_STARTS}{DASHES}(?=\w))|(?<=[^\s—–―－])[—–―－]++(?=[\s,.;:!?)\]，。！？]|\Z)"
)
_IN_WORDS = re.compile(f"[{_UNSPACED}]")
_LETTER = re.compile("[A-Za-z]")


def option_of(name: str) -> str | None:
    """Return the option that a flag sets, or None; ``_`` and ``-`` are one."""
    return _BY_FOLDED.get(name) or _BY_FOLDED.get(_folded(name))


def flag_at(text: str, at: int, *, after_tag: bool = False) -> re.Match[str] | None:
    """Return the flag that begins at ``at``, as the groups ``dashes`` and ``name``, or None.

    The match ends where the value begins. Whatever follows two hyphens is a flag, known or
    not. After a long dash it is one unless another dash closes it again, as in ``—so it is—``;
    and in the middle of what has no spaces only if its name is known.
    """
    is_word = after_tag or at == 0 or text[at - 1].isspace()
    if not is_word and not _IN_WORDS.match(text[at - 1]):
        return None
    flag = (_FLAG if is_word else _GLUED).match(text, at)
    if flag is None or (is_word and flag["dashes"] == "--"):
        return flag
    name = named(flag)
    is_known = option_of(name) is not None or is_foreign(name)
    if not is_known and (not is_word or _LETTER.match(name) is None):
        return None
    if flag["dashes"][0] == flag["dashes"][-1] == "-":
        return flag
    is_quoted = text.startswith(OPENING, flag.end())
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
    name = flag["name"]
    return name if name.isalnum() else unjoined(name).rstrip(",;.") or name


def _folded(name: str) -> str:
    return name.casefold().replace("_", "-")


_BY_FOLDED = {_folded(name): option for name, option in FLAGS.items()}
