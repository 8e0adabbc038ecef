"""What belongs to Midjourney in a prompt: its own flags, and what it writes around one. Pure."""

from __future__ import annotations

import re

_QUOTED = '"[^"]*+"|“[^“”]*+”'
_END = r"[,;.]?+(?=\s|\Z|--)"
_NUMBER = re.compile(rf"(?:{_QUOTED}|[+-]?(?:[0-9]++(?>(?:\.[0-9]++)?)|\.[0-9]++)%?){_END}")
_WORD = re.compile(rf"{_QUOTED}|[^\s—–-]\S*+")
# Addresses of pictures, codes of styles and members: more than one may stand there.
_CODE = (
    r"[0-9]{3,}+(?:::[\d.]++)?|[0-9]++::[\d.]++"
    r"|(?=[a-z]{0,40}[0-9])(?:[a-z]\w{4,}+|\w{6,}+)(?:::[\d.]++)?"
)
_REFERENCES = re.compile(
    rf"(?>(?:(?:{_QUOTED}|<?https?://\S++|random|{_CODE}),?(?:\s++|\Z|(?=--)))+)", re.IGNORECASE
)
_NOTHING = re.compile("")

_NUMBERED = (
    *("v", "version", "niji", "stylize", "s", "chaos", "c", "weird", "quality", "q", "iw"),
    *("stop", "repeat", "r", "sw", "cw", "ow", "sv", "exp", "bs", "video", "end"),
)
_REFERRING = ("sref", "cref", "oref", "dref", "profile", "p", "personalize")
_BARE = (
    *("tile", "raw", "draft", "fast", "relax", "turbo", "uplight", "hd", "test", "testp"),
    *("public", "stealth", "creative", "upbeta", "upanime", "beta", "loop", "sameseed"),
)
_TAKES = (
    dict.fromkeys(_NUMBERED, _NUMBER)
    | dict.fromkeys(("style", "motion"), _WORD)
    | dict.fromkeys(_REFERRING, _REFERENCES)
    | dict.fromkeys(_BARE, _NOTHING)
)
_GLUED = re.compile(r"(?:v|niji)\d[\d.]*")

_COMMAND = re.compile(
    r"/imagine\b(?:\s*prompt\s*[:：]|\s+prompt(?=\s))?|imagine\s+prompt\s*[:：]", re.IGNORECASE
)
_WHO = r"(?:<@!?\d{1,20}>|@[^\s()][^()\n]{0,60}?)"
_WHAT = r"(?:(?:variations?|upscaled?|remix|zoom|pan|image|vary|upscale|redo)\b[^@<\n]{0,40})?"
_MODE = r"\([^()\n]{1,60}\)"
_ALONE = r"(?:<@!?\d{1,20}>|@[^\s()]+)\s*\Z"
_SIGNED = re.compile(rf"\s*[-–—]\s+{_WHAT}(?:{_WHO}(?:\s*{_MODE})+|{_ALONE})", re.IGNORECASE)
_TAIL = re.compile(
    rf"\s[-–—]\s+{_WHAT}{_WHO}\s+\((?:fast|relax|turbo|stealth|metered)[^()\n]{{0,40}}\)\s*\Z",
    re.IGNORECASE,
)
_LONGEST_TAIL = 240


def is_foreign(name: str) -> bool:
    """Whether a flag, named without dashes, is one of Midjourney's own."""
    folded = name.casefold()
    return folded in _TAKES or _GLUED.fullmatch(folded) is not None


def value_ends(name: str, text: str, at: int) -> int:
    """Return where the value of one of its flags ends that may begin at ``at``."""
    value = _TAKES.get(name.casefold(), _NOTHING).match(text, at)
    return value.end() if value else at


def unwrapped(text: str) -> str:
    """Return a prompt without ``/imagine prompt:`` and ``**…** - @name (fast)`` around it."""
    bare = _without_command(text)
    if bare.startswith("**"):
        return _without_stars(bare)
    tail = _TAIL.search(bare, max(0, len(bare) - _LONGEST_TAIL))
    return bare[: tail.start()] if tail else bare


def _without_command(text: str) -> str:
    command = _COMMAND.match(text)
    return text[command.end() :].lstrip() if command else text


def _without_stars(text: str) -> str:
    end = text.rfind("**", 2)
    if end < 0:
        return text
    inner, after = _without_command(text[2:end].strip()), text[end + 2 :]
    signed = _SIGNED.match(after)
    if signed:
        return f"{inner} {after[signed.end() :].strip()}".strip()
    return text if after.strip() or "**" in inner else inner
