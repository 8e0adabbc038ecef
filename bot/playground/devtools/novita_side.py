"""What the bot asked of Novita, as events."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from bot.playground.devtools.events import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.playground.novita.state import Seen

SUBMIT, POLL, DOWNLOAD = "submit", "result", "image"
ENDED = frozenset({"TASK_STATUS_SUCCEED", "TASK_STATUS_FAILED"})
NOT_FOUND = "not found"


def events_of(requests: Sequence[Seen]) -> list[Event]:
    """Return the events of one job's requests, polls that were told the same as one."""
    submits = [_event(each, "submit", each.note.prompt) for each in _of(requests, SUBMIT)]
    downloads = list(_of(requests, DOWNLOAD))
    numbers = {path: n for n, path in enumerate(dict.fromkeys(each.path for each in downloads), 1)}
    images = [_event(each, "download", f"image {numbers[each.path]}") for each in downloads]
    return [*submits, *_polls(_of(requests, POLL)), *images]


def has_ended(requests: Iterable[Seen]) -> bool:
    """Return whether a poll was told the end of the task, or no task was accepted."""
    accepted = any(each.note.task_id for each in _of(requests, SUBMIT))
    return not accepted or any(each.note.task_status in ENDED for each in _of(requests, POLL))


def _of(requests: Iterable[Seen], route: str) -> list[Seen]:
    return sorted((each for each in requests if each.route == route), key=lambda each: each.at)


def _polls(requests: Iterable[Seen]) -> list[Event]:
    runs = groupby(requests, key=lambda each: (_told(each), each.status))
    return [_as_one([_event(each, "poll", told) for each in run]) for (told, _), run in runs]


def _as_one(alike: list[Event]) -> Event:
    first, last = alike[0], alike[-1]
    return replace(first, took=last.end - first.at, times=len(alike))


def _told(poll: Seen) -> str:
    status = poll.note.task_status.removeprefix("TASK_STATUS_").lower()
    return status or (NOT_FOUND if poll.status == 404 else "")


def _event(request: Seen, what: str, detail: str) -> Event:
    return Event(
        at=request.at,
        took=request.took,
        source="bot",
        target="Novita",
        what=what,
        detail=detail,
        status=request.status,
    )
