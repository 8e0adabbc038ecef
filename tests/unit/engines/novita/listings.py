"""Pages of models, and a catalogue that reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.models import Model, ModelKind
from bot.engines.novita.catalogue import NovitaCatalogue
from tests.unit.engines.novita.doubles import QUICK, Script, reply

if TYPE_CHECKING:
    from bot.engines.http import Response


CHECKPOINT, LORA = ModelKind.CHECKPOINT, ModelKind.LORA


def listed(file: str, **changes: object) -> dict[str, object]:
    return {"name": "v1", "sd_name": file, "sd_name_in_api": file, "status": 1, **changes}


def page(*files: str, cursor: object = "", **changes: object) -> Response:
    models = [listed(file, **changes) for file in files]
    return reply({"models": models, "pagination": {"next_cursor": cursor}})


def names(models: list[Model]) -> list[str]:
    return [model.name for model in models]


def catalogue(send: Script) -> NovitaCatalogue:
    return NovitaCatalogue(send, lists=QUICK)


async def filled(*answers: Response | Exception, kind: ModelKind = CHECKPOINT) -> NovitaCatalogue:
    held = catalogue(Script(*answers))
    await held.refresh(kind)
    return held
