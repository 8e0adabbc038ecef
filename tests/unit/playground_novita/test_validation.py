"""Bodies that Novita takes and bodies that it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.novita.checks import InvalidBodyError
from bot.playground.novita.validation import SAMPLERS, check_body
from tests.tables import each_row
from tests.unit.playground_novita.caller import body_of

if TYPE_CHECKING:
    from tests.unit.playground_novita.caller import Caller

HIRES = {"target_width": 256, "target_height": 256, "strength": 0.5}
LORA = {"model_name": "add_detail_44319", "strength": 1}
EMBEDDING = {"model_name": "badhandv4_16755.pt"}

BAD_REQUESTS: list[tuple[str, Any, str]] = [
    ("model_name", None, "INVALID_REQUEST_BODY"),
    ("model_name", 3, "INVALID_REQUEST_BODY"),
    ("prompt", None, "INVALID_REQUEST_BODY"),
    ("prompt", "", "VALIDATOR"),
    ("prompt", "x" * 1025, "VALIDATOR"),
    ("prompt", 7, "VALIDATOR"),
    ("negative_prompt", "x" * 1025, "VALIDATOR"),
    ("width", 127, "INVALID_REQUEST_BODY"),
    ("width", 2049, "INVALID_REQUEST_BODY"),
    ("width", "512", "INVALID_REQUEST_BODY"),
    ("width", 512.5, "INVALID_REQUEST_BODY"),
    ("height", True, "INVALID_REQUEST_BODY"),
    ("height", {}, "INVALID_REQUEST_BODY"),
    ("image_num", 0, "INVALID_REQUEST_BODY"),
    ("image_num", 9, "INVALID_REQUEST_BODY"),
    ("steps", 0, "INVALID_REQUEST_BODY"),
    ("steps", 101, "INVALID_REQUEST_BODY"),
    ("guidance_scale", 0.99, "INVALID_REQUEST_BODY"),
    ("guidance_scale", 30.01, "INVALID_REQUEST_BODY"),
    ("guidance_scale", float("nan"), "INVALID_REQUEST_BODY"),
    ("guidance_scale", "7", "INVALID_REQUEST_BODY"),
    ("sampler_name", "euler a", "INVALID_REQUEST_BODY"),
    ("sampler_name", ["Euler a"], "INVALID_REQUEST_BODY"),
    ("seed", -2, "INVALID_REQUEST_BODY"),
    ("seed", 2**32, "INVALID_REQUEST_BODY"),
    ("clip_skip", 13, "INVALID_REQUEST_BODY"),
    ("loras", [LORA] * 6, "INVALID_REQUEST_BODY"),
    ("loras", LORA, "INVALID_REQUEST_BODY"),
    ("loras", ["add_detail_44319"], "INVALID_REQUEST_BODY"),
    ("loras", [LORA | {"strength": 1.01}], "INVALID_REQUEST_BODY"),
    ("loras", [{"model_name": "add_detail_44319"}], "INVALID_REQUEST_BODY"),
    ("embeddings", [EMBEDDING] * 6, "INVALID_REQUEST_BODY"),
    ("embeddings", [{}], "INVALID_REQUEST_BODY"),
    ("hires_fix", HIRES | {"target_width": 4097}, "INVALID_REQUEST_BODY"),
    ("hires_fix", HIRES | {"target_height": 127}, "INVALID_REQUEST_BODY"),
    ("hires_fix", HIRES | {"strength": -0.1}, "INVALID_REQUEST_BODY"),
    ("hires_fix", HIRES | {"upscaler": "Lanczos"}, "INVALID_REQUEST_BODY"),
    ("hires_fix", {"target_width": 256}, "INVALID_REQUEST_BODY"),
    ("hires_fix", "2x", "INVALID_REQUEST_BODY"),
    ("refiner", {"switch_at": 1.5}, "INVALID_REQUEST_BODY"),
    ("restore_faces", "yes", "INVALID_REQUEST_BODY"),
]
BAD_EXTRAS: list[dict[str, Any]] = [
    {"response_image_type": "jpg"},
    {"enable_nsfw_detection": 1},
    {"nsfw_detection_level": 3},
    {"nsfw_detection_level": -1},
    {"webhook": {"test_mode": {}}},
    {"webhook": {"url": "http://x", "test_mode": {"enabled": True}}},
    {"custom_storage": {"aws_s3": {"region": "eu"}}},
    {"enterprise_plan": {"enabled": "no"}},
]
BAD_BODIES = ["", "{", "[]", '"text"', "null", "{}", '{"request": {}}', '{"prompt": "flat"}']


@each_row("field, value, reason", BAD_REQUESTS)
def test_a_bad_field_is_refused_and_named(field: str, value: object, reason: str) -> None:
    body = body_of()
    body["request"][field] = value
    with pytest.raises(InvalidBodyError, match=f"request.{field}") as caught:
        check_body(body)
    assert caught.value.reason == reason


@each_row("extra", BAD_EXTRAS)
def test_a_bad_extra_is_refused(extra: dict[str, Any]) -> None:
    with pytest.raises(InvalidBodyError, match=r"^extra\."):
        check_body(body_of() | {"extra": extra})


@pytest.mark.parametrize("text", BAD_BODIES)
async def test_a_body_that_is_no_request_is_refused_with_400(caller: Caller, text: str) -> None:
    reply = await caller.call(
        "POST", "/v3/async/txt2img", data=text, headers={"Content-Type": "application/json"}
    )
    assert (reply.status, reply.json["code"]) == (400, 400)
    assert reply.json["reason"] == "INVALID_REQUEST_BODY"


async def test_a_form_is_refused(caller: Caller) -> None:
    reply = await caller.call("POST", "/v3/async/txt2img", data={"request": "x"})
    assert reply.json["reason"] == "INVALID_REQUEST_BODY"


@each_row(
    "changes",
    [
        {"prompt": "x"},
        {"prompt": "🦊" * 1024},
        {"negative_prompt": ""},
        {"width": 128, "height": 2048},
        {"image_num": 8},
        {"steps": 1},
        {"guidance_scale": 30},
        {"guidance_scale": 1},
        {"seed": 2**32 - 1},
        {"clip_skip": 12},
        {"loras": [LORA] * 5},
        {"embeddings": [EMBEDDING] * 5},
        {"hires_fix": HIRES | {"target_width": 4096, "upscaler": "RealESRNet_x4plus"}},
        {"refiner": {"switch_at": 0.5}},
        {"something_new": [1]},
    ],
)
def test_a_value_on_the_bound_is_taken(changes: dict[str, Any]) -> None:
    body = body_of(**changes)
    assert check_body(body) is body


@each_row("sampler", SAMPLERS)
def test_each_of_the_twenty_samplers_is_taken(sampler: str) -> None:
    assert len(set(SAMPLERS)) == 20
    check_body(body_of(sampler_name=sampler))


async def test_null_and_the_empty_object_mean_absent(caller: Caller) -> None:
    names = ("negative_prompt", "sd_vae", "loras", "embeddings", "refiner", "clip_skip", "seed")
    body = body_of(hires_fix={})
    body["request"] |= dict.fromkeys(names)
    body["extra"] = {"custom_storage": {}, "enterprise_plan": {}, "webhook": None}
    result = await caller.result_of(body)
    assert result["images"][0]["image_type"] == "png"


async def test_a_body_without_extra_is_taken(caller: Caller) -> None:
    reply = await caller.submit({"request": body_of()["request"]})
    assert reply.status == 200
