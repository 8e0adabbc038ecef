"""From a member's request to the body of a submit. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from bot.domain.capabilities import Capabilities, Detection
from bot.domain.models import EXTENSIONS
from bot.engines.novita import body, extra
from bot.errors import InvalidOptionError
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.domain.request import GenerationRequest
    from bot.domain.verdict import Asked


CAPABILITIES = Capabilities(
    # By name: an option that is added is not taken before it is sent.
    options=frozenset(
        {
            *("negative_prompt", "model", "images", "steps", "guidance", "sampler", "seed"),
            *("clip_skip", "loras", "embeddings", "hires", "hires_upscaler", "hires_strength"),
            *("vae", "format"),
        }
    ),
    detection=Detection.CONFIDENCE,
    draws_seeds=True,
    finds=False,
    can_cancel=False,
    survives=True,
)


def build(
    request: GenerationRequest,
    asked: Asked | None = None,
    *,
    enterprise: bool = False,
    webhook_url: str | None = None,
) -> dict[str, object]:
    """Return the JSON body that asks for ``request``.

    Raises:
        InvalidOptionError: a field is outside the engine's range; names it, its value, the range.

    """
    try:
        submit = body.Submit(
            extra=_extra(request, asked, enterprise=enterprise, webhook_url=webhook_url),
            request=_text2image(request),
        )
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join(map(str, first["loc"]))
        rule = text("option.engine", reason=str(first["msg"]))
        raise InvalidOptionError(name, first["input"], rule) from None
    return cast("dict[str, object]", submit.model_dump(mode="json", exclude_none=True))


def bare(name: str) -> str:
    """Return a model's name without the ending of its file."""
    for ending in EXTENSIONS:
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name


def _extra(
    request: GenerationRequest,
    asked: Asked | None,
    *,
    enterprise: bool,
    webhook_url: str | None,
) -> extra.Extra:
    detecting = asked is not None and asked.detection
    return extra.Extra(
        response_image_type=request.format.value,
        enable_nsfw_detection=True if detecting else None,
        nsfw_detection_level=asked.level if asked and detecting else None,
        webhook=extra.Webhook(url=webhook_url) if webhook_url else None,
        enterprise_plan=extra.Switch(enabled=True) if enterprise else None,
    )


def _text2image(request: GenerationRequest) -> body.Text2Image:
    return body.Text2Image(
        prompt=request.prompt,
        negative_prompt=request.negative_prompt or None,
        model_name=request.model,
        width=request.width,
        height=request.height,
        image_num=request.images,
        steps=request.steps,
        guidance_scale=request.guidance,
        sampler_name=request.sampler,
        seed=request.seed,
        clip_skip=request.clip_skip,
        sd_vae=request.vae,
        loras=tuple(
            body.Lora(model_name=bare(lora.name), strength=lora.strength) for lora in request.loras
        )
        or None,
        embeddings=tuple(body.Embedding(model_name=name) for name in request.embeddings) or None,
        hires_fix=_hires_fix(request),
    )


def _hires_fix(request: GenerationRequest) -> body.HiresFix | None:
    if request.hires is None:
        return None
    width, height = request.target
    return body.HiresFix(
        target_width=width,
        target_height=height,
        strength=request.hires.strength,
        upscaler=request.hires.upscaler.value,
    )
