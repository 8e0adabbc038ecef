"""The GET routes that list what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.sdapi.knobs import Flavour
from bot.playground.sdapi.replies import detail
from bot.playground.sdapi.state import STATE, State
from bot.playground.sdapi.stock import OLD_SAMPLERS, SAMPLERS, SCHEDULERS, short_hash, title

if TYPE_CHECKING:
    from collections.abc import Callable

WITHOUT_SCHEDULERS = frozenset({Flavour.OLD})


async def listed(request: web.Request) -> web.Response:
    """Answer with a list by the name in the path; 404 for what this server does not list."""
    state = request.app[STATE]
    name = request.match_info["name"]
    missing = {
        "schedulers": state.knobs.flavour in WITHOUT_SCHEDULERS,
        "sd-vae": state.knobs.flavour is Flavour.FORGE,
    }
    if name not in LISTS or missing.get(name):
        return detail(404, "Not Found")
    return web.json_response(LISTS[name](state))


def samplers(state: State) -> tuple[str, ...]:
    """Return the names of the samplers that this server has."""
    return OLD_SAMPLERS if state.knobs.flavour in WITHOUT_SCHEDULERS else SAMPLERS


def _checkpoints(state: State) -> list[dict[str, Any]]:
    return [
        {
            "title": title(name),
            "model_name": name.replace("/", "_").rpartition(".")[0],
            "hash": short_hash(name),
            "sha256": None,
            "filename": f"/home/ann/webui/models/Stable-diffusion/{name}",
            "config": None,
        }
        for name in state.stock.checkpoints
    ]


def _loras(state: State) -> list[dict[str, Any]]:
    return [
        {"name": name, "alias": name, "path": f"/models/Lora/{name}.safetensors", "metadata": {}}
        for name in state.stock.loras
    ]


def _embeddings(state: State) -> dict[str, Any]:
    entry = {"step": None, "sd_checkpoint": None, "sd_checkpoint_name": None, "shape": 768}
    return {
        "loaded": dict.fromkeys(state.stock.embeddings, entry),
        "skipped": dict.fromkeys(state.stock.skipped_embeddings, entry),
    }


def _upscalers(state: State) -> list[dict[str, Any]]:
    return [
        {"name": name, "model_name": None, "model_path": None, "model_url": None, "scale": 4}
        for name in state.stock.upscalers
    ]


def _settings(state: State) -> dict[str, Any]:
    dropped = {"sd_vae"} if state.knobs.flavour is Flavour.FORGE else set()
    return {name: value for name, value in state.settings.items() if name not in dropped}


LISTS: dict[str, Callable[[State], Any]] = {
    "sd-models": _checkpoints,
    "samplers": lambda state: [
        {"name": name, "aliases": [name.lower()], "options": {}} for name in samplers(state)
    ],
    "schedulers": lambda _: [
        {"name": name.lower().replace(" ", "_"), "label": name, "aliases": None}
        for name in SCHEDULERS
    ],
    "upscalers": _upscalers,
    "latent-upscale-modes": lambda _: [{"name": "Latent"}, {"name": "Latent (nearest)"}],
    "loras": _loras,
    "embeddings": _embeddings,
    "sd-vae": lambda state: [
        {"model_name": name, "filename": f"/models/VAE/{name}"} for name in state.stock.vaes
    ],
    "options": _settings,
    "memory": lambda _: {"ram": {}, "cuda": {}},
}
