"""The rules a txt2img body must keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.novita.checks import (
    InvalidBodyError,
    Rule,
    boolean,
    check_fields,
    choice,
    integer,
    items,
    number,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

SAMPLERS = (
    "Euler a", "Euler", "LMS", "Heun", "DPM2", "DPM2 a", "DPM++ 2S a", "DPM++ 2M", "DPM++ SDE",
    "DPM fast", "DPM adaptive", "LMS Karras", "DPM2 Karras", "DPM2 a Karras",
    "DPM++ 2S a Karras", "DPM++ 2M Karras", "DPM++ SDE Karras", "DDIM", "PLMS", "UniPC",
)  # fmt: skip
UPSCALERS = ("RealESRGAN_x4plus_anime_6B", "RealESRNet_x4plus", "Latent")
MAX_SEED = 2**32 - 1

LORA = {
    "model_name": Rule(text(1, 500), required=True),
    "strength": Rule(number(0, 1), required=True),
}
EMBEDDING = {"model_name": Rule(text(1, 500), required=True)}
HIRES_FIX = {
    "target_width": Rule(integer(128, 4096), required=True),
    "target_height": Rule(integer(128, 4096), required=True),
    "strength": Rule(number(0, 1), required=True),
    "upscaler": Rule(choice(*UPSCALERS)),
}
REQUEST = {
    "model_name": Rule(text(1, 500), required=True),
    "prompt": Rule(text(1, 1024), required=True, reason="VALIDATOR"),
    "negative_prompt": Rule(text(0, 1024), reason="VALIDATOR"),
    "width": Rule(integer(128, 2048), required=True),
    "height": Rule(integer(128, 2048), required=True),
    "image_num": Rule(integer(1, 8), required=True),
    "steps": Rule(integer(1, 100), required=True),
    "guidance_scale": Rule(number(1, 30), required=True),
    "sampler_name": Rule(choice(*SAMPLERS), required=True),
    "seed": Rule(integer(-1, MAX_SEED)),
    "clip_skip": Rule(integer(0, 12)),
    "sd_vae": Rule(text(1, 500)),
    "loras": Rule(items(LORA, most=5)),
    "embeddings": Rule(items(EMBEDDING, most=5)),
    "hires_fix": Rule(fields=HIRES_FIX),
    "refiner": Rule(fields={"switch_at": Rule(number(0, 1), required=True)}),
    "enable_transparent_background": Rule(boolean),
    "restore_faces": Rule(boolean),
}
WEBHOOK = {
    "url": Rule(text(1, 2048), required=True),
    "test_mode": Rule(
        fields={
            "enabled": Rule(boolean, required=True),
            "return_task_status": Rule(
                choice("TASK_STATUS_SUCCEED", "TASK_STATUS_FAILED"), required=True
            ),
        }
    ),
}
AWS_S3 = {
    "region": Rule(text(1, 100), required=True),
    "bucket": Rule(text(1, 100), required=True),
    "path": Rule(text(1, 1024), required=True),
    "save_to_path_directly": Rule(boolean),
}
EXTRA = {
    "response_image_type": Rule(choice("png", "webp", "jpeg")),
    "enable_nsfw_detection": Rule(boolean),
    "nsfw_detection_level": Rule(integer(0, 2)),
    "webhook": Rule(fields=WEBHOOK),
    "custom_storage": Rule(fields={"aws_s3": Rule(fields=AWS_S3)}),
    "enterprise_plan": Rule(fields={"enabled": Rule(boolean)}),
}
BODY = {"request": Rule(fields=REQUEST, required=True), "extra": Rule(fields=EXTRA)}


def check_body(body: object) -> Mapping[str, Any]:
    """Return the body when it keeps all rules; null and ``{}`` count as absent.

    Raises:
        InvalidBodyError: with the reason Novita would give.
    """
    if not isinstance(body, dict):
        raise InvalidBodyError("body", "must be an object")
    check_fields(body, BODY, "")
    return body
