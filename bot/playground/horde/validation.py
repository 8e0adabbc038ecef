"""The rules a body must keep: those of the framework, and those with a code of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.playground.novita.checks import (
    Check,
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
    "k_lms", "k_heun", "k_euler", "k_euler_a", "k_dpm_2", "k_dpm_2_a", "k_dpm_fast",
    "k_dpm_adaptive", "k_dpmpp_2s_a", "k_dpmpp_2m", "k_dpmpp_sde", "dpmsolver", "lcm", "DDIM",
)  # fmt: skip
UPSCALERS = ("RealESRGAN_x4plus", "RealESRGAN_x2plus", "NMKD_Siax", "4x_AnimeSharp")
NO_HIRES = ("flux_1", "qwen_image", "z_image_turbo")
LONGEST_FILTERED = 7000


class RefusedError(Exception):
    """What the API refuses with a code."""

    def __init__(self, rc: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.rc = rc
        self.status = status


def side(value: object, path: str) -> None:
    """Allow a multiple of 64."""
    integer(64, 3072)(value, path)
    if isinstance(value, int) and value % 64:
        raise InvalidBodyError(path, f"{value} is not a multiple of 64")


def several(check: Check, most: int) -> Check:
    """Allow a list of values."""

    def checked(value: object, path: str) -> None:
        if not isinstance(value, list) or len(value) > most:
            raise InvalidBodyError(path, f"must be a list of at most {most}")
        for position, item in enumerate(value):
            check(item, f"{path}.{position}")

    return checked


LORA = {
    "name": Rule(text(1, 255), required=True),
    "model": Rule(number(-5, 5)),
    "clip": Rule(number(-5, 5)),
    "inject_trigger": Rule(text(1, 30)),
    "is_version": Rule(boolean),
}
EMBEDDING = {
    "name": Rule(text(1, 255), required=True),
    "inject_ti": Rule(choice("prompt", "negprompt")),
    "strength": Rule(number(-5, 5)),
}
PARAMS = {
    "sampler_name": Rule(choice(*SAMPLERS)),
    "cfg_scale": Rule(number(0, 100)),
    "steps": Rule(integer(1, 500)),
    "width": Rule(side),
    "height": Rule(side),
    "seed": Rule(text(0, 10_000)),
    "seed_variation": Rule(integer(1, 1000)),
    "n": Rule(integer(1, 20)),
    "karras": Rule(boolean),
    "clip_skip": Rule(integer(1, 12)),
    "hires_fix": Rule(boolean),
    "hires_fix_denoising_strength": Rule(number(0.01, 1)),
    "tiling": Rule(boolean),
    "transparent": Rule(boolean),
    "post_processing": Rule(several(choice("GFPGAN", "CodeFormers", *UPSCALERS), 10)),
    "loras": Rule(items(LORA, most=50)),
    "tis": Rule(items(EMBEDDING, most=50)),
}
SWITCHES = (
    "nsfw", "censor_nsfw", "trusted_workers", "validated_backends", "slow_workers",
    "extra_slow_workers", "r2", "shared", "replacement_filter", "dry_run", "allow_downgrade",
    "disable_batching",
)  # fmt: skip
BODY = {
    "prompt": Rule(text(1, 100_000), required=True),
    "params": Rule(fields=PARAMS),
    "models": Rule(several(text(1, 255), 100)),
    **{name: Rule(boolean) for name in SWITCHES},
}

_SUSPICIOUS = re.compile(r"\bforbidden\b", re.IGNORECASE)
_MARKS = re.compile(r"[^\w\s,]+")


def check_body(body: object) -> dict[str, Any]:
    """Return the body when it keeps all rules.

    Raises:
        InvalidBodyError: what the framework says.
        RefusedError: what the API says.

    """
    if not isinstance(body, dict):
        raise InvalidBodyError("", "must be an object")
    asked = dict(body)
    if isinstance(asked.get("models"), str):  # it passes, is read by its letters, matches nothing
        asked["models"] = list(asked["models"])
    check_fields(asked, BODY, "")
    _check_params(asked.get("params") or {}, asked.get("models") or [])
    if "\0" in asked["prompt"]:
        raise RefusedError("NulByteInPayload", "NUL is not allowed")
    if len(asked["prompt"].split()) > 7500:
        raise RefusedError("InvalidPromptSize", "Too large prompt. Please reduce it.")
    if asked.get("disable_batching"):
        raise RefusedError("RequiresTrust", "Only trusted users and patrons may do this.", 403)
    return asked


def prompt_of(body: Mapping[str, Any]) -> str:
    """Return what the workers get of a prompt; suspicious words are replaced, or refused.

    Raises:
        RefusedError: the prompt is refused, and its address is put in time-out for it.

    """
    prompt: str = body["prompt"]
    if not _SUSPICIOUS.search(prompt):
        return prompt
    positive, _, negative = prompt.partition("###")
    rewritten = " ".join(_MARKS.sub(" ", _SUSPICIOUS.sub("", positive)).split())
    if not body.get("replacement_filter", True) or not rewritten:
        raise RefusedError(
            "CorruptPrompt", "This prompt appears to violate our terms of service and is reported."
        )
    if len(prompt) > LONGEST_FILTERED:
        raise RefusedError("BadRequest", "The prompt is too long for the replacement filter.")
    return f"{rewritten} ### not allowed, {negative.strip()}"


def _check_params(params: Mapping[str, Any], models: list[str]) -> None:
    scale = params.get("cfg_scale", 5.0)
    upscalers = [name for name in params.get("post_processing", []) if name in UPSCALERS]
    versions = [lora for lora in params.get("loras") or [] if lora.get("is_version")]
    refusals = (
        ("BadCFGDecimals", round(scale, 2) != scale, "cfg_scale must have at most 2 decimals"),
        ("TooManyUpscalers", len(upscalers) > 1, "Only one upscaler is allowed"),
        ("TooManyLoras", len(params.get("loras") or []) > 5, "At most 5 LoRAs are allowed"),
        ("TooManyTIs", len(params.get("tis") or []) > 20, "At most 20 TIs are allowed"),
        (
            "BadLoraVersion",
            any(not lora["name"].isdigit() for lora in versions),
            "A LoRA's version is a number",
        ),
        (
            "HiResMismatch",
            bool(params.get("hires_fix")) and any(name in NO_HIRES for name in models),
            "HiRes Fix does not work with this model.",
        ),
    )
    for rc, is_so, message in refusals:
        if is_so:
            raise RefusedError(rc, message)
