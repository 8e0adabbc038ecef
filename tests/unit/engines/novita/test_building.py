"""The body of a submit, beyond the vendor's examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.request import GenerationRequest, Hires, HiresScale, ImageFormat, Lora
from bot.domain.verdict import Asked
from bot.engines.novita import body
from bot.engines.novita.building import bare, build
from bot.errors import InvalidOptionError
from tests.tables import each_row
from tests.unit.engines.novita.doubles import wish

if TYPE_CHECKING:
    from bot.engines.novita.ranges import Body

Parts = dict[str, Any]


def built(*, asked: Asked | None = None, **changes: object) -> tuple[Parts, Parts]:
    whole = build(wish(**changes), asked)
    return cast("dict[str, Any]", whole["extra"]), cast("dict[str, Any]", whole["request"])


def test_what_is_unset_is_absent() -> None:
    extra, request = built()
    assert extra == {"response_image_type": "jpeg"}
    assert set(request) == {
        *("prompt", "model_name", "width", "height", "image_num", "steps"),
        *("guidance_scale", "sampler_name", "seed"),
    }


def test_a_random_seed_is_the_engines_to_draw() -> None:
    assert built(seed=-1)[1]["seed"] == -1


@each_row("image_format", ImageFormat)
def test_the_image_type_is_always_said(image_format: ImageFormat) -> None:
    assert built(format=image_format)[0]["response_image_type"] == image_format.value


@each_row("level", [0, 1, 2])
def test_detection_is_asked_for_with_its_level(level: int) -> None:
    extra, _ = built(asked=Asked(detection=True, level=level))
    assert (extra["enable_nsfw_detection"], extra["nsfw_detection_level"]) == (True, level)


def test_detection_that_is_off_says_no_level() -> None:
    extra, _ = built(asked=Asked(detection=False, level=2))
    assert extra.keys() == {"response_image_type"}


def test_an_enterprise_plan_and_a_webhook_travel_in_extra() -> None:
    whole = build(wish(), enterprise=True, webhook_url="https://bot.test/webhooks/novita/s")
    extra = cast("dict[str, Any]", whole["extra"])
    assert extra["enterprise_plan"] == {"enabled": True}
    assert extra["webhook"] == {"url": "https://bot.test/webhooks/novita/s"}


def test_a_vae_keeps_its_file_name() -> None:
    assert built(vae="sdxl_vae.safetensors")[1]["sd_vae"] == "sdxl_vae.safetensors"


def test_an_embedding_keeps_its_file_name() -> None:
    assert built(embeddings=("bad.pt",))[1]["embeddings"] == [{"model_name": "bad.pt"}]


@each_row(
    "name, sent",
    [("a.safetensors", "a"), ("A.SafeTensors", "A"), ("v1.5", "v1.5"), ("b.pt", "b")],
)
def test_a_lora_is_named_without_its_files_ending(name: str, sent: str) -> None:
    assert built(loras=(Lora(name, 0.5),))[1]["loras"] == [{"model_name": sent, "strength": 0.5}]
    assert bare(name) == sent


def test_a_hires_fix_is_sent_as_the_size_it_leads_to() -> None:
    _, request = built(width=512, height=768, hires=Hires(HiresScale.X1_5))
    assert request["hires_fix"] == {
        "target_width": 768,
        "target_height": 1152,
        "strength": 0.5,
        "upscaler": "Latent",
    }


def test_a_value_of_a_wrong_type_is_named_too() -> None:
    with pytest.raises(InvalidOptionError) as caught:
        build(wish(steps=2.5))
    assert caught.value.option == "steps"
    assert "2.5" in str(caught.value)


VALID: dict[str, Any] = {
    "prompt": "p",
    "model_name": "m",
    "width": 512,
    "height": 512,
    "image_num": 1,
    "steps": 20,
    "guidance_scale": 7.5,
    "sampler_name": "Euler a",
}

OUT_OF_RANGE = [
    ("prompt", "x" * 1025, "1025", "1 and 1024"),
    ("prompt", "", "0", "1 and 1024"),
    ("width", 127, "127", "128 and 2048"),
    ("width", 2049, "2049", "128 and 2048"),
    ("height", 127, "127", "128 and 2048"),
    ("image_num", 0, "0", "1 and 8"),
    ("image_num", 9, "9", "1 and 8"),
    ("steps", 101, "101", "1 and 100"),
    ("guidance_scale", 0.9, "0.9", "1 and 30"),
    ("guidance_scale", float("nan"), "nan", "1 and 30"),
    ("seed", -2, "-2", "-1 and 4294967295"),
    ("seed", 2**32, "4294967296", "-1 and 4294967295"),
    ("clip_skip", 13, "13", "1 and 12"),
    ("negative_prompt", "x" * 1025, "1025", "1 and 1024"),
    ("loras", ({"model_name": "a", "strength": 0.5},) * 6, "6", "at most 5"),
    ("embeddings", ({"model_name": "a"},) * 6, "6", "at most 5"),
]


@each_row("field, value, given_as, allowed", OUT_OF_RANGE)
def test_a_value_out_of_range_is_named_with_its_range(
    field: str, value: object, given_as: str, allowed: str
) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        body.Text2Image.model_validate({**VALID, field: value})
    assert caught.value.option == field
    assert given_as in str(caught.value)
    assert allowed in str(caught.value)


@each_row(
    "part, values, field",
    [
        (body.Lora, {"model_name": "a", "strength": 1.01}, "strength"),
        (body.Refiner, {"switch_at": 1.5}, "switch_at"),
        (
            body.HiresFix,
            {"target_width": 4097, "target_height": 512, "strength": 0.5},
            "target_width",
        ),
        (
            body.HiresFix,
            {"target_width": 512, "target_height": 127, "strength": 0.5},
            "target_height",
        ),
    ],
)
def test_a_part_out_of_range_is_named(
    part: type[Body], values: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidOptionError, match=field):
        part.model_validate(values)


def test_a_name_that_is_empty_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(InvalidOptionError, match="model_name"):
        build(wish(model=""))


@given(
    st.builds(
        wish,
        prompt=st.text(min_size=1, max_size=1024),
        width=st.integers(128, 2048),
        height=st.integers(128, 2048),
        guidance=st.floats(1, 30),
        seed=st.integers(-1, 2**32 - 1),
        clip_skip=st.none() | st.integers(1, 12),
    )
)
def test_every_valid_request_has_a_body(request: GenerationRequest) -> None:
    sent = cast("dict[str, Any]", build(request)["request"])
    assert (sent["prompt"], sent["width"], sent["seed"]) == (
        request.prompt,
        request.width,
        request.seed,
    )
