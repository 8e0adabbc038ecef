"""Read a server's lists: models by kind, and names. No I/O; slow for large ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from bot.domain.models import Model, ModelKind
from bot.domain.ranges import Bound
from bot.engine_errors import MalformedReplyError
from bot.engines.listed import listed_model
from bot.engines.numbers import natural
from bot.engines.sdapi import failures
from bot.engines.sdapi.metadata import base_model, triggers
from bot.engines.sdapi.naming import unhashed
from bot.engines.sdapi.server import Server
from bot.engines.shelf import guess_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.engines.http import Response


_OTHERS = ("name", "model_name")
"""What names a LoRA, and what a VAE."""


def read(response: Response) -> list[Any] | dict[str, Any]:
    """Read a list, or an object of them.

    Raises:
        EngineError: whatever the status says.
        MalformedReplyError: it says success, but is no JSON.

    """
    if (refused := failures.refusal(response)) is not None:
        raise refused
    try:
        said = from_json(response.body)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, (list, dict)):
        size = len(response.body)
        raise MalformedReplyError(
            f"the web UI's {size} bytes are not a list", status=response.status
        )
    return said


def names(said: object, *keys: str) -> tuple[str, ...]:
    """Return the name of each entry of a list, by the first of the keys that it has."""
    return tuple(dict.fromkeys(_named(said, keys)))


def models(kind: ModelKind, said: object) -> tuple[Model, ...]:
    """Return the models of a list, by the names that a request takes."""
    if kind is ModelKind.EMBEDDING:
        found = dict.fromkeys(_embeddings(said))
    elif kind is ModelKind.CHECKPOINT:
        found = dict.fromkeys(map(unhashed, names(said, "title", "model_name")))
    else:
        found = {name: entry.get("metadata") for name, entry in _entries(said, _OTHERS)}
    told = (_model(kind, name, metadata) for name, metadata in found.items())
    return tuple(model for model in told if model is not None)


def _model(kind: ModelKind, name: str, metadata: object) -> Model | None:
    base = base_model(metadata)
    return listed_model(
        kind,
        name,
        base_model=base,
        is_sdxl="xl" in (base or name).casefold(),
        triggers=triggers(metadata),
    )


def loaded(settings: object) -> str:
    """Return the checkpoint in the server's memory, or "" when it says none."""
    title = settings.get("sd_model_checkpoint") if isinstance(settings, dict) else None
    return unhashed(title) if isinstance(title, str) else ""


def native_server(said: dict[str, Any]) -> Server:
    """Return what stable-diffusion.cpp says of itself."""
    model, limits = _record(said.get("model")), _record(said.get("limits"))
    features = _record(_record(said.get("features_by_mode")).get("img_gen"))
    name = model.get("name")
    held = dict[ModelKind, tuple[Model, ...]]()
    if isinstance(name, str) and name:
        held[ModelKind.CHECKPOINT] = (guess_model(ModelKind.CHECKPOINT, name),)
    loras = said.get("loras")
    if features.get("lora", True):
        held[ModelKind.LORA] = models(ModelKind.LORA, loras)
    return Server(
        is_native=True,
        models=held,
        paths=dict(zip(_named(loras, ("name",)), _named(loras, ("path", "name")), strict=True)),
        loaded=str(name or ""),
        samplers=frozenset(_strings(said.get("samplers"))),
        schedulers=tuple(_strings(said.get("schedulers"))),
        upscalers=frozenset(names(said.get("upscalers"), "name")),
        side=_side(limits),
        most_images=natural(limits.get("max_batch_count")) or None,
        cancels=features.get("cancel_queued") is True,
    )


def _side(limits: dict[str, Any]) -> Bound | None:
    """Return what both sides of an image may be."""
    lows = [natural(limits.get(f"min_{side}")) for side in ("width", "height")]
    highs = [natural(limits.get(f"max_{side}")) for side in ("width", "height")]
    if None in lows or None in highs:
        return None
    return Bound(max(low or 0 for low in lows), min(high or 0 for high in highs))


def _embeddings(said: object) -> tuple[str, ...]:
    """Return those that fit the loaded checkpoint, then those that fit others."""
    by_state = said if isinstance(said, dict) else {}
    return tuple(
        name for state in ("loaded", "skipped") for name in _record(by_state.get(state)) if name
    )


def _named(said: object, keys: Iterable[str]) -> Iterator[str]:
    return (name for name, _ in _entries(said, keys))


def _entries(said: object, keys: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    wanted = tuple(keys)
    for entry in said if isinstance(said, list) else []:
        if isinstance(entry, dict):
            found = (entry[key] for key in wanted if isinstance(entry.get(key), str) and entry[key])
            if (name := next(found, None)) is not None:
                yield name, entry


def _strings(said: object) -> list[str]:
    return [it for it in said if isinstance(it, str)] if isinstance(said, list) else []


def _record(said: object) -> dict[str, Any]:
    return said if isinstance(said, dict) else {}
