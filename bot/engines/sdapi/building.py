"""From a member's request to the body of a web UI's ``txt2img``. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.capabilities import fitted
from bot.domain.choices import ImageFormat
from bot.domain.forbidden import is_forbidden
from bot.domain.models import ModelKind
from bot.engines.sdapi.naming import bare
from bot.engines.sdapi.samplers import sampling
from bot.engines.sdapi.server import CLIP_SKIP, VAE, capabilities
from bot.errors import InvalidOptionError
from bot.prompt import match
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.domain.ids import TaskId
    from bot.domain.ports import Submission
    from bot.domain.request import GenerationRequest, Hires
    from bot.engines.sdapi.server import Server

NO_MODEL = text("option.model")
NOT_LISTED = text("option.unlisted")
FORBIDDEN = text("option.model_forbidden")

FORMATS = {ImageFormat.JPEG: "jpg", ImageFormat.PNG: "png", ImageFormat.WEBP: "webp"}

_TAG = re.compile(r"[<>:\n]")
_WORDS = re.compile(r"[<>:()\[\]{}|,\\\n]")
"""What ends a name, or means something else: within a LoRA's tag, and among the words."""


def check(request: GenerationRequest, server: Server, in_doubt: Collection[ModelKind] = ()) -> None:
    """Refuse what the server does not have: most servers would leave it out in silence.

    Of kinds that are in doubt it may have anything.

    Raises:
        InvalidOptionError: names it.

    """
    asked = {
        ("model", ModelKind.CHECKPOINT): (request.model,),
        ("loras", ModelKind.LORA): tuple(lora.name for lora in request.loras),
        ("embeddings", ModelKind.EMBEDDING): request.embeddings,
        ("vae", ModelKind.VAE): (request.vae,) if request.vae else (),
    }
    for (option, kind), names in asked.items():
        for name in names:
            if is_forbidden(name):
                # What was asked for before there was a list may come to such a name.
                raise InvalidOptionError(option, "", FORBIDDEN)
            if kind not in in_doubt and not _has(server, kind, name):
                raise unlisted(option, name)


def spelled(request: GenerationRequest, server: Server) -> GenerationRequest:
    """Return a request that names models as the server does, which leaves others out in silence.

    They are spelled otherwise where it could not be asked when the request was made.
    """

    def listed(kind: ModelKind, name: str) -> str:
        names = (model.name for model in server.models.get(kind, ()))
        return match.find(name, names) or name

    return replace(
        request,
        model=listed(ModelKind.CHECKPOINT, request.model),
        loras=tuple(
            replace(lora, name=listed(ModelKind.LORA, lora.name)) for lora in request.loras
        ),
        embeddings=tuple(listed(ModelKind.EMBEDDING, name) for name in request.embeddings),
        vae=request.vae and listed(ModelKind.VAE, request.vae),
    )


def unlisted(option: str, name: str) -> InvalidOptionError:
    """Return the refusal of what the server does not list."""
    return InvalidOptionError(option, name, NO_MODEL if option == "model" else NOT_LISTED)


def build(submission: Submission, task_id: TaskId, server: Server) -> dict[str, object]:
    """Return the JSON body that asks for a submission.

    Raises:
        InvalidOptionError: the server does not take it.

    """
    request = spelled(fitted(submission.request, capabilities(server)), server)
    check(request, server)
    body: dict[str, object] = {
        "prompt": _prompt(request),
        "negative_prompt": request.negative_prompt,
        "seed": submission.first_seed,
        "steps": request.steps,
        "cfg_scale": request.guidance,
        "width": request.width,
        "height": request.height,
        # One after the other: a batch would need the memory of all at once.
        "batch_size": 1,
        "n_iter": request.images,
        "send_images": True,
        "save_images": False,
        "force_task_id": task_id,
        "override_settings": _settings(request, server),
        # Else the server loads the old model again after each image, and encodes as it likes.
        "override_settings_restore_afterwards": False,
    }
    return body | _sampling(request, server) | _hires(request.hires, server)


def _has(server: Server, kind: ModelKind, name: str) -> bool:
    return match.find(name, (model.name for model in server.models.get(kind, ()))) is not None


def _prompt(request: GenerationRequest) -> str:
    """Return the prompt with what web UIs read out of it: LoRAs as tags, embeddings by name."""
    written = f"{request.prompt}\n{request.negative_prompt}"
    names = [bare(_plain("embeddings", name, _WORDS)) for name in request.embeddings]
    tags = [
        f"<lora:{bare(_plain('loras', lora.name, _TAG))}:{lora.strength:g}>"
        for lora in request.loras
    ]
    added = [name for name in names if not _is_word(name, written)]
    return " ".join([", ".join([request.prompt, *added]), *tags])


def _plain(option: str, name: str, markup: re.Pattern[str]) -> str:
    """Return a name that means nothing but itself where it will stand."""
    if markup.search(name):
        raise unlisted(option, name)
    return name


def _is_word(name: str, written: str) -> bool:
    """Whether whoever wrote the prompts has put a name where they want it."""
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", written, re.IGNORECASE))


def _settings(request: GenerationRequest, server: Server) -> Mapping[str, object]:
    """Return the settings of this request, each said: what another one said would stay."""
    settings: dict[str, object] = {
        "sd_model_checkpoint": request.model,
        "samples_format": FORMATS[request.format],
    }
    if VAE in server.settings:
        settings[VAE] = request.vae or "Automatic"
    if CLIP_SKIP in server.settings:
        settings[CLIP_SKIP] = request.clip_skip or 1
    return settings


def _sampling(request: GenerationRequest, server: Server) -> dict[str, object]:
    found = sampling(request.sampler, server.samplers, server.schedulers)
    if found is None:
        raise unlisted("sampler", request.sampler)
    named: dict[str, object] = {"sampler_name": found.sampler}
    return named | ({"scheduler": found.scheduler} if found.scheduler else {})


def _hires(hires: Hires | None, server: Server) -> dict[str, object]:
    if hires is None:
        return {}
    upscaler = server.upscaler(hires.upscaler)
    if upscaler is None:
        raise unlisted("hires_upscaler", hires.upscaler.value)
    return {
        "enable_hr": True,
        "hr_scale": hires.scale.factor,
        "hr_upscaler": upscaler,
        "hr_second_pass_steps": 0,
        "denoising_strength": hires.strength,
    }
