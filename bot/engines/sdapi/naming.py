"""How a server spells the names of models. Pure."""

from __future__ import annotations

from pathlib import PureWindowsPath

from bot.domain.models import EXTENSIONS


def bare(name: str) -> str:
    """Return a model's name without the ending of its file."""
    for ending in EXTENSIONS:
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name


def base(name: str) -> str:
    """Return a model's name without folders, on any system, and without its ending."""
    return bare(PureWindowsPath(name).name)


def unhashed(title: str) -> str:
    """Return a checkpoint's title without the hash that web UIs put behind it."""
    name, bracket, rest = title.rpartition(" [")
    return name if bracket and rest.endswith("]") and rest[:-1].isalnum() else title


def is_same(asked: str, told: str) -> bool:
    """Whether the model that a server says it used is the one that was asked for.

    It leaves folders out, or writes them with ``_``.
    """
    name = unhashed(asked)
    forms = {base(name), bare(name.replace("/", "_").replace("\\", "_"))}
    return base(unhashed(told)).casefold() in {form.casefold() for form in forms}
