"""Which fonts there are, and which letters they have. Runs in the process that draws."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

if TYPE_CHECKING:
    from collections.abc import Iterable

_MANAGER: Any = font_manager.fontManager

WITH_MATPLOTLIB = "DejaVu Sans"

FOR_OTHER_SCRIPTS = (
    *("Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans JP", "Noto Sans SC"),
    *("Hiragino Sans", "PingFang SC", "Yu Gothic", "Meiryo", "Microsoft YaHei"),
    *("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "IPAexGothic", "IPAGothic", "TakaoPGothic"),
    *("Droid Sans Fallback", "Arial Unicode MS", "Noto Sans KR", "Malgun Gothic"),
)
"""What systems bring for Japanese, Chinese and Korean; each is used for what those before lack."""

UNKNOWN = "?"


@cache
def families() -> tuple[str, ...]:
    """Return the fonts to be used, in the order in which they are asked for a letter."""
    known = {font.name for font in _MANAGER.ttflist}
    return (WITH_MATPLOTLIB, *(name for name in FOR_OTHER_SCRIPTS if name in known))


@cache
def _letters() -> frozenset[int]:
    paths: list[str] = [_MANAGER.findfont(name) for name in families()]
    return frozenset().union(*(FT2Font(path).get_charmap() for path in paths))


def has_all(words: Iterable[str]) -> bool:
    """Whether every letter can be drawn."""
    return all(ord(letter) in _letters() for word in words for letter in word)


def drawable(name: str) -> str:
    """Return a name without letters that cannot be drawn."""
    return "".join(letter if ord(letter) in _letters() else UNKNOWN for letter in name)
