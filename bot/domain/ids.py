"""Names for numbers and strings that must not be mixed up."""

from __future__ import annotations

from typing import NewType

JobId = NewType("JobId", str)
"""1 to 32 characters of ``[A-Za-z0-9]``: it is part of component ids and file names."""

ListingId = NewType("ListingId", str)
"""Of the same form, in the place of a job's in component ids."""

CaseId = NewType("CaseId", str)
"""Likewise."""

TaskId = NewType("TaskId", str)
"""The engine's id of a task; opaque."""

RECOGNISABLE = 8
"""Characters of a task's id that a log shows."""

RoleId = NewType("RoleId", int)
UserId = NewType("UserId", int)
GuildId = NewType("GuildId", int)
PlaceId = NewType("PlaceId", int)
"""A guild, category, channel or thread: whatever a policy may be set on."""


def recognisable(task_id: str | None) -> str:
    """Return enough of a task's id for a log: who knows it whole may cancel the task somewhere."""
    if not task_id or len(task_id) <= RECOGNISABLE:
        return task_id or ""
    return f"{task_id[:RECOGNISABLE]}…"
