"""Novita's wire in the words that are the same for all engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.engine.stand_in import Says, Traits
from bot.playground.glimpse import Glimpse, Kind
from bot.playground.novita.tasks import FAILED, SUCCEED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.playground.novita.state import Seen

TRAITS = Traits(
    title="Novita",
    lora="add_detail_44319",
    embedding="easynegative_8955",
    says=Says.CONFIDENCE,
)
KINDS = {"submit": Kind.SUBMIT, "result": Kind.LOOK, "image": Kind.DOWNLOAD}
ENDED = frozenset({SUCCEED, FAILED})


def glimpses_of(requests: Iterable[Seen]) -> list[Glimpse]:
    """Return what the requests were about, without those about no task."""
    return [_glimpse(each, KINDS[each.route]) for each in requests if each.route in KINDS]


def _glimpse(seen: Seen, kind: Kind) -> Glimpse:
    return Glimpse(
        kind=kind,
        at=seen.at,
        took=seen.took,
        status=seen.status,
        task_id=seen.note.task_id,
        told=_told(seen, kind),
        is_end=seen.note.task_status in ENDED,
    )


def _told(seen: Seen, kind: Kind) -> str:
    if kind is Kind.SUBMIT:
        return seen.note.prompt
    if kind is Kind.DOWNLOAD:
        return seen.path
    status = seen.note.task_status.removeprefix("TASK_STATUS_").lower()
    return status or ("not found" if seen.status == 404 else "")
