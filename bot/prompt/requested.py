"""A request as what somebody would have said to get it: defaults are left unsaid. Pure."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from bot.domain.options import OPTIONS
from bot.prompt.options import Options

if TYPE_CHECKING:
    from bot.domain.request import GenerationRequest

_FIELDS = {field.name for field in fields(Options)}


def options_of(request: GenerationRequest) -> Options:
    """Return the options that make a request: what nobody may have asked for bends to the place."""
    said: dict[str, Any] = {}
    for row in OPTIONS:
        value = request.value_of(row) if row.name in _FIELDS else None
        if value not in (None, row.default):
            said[row.name] = value
    if request.any_model:
        said.pop("model", None)
    return Options(**said)


def with_mentions_of(old: GenerationRequest, new: GenerationRequest) -> GenerationRequest:
    """Return a request in whose prompts readers know the same members, where these are the same."""
    if new.prompt == old.prompt:
        new = replace(new, mentions=old.mentions)
    if new.negative_prompt == old.negative_prompt:
        new = replace(new, negative_mentions=old.negative_mentions)
    return new
