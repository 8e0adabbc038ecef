"""A web UI's wire in the words that are the same for all engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.engine.stand_in import Says, Traits
from bot.playground.glimpse import Glimpse, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.playground.sdapi.state import Seen

TRAITS = Traits(title="the web UI", lora="add_detail", embedding="badhandv4", says=Says.NOTHING)
CALLED = frozenset({"txt2img", "img_gen", "progress"})
"""Routes that go by their own names."""
KINDS = {
    "txt2img": Kind.SUBMIT,
    "img_gen": Kind.SUBMIT,
    "progress": Kind.LOOK,
    "job": Kind.LOOK,
    "interrupt": Kind.CANCEL,
    "cancel": Kind.CANCEL,
}


def glimpses_of(requests: Iterable[Seen]) -> list[Glimpse]:
    """Return what the requests were about, without those about no task."""
    return [_glimpse(each, KINDS[each.route]) for each in requests if each.route in KINDS]


def _glimpse(seen: Seen, kind: Kind) -> Glimpse:
    note, is_open = seen.note, seen.took is None
    # Whoever sends a task waits for its images; stable-diffusion.cpp alone tells of its end later.
    is_end = note.is_end or (seen.route == "txt2img" and not is_open)
    return Glimpse(
        kind=kind,
        name=seen.route if seen.route in CALLED else "",
        at=seen.at,
        took=seen.took or 0.0,
        status=seen.status,
        is_open=is_open,
        task_id=note.task_id,
        job=_job(note.task_id),
        told=note.told,
        is_end=is_end,
    )


def _job(task_id: str) -> str:
    """Return what all attempts at one thing begin with, in ids of the bot's own making."""
    return task_id.rpartition("-")[0]
