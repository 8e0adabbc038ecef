"""AI Horde's wire in the words that are the same for all engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.engine.stand_in import Says, Traits
from bot.playground.glimpse import Glimpse, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.playground.horde.state import Seen

TRAITS = Traits(title="AI Horde", lora="add_detail", embedding="easynegative", says=Says.FLAG)
KINDS = {
    "submit": Kind.SUBMIT,
    "check": Kind.LOOK,
    "status": Kind.LOOK,
    "image": Kind.DOWNLOAD,
    "cancel": Kind.CANCEL,
}


def glimpses_of(requests: Iterable[Seen]) -> list[Glimpse]:
    """Return what the requests were about, without those about no task."""
    return [_glimpse(each, KINDS[each.route]) for each in requests if each.route in KINDS]


def _glimpse(seen: Seen, kind: Kind) -> Glimpse:
    return Glimpse(
        kind=kind,
        name=seen.route if kind is Kind.LOOK else "",
        at=seen.at,
        took=seen.took,
        status=seen.status,
        task_id=seen.note.task_id,
        told=seen.path if kind is Kind.DOWNLOAD else _told(seen),
        is_end=seen.note.is_end,
    )


def _told(seen: Seen) -> str:
    return seen.note.told or ("not found" if seen.status == 404 else "")
