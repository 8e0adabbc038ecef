"""What members should know of how their images were made. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.engines.words import clean
from bot.texts.text import Text, text
from bot.texts.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.engines.horde.models import Generation, Metadata, Warned

NO_WORKER = text("note.no_worker")

_OPTIONS = {
    "ClipSkipMismatch": "clip_skip",
    "StepsTooFew": "steps",
    "StepsTooMany": "steps",
    "CfgScaleMismatch": "guidance",
    "CfgScaleTooSmall": "guidance",
    "CfgScaleTooLarge": "guidance",
    "SamplerMismatch": "sampler",
    "SchedulerMismatch": "sampler",
}
"""Which of our options a warning is about."""

LONGEST = 8
"""Notes of a task; more, and nobody reads them."""


def of_warnings(warnings: Iterable[Warned]) -> tuple[Text, ...]:
    """Return what the answer to a submit warned of."""
    return _once(_of_warning(warned) for warned in warnings)


def of_generations(generations: Iterable[Generation]) -> tuple[Text, ...]:
    """Return what the workers said of their images."""
    told = (told for made in generations for told in made.gen_metadata)
    return _once(map(_of_metadata, told))


def _of_warning(warned: Warned) -> Text | None:
    if warned.code == "NoAvailableWorker":
        return NO_WORKER
    if option := _OPTIONS.get(warned.code):
        return text("note.unusual", option=option)
    return _as_said(warned.message or warned.code)


def _of_metadata(told: Metadata) -> Text | None:
    name = typed(clean(told.ref) or "?")
    match told.type:
        case "lora":
            return text("note.without_lora", name=name)
        case "ti":
            return text("note.without_embedding", name=name)
        case "information":
            return _as_said(told.ref if told.value == "see_ref" else told.value)
        case _:
            return None


def _as_said(words: str) -> Text | None:
    said = clean(words)
    return text("end.engine_says", detail=typed(said, len(said))) if said else None


def _once(notes: Iterable[Text | None]) -> tuple[Text, ...]:
    return tuple(dict.fromkeys(note for note in notes if note is not None))[:LONGEST]
