"""The six requests of the vendor's page (captured in 2024), and the shape of their results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.unit.playground_novita.caller import Json

NEGATIVE = "nsfw, bottle,bad face"


def _request(prompt: str, model: str, side: int, images: int, **more: Json) -> dict[str, Any]:
    return {
        "prompt": prompt,
        "model_name": model,
        "negative_prompt": NEGATIVE,
        "width": side,
        "height": side,
        "image_num": images,
        "steps": 20,
        "seed": -1,
        "clip_skip": 1,
        "sampler_name": "Euler a",
        "guidance_scale": 7.5,
    } | more


@dataclass(frozen=True)
class Example:
    """A request of the page; the knobs that give its result's shape."""

    name: str
    extra: dict[str, Any]
    request: dict[str, Any]
    knobs: dict[str, Any]
    extra_keys: frozenset[str] = frozenset({"seed", "enable_nsfw_detection"})
    top_keys: frozenset[str] = frozenset({"extra", "task", "images", "videos"})
    has_verdict: bool = True
    is_enveloped: bool = False

    @property
    def body(self) -> dict[str, Any]:
        return {"extra": {"response_image_type": "jpeg"} | self.extra, "request": self.request}


SDXL = "sd_xl_base_1.0.safetensors"
REALISTIC = "realisticVisionV51_v51VAE_94301.safetensors"
ENTERPRISE = {"enterprise_plan": {"enabled": False}}
PLAIN = {"debug_info": "off", "audios": False}
LORAS = [
    {"model_name": "add_detail_44319", "strength": 0.7},
    {"model_name": "more_details_59655", "strength": 0.7},
]
HIRES = {"target_width": 1024, "target_height": 1024, "strength": 0.8, "upscaler": "Latent"}
EMBEDDINGS = [{"model_name": "badhandv4_16755.pt"}, {"model_name": "BadDream_53202.pt"}]

EXAMPLES = (
    Example(
        "normal parameters",
        {},
        _request("a cute dog", SDXL, 1024, 2),
        {},
        extra_keys=frozenset({"seed", "enable_nsfw_detection", "debug_info"}),
        top_keys=frozenset({"extra", "task", "images", "videos", "audios"}),
    ),
    Example(
        "lora",
        {},
        _request(
            "a cute dog", "majicmixRealistic_v6_65516.safetensors", 512, 2, seed=123, loras=LORAS
        ),
        PLAIN | {"echo_detection": False, "nsfw_result": "missing"},
        extra_keys=frozenset({"seed"}),
        has_verdict=False,
    ),
    Example(
        "upscale",
        {},
        _request("a cute dog", REALISTIC, 512, 2, seed=123, hires_fix=HIRES),
        PLAIN,
    ),
    Example("SDXL", ENTERPRISE, _request("a cute dog", SDXL, 1024, 1), PLAIN),
    Example(
        "textual inversion",
        ENTERPRISE,
        _request("1girl", REALISTIC, 512, 1, embeddings=EMBEDDINGS),
        PLAIN,
    ),
    Example(
        "nsfw detection",
        {"enable_nsfw_detection": True, "nsfw_detection_level": 2},
        _request("1girl,sexy", "dreamshaper_8_93211.safetensors", 512, 4),
        PLAIN,
        is_enveloped=True,
    ),
)
