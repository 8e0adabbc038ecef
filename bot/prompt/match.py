"""Which models a name may mean, and which names are near it. Pure.

A name is written as its folder, its base and its extension, with a hash in brackets behind it.
The base alone identifies a model, in any case; the rest only tells models of one base apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import hexdigits
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.domain.models import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_SEPARATOR = re.compile(r"(?<!\s)[/\\](?!\s|\Z)")
"""Between folders; a stroke between words, as some titles have it, is none."""

_HASHES = {"]": ("[", 4), ")": ("(", 8)}
"""What a hash may end with: what it then begins with, and how many digits it has at least.

Round brackets hold much else, such as a year.
"""
_LONGEST_HASH = 64

_PARTS = str.maketrans("", "", " _.-")
"""What stands between the parts of a name, each as they like."""

NEAR_LENGTH = 60
"""Characters of a name that are looked at for names near it: time grows with them."""

NEARNESS = 60.0
"""Of 100: how like a name must be."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """The parts of a name; all but ``written`` are folded to one case."""

    folders: tuple[str, ...]
    base: str
    extension: str
    written: str
    """The base in the case that it is written in."""


def spelling(name: str) -> Spelling:
    """Take a name apart."""
    *folders, file = _SEPARATOR.split(unhashed(name))
    written, extension = _unextended(file)
    return Spelling(
        folders=tuple(folder.casefold() for folder in folders if folder),
        base=written.casefold(),
        extension=extension,
        written=written,
    )


def _unextended(file: str) -> tuple[str, str]:
    """Return a file's name without extension, and that in lower case."""
    file = file.strip()
    lower = file.lower()
    if not lower.endswith(EXTENSIONS):
        return file, ""
    extension = lower[lower.rindex(".") :]
    return file[: -len(extension)].strip(), extension


def unhashed(name: str) -> str:
    """Return a name without the hash that web UIs put behind it, and the space around it."""
    name = name.strip()
    opening, least = _HASHES.get(name[-1:], ("", 0))
    before, bracket, within = name[:-1].rpartition(opening) if opening else (name, "", "")
    digits = within.removesuffix("…").removesuffix("...")
    is_hash = least <= len(digits) <= _LONGEST_HASH and set(digits) <= set(hexdigits)
    return before.rstrip() if bracket and before.strip() and is_hash else name


def stem(name: str) -> str:
    """Return a name without file extension and case, in its folder."""
    return _unextended(name)[0].casefold()


def base(name: str) -> str:
    """Return what identifies a model: its name without folder, extension, hash and case."""
    return _unextended(_SEPARATOR.split(unhashed(name))[-1])[0].casefold()


def unfoldered(name: str) -> str:
    """Return a name as it is written, without folder and hash."""
    return _SEPARATOR.split(unhashed(name))[-1].strip()


def unnumbered(base: str) -> str:
    """Return what stands before the ``_`` and number at the end of a base, or all of it."""
    before, _, number = base.rpartition("_")
    return before if before and number.isascii() and number.isdigit() else base


def meant(wanted: str, names: Iterable[str]) -> list[str]:
    """Return the names that a member who writes ``wanted`` may mean: one, several or none.

    An exact name goes first, then names of the same base, then those of that base and a number.
    """
    known = list(names)
    if wanted.strip() in known:
        return [wanted.strip()]
    sought = base(wanted)
    by_base = [(base(name), name) for name in known]
    same = [name for found, name in by_base if found == sought]
    return narrowed(wanted, same or [name for each, name in by_base if unnumbered(each) == sought])


def find(wanted: str, names: Iterable[str]) -> str | None:
    """Return the one name that is meant, spelled as in ``names``, or None."""
    found = meant(wanted, names)
    return found[0] if len(found) == 1 else None


def narrowed(wanted: str, names: Iterable[str]) -> list[str]:
    """Return those of the names of one base that are spelled the most like ``wanted``."""
    left = {name: spelling(name) for name in names}
    if len(left) > 1:
        for is_alike in _likenesses(spelling(wanted)):
            alike = {name: each for name, each in left.items() if is_alike(each)}
            left = alike or left
    return list(left)


def _likenesses(wanted: Spelling) -> tuple[Callable[[Spelling], bool], ...]:
    """What tells names of one base apart, the weightiest first."""
    return (
        lambda each: each.folders == wanted.folders,
        lambda each: each.folders[-len(wanted.folders) :] == wanted.folders,
        lambda each: not wanted.extension or each.extension == wanted.extension,
        lambda each: each.written == wanted.written,
    )


def near_form(base: str) -> str:
    """Return what of a base is held against other names to see how near they are."""
    return unnumbered(base).translate(_PARTS)[:NEAR_LENGTH]


def near(wanted: str, forms: Mapping[str, str], limit: int = 5) -> list[str]:
    """Return the names that ``wanted`` may have been meant for, the nearest first.

    Args:
        wanted: A name that is none of them.
        forms: The names there are, each with the ``near_form`` of its base.
        limit: How many are returned at most.

    """
    sought = near_form(base(wanted))
    partly = process.extract(
        sought, forms, scorer=fuzz.partial_ratio, score_cutoff=NEARNESS, limit=50
    )
    # A name within a longer one is near, and the nearer, the less else there is.
    scored = [
        (0.6 * part + 0.4 * fuzz.ratio(sought, form), name) for form, part, name in partly if sought
    ]
    ranked = sorted(scored, key=lambda each: (-each[0], each[1]))
    return [name for score, name in ranked if score >= NEARNESS][:limit]
