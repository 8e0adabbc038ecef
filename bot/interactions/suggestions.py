"""Autocomplete of model names, one or a list of them, within Discord's limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

if TYPE_CHECKING:
    from bot.domain.models import Model, ModelKind
    from bot.domain.ports import Catalogue

MAX_LENGTH = 100
"""Of a choice's name, and of its value."""


def complete_name(
    catalogue: Catalogue, kind: ModelKind, typed: str
) -> list[app_commands.Choice[str]]:
    """Suggest models for an option that names one; at most 25."""
    models = catalogue.suggest(kind, typed.strip())
    return [_choice(_shown(model), model.name) for model in models if _fits(model.name)]


def complete_list(
    catalogue: Catalogue, kind: ModelKind, typed: str
) -> list[app_commands.Choice[str]]:
    """Suggest models for the last entry of a list like ``name:0.7, other``; at most 25.

    What a client shows of a choice is typed on by who wants another, so it is the value itself.
    """
    before, comma, last = typed.rpartition(",")
    written = f"{before.strip()}, " if comma else ""
    models = catalogue.suggest(kind, last.partition(":")[0].strip())
    values = [written + model.name for model in models]
    return [_choice(value, value) for value in values if _fits(value)]


def _choice(name: str, value: str) -> app_commands.Choice[str]:
    return app_commands.Choice(name=name, value=value)


def _fits(value: str) -> bool:
    """A value that is too long for Discord is left out: cut short, it would name nothing."""
    return len(value) <= MAX_LENGTH


def _shown(model: Model) -> str:
    """The label says more than the name, unless it is too long."""
    return model.label if len(model.label) <= MAX_LENGTH else model.name
