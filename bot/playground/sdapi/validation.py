"""What a body must be, and the complaint about one that is not, as FastAPI words it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

WHOLE = ("steps", "width", "height", "batch_size", "n_iter", "seed", "hr_second_pass_steps")
NUMBERS = ("cfg_scale", "hr_scale", "denoising_strength")
TEXTS = ("prompt", "negative_prompt", "sampler_name", "scheduler", "force_task_id", "hr_upscaler")
SWITCHES = ("enable_hr", "send_images", "save_images", "override_settings_restore_afterwards")

DEFAULTS: Mapping[str, Any] = {
    "prompt": "",
    "negative_prompt": "",
    "seed": -1,
    "steps": 50,
    "cfg_scale": 7.0,
    "width": 512,
    "height": 512,
    "batch_size": 1,
    "n_iter": 1,
    "sampler_name": None,
    "enable_hr": False,
    "override_settings": {},
    "override_settings_restore_afterwards": True,
    "send_images": True,
    "save_images": False,
    "force_task_id": None,
}


def complaints(body: object) -> list[dict[str, Any]]:
    """Return what is wrong with a body; an empty list when nothing is."""
    if not isinstance(body, dict):
        return [_complaint("body", "value is not a valid dict", "type_error.dict")]
    kinds = (
        (WHOLE, int, "integer"),
        (NUMBERS, (int, float), "float"),
        (TEXTS, str, "str"),
        (SWITCHES, bool, "boolean"),
        (("override_settings",), dict, "dict"),
    )
    return [
        _complaint(name, f"value is not a valid {word}", f"type_error.{word}")
        for names, kind, word in kinds
        for name in names
        if body.get(name) is not None and not _is(body[name], kind)
    ]


def _is(value: object, kind: type | tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, kind)


def _complaint(field: str, words: str, kind: str) -> dict[str, Any]:
    return {"loc": ["body", field], "msg": words, "type": kind}
