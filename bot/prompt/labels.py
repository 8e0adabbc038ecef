"""Options by the names that a member gave them, so that what is said of one can be found. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.options import OPTIONS
from bot.errors import InvalidOptionError, RefusedError
from bot.prompt.options import SHAPE, SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.prompt.options import Parsed

_SAME = {
    # Where one side is said, the other is as long: what is wrong with it is wrong with that one.
    "width": ("width", "size", "height", "aspect"),
    "height": ("height", "size", "width", "aspect"),
    "aspect": ("aspect", "size"),
}
"""What may have said an option, the likeliest first."""

_WRITTEN = {row.key.casefold(): row.name for row in OPTIONS if row.key} | {
    f"--{flag}": row.name for row in OPTIONS for flag in (row.flag, *row.aliases) if flag
}
"""What options may be called inline."""


def labels_of(slash: Parsed, inline: Parsed) -> dict[str, str]:
    """Return how each option was written that counts; what a slash option says wins."""
    said = dict(inline.labels)
    if slash.options.aspect is not None:
        for name in SHAPE:
            said.pop(name, None)
    elif slash.labels.keys() & set(SIDES) and (size := said.pop("size", None)):
        # One side of it still counts.
        said |= dict.fromkeys(SIDES, size)
    for name in ("loras", "embeddings"):
        if name in said and name in slash.labels:
            # Entries of both: the name that every member knows.
            said[name] = name
    return {**said, **slash.labels}


def only_pasted(slash: Parsed, inline: Parsed) -> frozenset[str]:
    """Return the options that a pasted block says and no slash option: a shape is one thing."""
    said = set(slash.labels)
    if said & SHAPE:
        said |= SHAPE
    return inline.pasted - said


def label(option: str, labels: Mapping[str, str]) -> str:
    """Return how an option was written, or its own name where nobody wrote it."""
    if option == "size" and "size" not in labels:
        sides = dict.fromkeys(labels[side] for side in SIDES if side in labels)
        return ", ".join(sides) or labels.get("aspect", option)
    said = (labels[name] for name in _SAME.get(option, (option,)) if name in labels)
    return next(said, option)


def named(error: RefusedError, labels: Mapping[str, str]) -> RefusedError:
    """Return a refusal that names its option as it was written."""
    if isinstance(error, InvalidOptionError):
        return error.named(label(error.option, labels))
    return error


def option_of(error: RefusedError, labels: Mapping[str, str]) -> str:
    """Return the option that a refusal is about, however it names it; nothing if about none."""
    if not isinstance(error, InvalidOptionError):
        return ""
    by_label = {written.casefold(): option for option, written in labels.items()}
    written = error.option.casefold()
    return by_label.get(written) or _WRITTEN.get(written, written)
