"""From what Novita lists to a model that can be asked for. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.models import ModelKind
from bot.engines.listed import listed_model
from bot.engines.novita.building import bare

if TYPE_CHECKING:
    from bot.domain.models import Model
    from bot.engines.novita.models import ListedModel


def read_model(kind: ModelKind, listed: ListedModel) -> Model | None:
    """Return a listed model, or None when it is unavailable or has no name to send.

    LoRAs and embeddings are sent by ``sd_name_in_api``, the others by ``sd_name``.
    """
    name = listed.sd_name
    if kind is ModelKind.LORA:
        name = listed.sd_name_in_api or bare(listed.sd_name)
    elif kind is ModelKind.EMBEDDING:
        name = listed.sd_name_in_api or listed.sd_name
    if not name or listed.status == 0:
        return None
    return listed_model(
        kind,
        name,
        title=listed.name,
        base_model=listed.base_model,
        is_sdxl=listed.is_sdxl is True or "xl" in listed.base_model.casefold(),
        is_adult=listed.is_nsfw if isinstance(listed.is_nsfw, bool) else None,
        cover=listed.cover_url,
    )
