"""The time line: deeds, and what both sides' logs say came of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.playground.devtools.discord_side import event_of, owner_of
from bot.playground.devtools.engine_side import events_of, has_ended
from bot.playground.devtools.events import Act, Event
from bot.playground.devtools.joining import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.playground.devtools.deeds import Deed
    from bot.playground.discord.request_log import LoggedRequest
    from bot.playground.glimpse import Glimpse

QUIET_SECONDS = 10.0
"""A task that nobody asks after for so long is not waited for any more (it was cancelled)."""
MOST_EVENTS = 200
"""Of one act: its beginning, and the latest of what came of it."""


def acts_of(
    deeds: Sequence[Deed],
    requests: Iterable[LoggedRequest],
    seen: Iterable[Glimpse],
    *,
    engine: str,
    now: float,
) -> list[Act]:
    """Return the acts, oldest first.

    Args:
        deeds: Oldest first.
        requests: What Discord was asked; what belongs to no deed is left out.
        seen: What the engine was asked, likewise.
        engine: What the engine is called.
        now: Seconds of ``time.monotonic()``.

    """
    calls = _calls(deeds, requests)
    jobs = joined(deeds, seen)
    return [
        _act(deed, calls[deed.id], jobs.get(deed.id, []), engine=engine, now=now) for deed in deeds
    ]


def _calls(deeds: Iterable[Deed], requests: Iterable[LoggedRequest]) -> dict[int, list[Event]]:
    owners = {key: each.id for each in deeds for key in (each.token, *each.messages)}
    calls: dict[int, list[Event]] = {each.id: [] for each in deeds}
    for request in requests:
        owner = owners.get(owner_of(request))
        if owner is not None:
            calls[owner].append(event_of(request))
    return calls


def _act(deed: Deed, calls: list[Event], job: list[Glimpse], *, engine: str, now: float) -> Act:
    told = [_heard(deed), *calls, *events_of(job, engine), *_silence(deed)]
    lasting = [replace(each, took=now - each.at) if each.is_open else each for each in told]
    events = sorted(lasting, key=lambda each: each.at)
    is_quiet = now - max(each.end for each in events) > QUIET_SECONDS
    return Act(
        id=deed.id,
        title=deed.title,
        by=deed.by,
        at=deed.at,
        at_ms=deed.at_ms,
        done=deed.is_settled and (has_ended(job) or is_quiet),
        events=(events[0], *events[1:][-MOST_EVENTS + 1 :]),
    )


def _heard(deed: Deed) -> Event:
    return Event(
        at=deed.at, took=None, source="Discord", target="bot", what=deed.kind, detail=deed.detail
    )


def _silence(deed: Deed) -> list[Event]:
    if deed.late_at is None:
        return []
    return [
        Event(
            at=deed.late_at,
            took=None,
            source="bot",
            target="Discord",
            what="no answer",
            detail="in time",
        )
    ]
