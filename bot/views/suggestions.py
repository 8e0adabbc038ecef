"""Autocomplete of model names, one or a list of them, within Discord's limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.models import Model, ModelKind
    from bot.domain.ports import Catalogue

MAX_LENGTH = 100
"""Of a choice's name, and of its value."""


def complete_name(
    catalogue: Catalogue, kind: ModelKind, typed: str
) -> list[app_commands.Choice[str]]:
    """Suggest models for an option that names one; at most 25."""
    return _choices("", catalogue.suggest(kind, typed.strip()))


def complete_list(
    catalogue: Catalogue, kind: ModelKind, typed: str
) -> list[app_commands.Choice[str]]:
    """Suggest models for the last entry of a list like ``name:0.7, other``; at most 25."""
    before, comma, last = typed.rpartition(",")
    written = f"{before.strip()}, " if comma else ""
    return _choices(written, catalogue.suggest(kind, last.partition(":")[0].strip()))


def _choices(written: str, models: Sequence[Model]) -> list[app_commands.Choice[str]]:
    """A value that is too long for Discord is left out: cut short, it would name nothing."""
    return [
        app_commands.Choice(name=_shown(written, model), value=written + model.name)
        for model in models
        if len(written + model.name) <= MAX_LENGTH
    ]


def _shown(written: str, model: Model) -> str:
    """The label says more than the name, unless a list is being written or it is too long."""
    shown = written + (model.label if not written else model.name)
    return shown if len(shown) <= MAX_LENGTH else written + model.name
