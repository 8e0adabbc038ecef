"""Read what a web UI says of how far it is. Pure; never raises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.engines.numbers import number
from bot.engines.sdapi.failures import payload

if TYPE_CHECKING:
    from bot.engines.http import Response

LONGEST = 86_400.0
"""Seconds; an estimate beyond is nonsense."""

_PLACE = re.compile(r"In queue: (\d{1,6})/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How a task stands at the server."""

    is_running: bool = False
    """Whether it is certainly the one that runs."""
    percent: int | None = None
    remaining: float | None = None
    """Seconds."""
    place: int | None = None
    """In the server's queue, from 1."""


def read_own(response: Response) -> Progress | None:
    """Read ``internal/progress`` of a task of ours; None when it is not known there."""
    said = payload(response) if response.status == 200 else None
    if said is None:
        return None
    if said.get("active") is True:
        return Progress(
            is_running=True,
            percent=_percent(said.get("progress")),
            remaining=_seconds(said.get("eta")),
        )
    if said.get("queued") is not True:
        return None
    found = _PLACE.search(str(said.get("textinfo", "")))
    return Progress(place=int(found[1]) if found else None)


def read_any(response: Response) -> Progress:
    """Read ``sdapi/v1/progress``, which is about whatever runs."""
    said = payload(response) if response.status == 200 else None
    if said is None:
        return Progress()
    return Progress(
        percent=_percent(said.get("progress")), remaining=_seconds(said.get("eta_relative"))
    )


def _percent(sent: object) -> int | None:
    share = number(sent)
    return min(int(share * 100), 100) if share is not None and 0.01 <= share <= 1 else None


def _seconds(sent: object) -> float | None:
    seconds = number(sent)
    return seconds if seconds is not None and 0 < seconds <= LONGEST else None
