"""Component ids: ``darkroom:<action>:<job>`` or ``darkroom:<action>:<job>:<n>``. Pure, strict."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import JobId

PREFIX = "darkroom:"


class ButtonAction(StrEnum):
    """What a component asks for. Part of ids on messages of any age, so never renamed."""

    CANCEL = "cancel"
    AGAIN = "again"
    EDIT = "edit"
    VARY = "vary"
    UPSCALE = "upscale"
    DETAILS = "details"
    DELETE = "delete"
    REPORT = "report"
    APPROVE = "approve"
    KEEP = "keep"
    REMOVE = "remove"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class ComponentId:
    """What a component is for: an action on a job, or on one image of it (from 1)."""

    action: ButtonAction
    job_id: JobId
    number: int | None = None


_FORM = re.compile(
    rf"{PREFIX}(?P<action>{'|'.join(ButtonAction)}):(?P<job>[A-Za-z0-9]{{1,32}})(?::(?P<n>[1-9][0-9]?))?",
    re.ASCII,
)


def parse(custom_id: str) -> ComponentId | None:
    """Read a component id; None for whatever we would not have written."""
    match = _FORM.fullmatch(custom_id)
    if match is None:
        return None
    number = int(match["n"]) if match["n"] else None
    return ComponentId(ButtonAction(match["action"]), JobId(match["job"]), number)


def custom_id(component: ComponentId) -> str:
    """Write a component id; at most 49 of the 100 characters that Discord allows."""
    end = "" if component.number is None else f":{component.number}"
    return f"{PREFIX}{component.action}:{component.job_id}{end}"
