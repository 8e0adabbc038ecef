"""When two spellings name the same model file. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

EXTENSIONS = (".safetensors", ".ckpt", ".pt", ".bin")


def stem(name: str) -> str:
    """Return what identifies a model: its name without file extension and case."""
    folded = name.strip().casefold()
    for extension in EXTENSIONS:
        if folded.endswith(extension):
            return folded.removesuffix(extension)
    return folded


def same_model(wanted: str, name: str) -> bool:
    """Whether a member who writes ``wanted`` means the model ``name``."""
    return stem(wanted) == stem(name)


def find(wanted: str, names: Iterable[str]) -> str | None:
    """Return the name that is meant, spelled as in ``names``, or None.

    An exact name goes before one that differs in case or extension; among the latter the
    first is taken.
    """
    alike = [name for name in names if same_model(wanted, name)]
    if wanted in alike:
        return wanted
    return alike[0] if alike else None
