"""Component ids: ``darkroom:<action>:<job>`` or ``darkroom:<action>:<job>:<n>``. Pure, strict."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.ids import JobId

PREFIX = "darkroom:"


@dataclass(frozen=True, slots=True)
class ComponentId:
    """What a component is for: an action on a job, or on one image of it (from 1)."""

    action: str
    """A lower-case word. It is part of ids on messages of any age, so never renamed."""
    job_id: JobId
    number: int | None = None


_FORM = re.compile(
    rf"{PREFIX}(?P<action>[a-z]{{1,20}}):(?P<job>[A-Za-z0-9]{{1,32}})(?::(?P<n>[1-9][0-9]?))?",
    re.ASCII,
)


def parse(custom_id: str) -> ComponentId | None:
    """Read the id of a component or a modal; None for whatever we would not have written."""
    match = _FORM.fullmatch(custom_id)
    if match is None:
        return None
    number = int(match["n"]) if match["n"] else None
    return ComponentId(match["action"], JobId(match["job"]), number)


def custom_id(component: ComponentId) -> str:
    """Write a component id; at most 65 of the 100 characters that Discord allows."""
    end = "" if component.number is None else f":{component.number}"
    return f"{PREFIX}{component.action}:{component.job_id}{end}"
