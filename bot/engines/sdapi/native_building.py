"""From a member's request to the body of stable-diffusion.cpp's ``img_gen``. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.capabilities import fitted
from bot.engines.sdapi.building import check, spelled, unlisted
from bot.engines.sdapi.samplers import NATIVE, sampling
from bot.engines.sdapi.server import capabilities

if TYPE_CHECKING:
    from bot.domain.ports import Submission
    from bot.domain.request import GenerationRequest, Hires, Lora
    from bot.engines.sdapi.server import Server


def build_native(submission: Submission, server: Server) -> dict[str, object]:
    """Return the JSON body that asks for a submission; the server has one model, its own.

    Raises:
        InvalidOptionError: the server does not take it.

    """
    request = spelled(fitted(submission.request, capabilities(server)), server)
    check(request, server)
    body: dict[str, object] = {
        "prompt": request.prompt,
        "negative_prompt": request.negative_prompt,
        "clip_skip": -1 if request.clip_skip is None else request.clip_skip,
        "width": request.width,
        "height": request.height,
        "seed": submission.first_seed,
        "batch_count": request.images,
        "sample_params": _sample_params(request, server),
        "lora": [_lora(lora, server) for lora in request.loras],
        "output_format": request.format.value,
        "embed_image_metadata": False,
    }
    return body | _hires(request.hires, server)


def _sample_params(request: GenerationRequest, server: Server) -> dict[str, object]:
    found = sampling(request.sampler, server.samplers, server.schedulers, NATIVE)
    if found is None:
        raise unlisted("sampler", request.sampler)
    named: dict[str, object] = {"sample_method": found.sampler, "scheduler": found.scheduler}
    return named | {"sample_steps": request.steps, "guidance": {"txt_cfg": request.guidance}}


def _lora(lora: Lora, server: Server) -> dict[str, object]:
    return {"path": server.paths.get(lora.name, lora.name), "multiplier": lora.strength}


def _hires(hires: Hires | None, server: Server) -> dict[str, object]:
    if hires is None:
        return {}
    upscaler = server.upscaler(hires.upscaler)
    if upscaler is None:
        raise unlisted("hires_upscaler", hires.upscaler.value)
    said: dict[str, object] = {"enabled": True, "upscaler": upscaler, "scale": hires.scale.factor}
    return {"hires": said | {"steps": 0, "denoising_strength": hires.strength}}
