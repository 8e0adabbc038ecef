"""ComfyUI's wire in the words that are the same for all engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.comfyui.tasks import Stage
from bot.playground.engine.stand_in import Says, Traits
from bot.playground.glimpse import Glimpse, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.playground.comfyui.state import Frame
    from bot.playground.novita.state import Seen

TRAITS = Traits(
    title="ComfyUI",
    lora="add_detail_44319",
    embedding="easynegative_8955",
    says=Says.NOTHING,
)
KINDS = {
    "prompt": Kind.SUBMIT,
    "job": Kind.LOOK,
    "history": Kind.LOOK,
    "view": Kind.DOWNLOAD,
    "cancel": Kind.CANCEL,
    "delete": Kind.CANCEL,
    "interrupt": Kind.CANCEL,
}
ENDED = frozenset({Stage.SUCCEEDED, Stage.FAILED, Stage.INTERRUPTED})


def glimpses_of(requests: Iterable[Seen], frames: Iterable[Frame]) -> list[Glimpse]:
    """Return what requests and frames were about, without those about no task, oldest first."""
    asked = [_glimpse(each, KINDS[each.route]) for each in requests if each.route in KINDS]
    told = [_news(each) for each in frames]
    return sorted([*asked, *told], key=lambda each: each.at)


def _glimpse(seen: Seen, kind: Kind) -> Glimpse:
    return Glimpse(
        kind=kind,
        at=seen.at,
        took=seen.took,
        status=seen.status,
        task_id=seen.note.task_id,
        told=_told(seen, kind),
        is_end=kind is Kind.LOOK and seen.note.task_status in ENDED,
    )


def _told(seen: Seen, kind: Kind) -> str:
    if kind is Kind.SUBMIT:
        return seen.note.prompt
    if kind is Kind.DOWNLOAD:
        return seen.query.get("filename", "")
    words = seen.note.task_status.replace("_", " ")
    return words or ("not found" if seen.status == 404 else "")


def _news(frame: Frame) -> Glimpse:
    return Glimpse(
        kind=Kind.NEWS, name="frame", at=frame.at, task_id=frame.task_id, told=frame.words
    )
