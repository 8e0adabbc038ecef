"""A request that exists is valid: every bound."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.request import (
    SAMPLERS,
    GenerationRequest,
    Hires,
    HiresScale,
    ImageFormat,
    Lora,
)
from bot.errors import InvalidOptionError, ObstaclesError
from tests.tables import each_row
from tests.unit.domain.requests import CAT

FIVE = tuple(Lora(name) for name in "abcde")
HALF = Hires(HiresScale.X2, strength=0.5)


def changed(option: str, value: object) -> GenerationRequest:
    return replace(CAT, **{option: value})  # type: ignore[arg-type] # wrong values are the point


@each_row(
    "option, values",
    [
        ("prompt", ["a", "a" * 1024, "😀" * 1024]),
        ("negative_prompt", ["", "a" * 1024]),
        ("width", [128, 2048]),
        ("height", [128, 2048]),
        ("images", [1, 8]),
        ("steps", [1, 100]),
        ("guidance", [1, 30, 1.5]),
        ("seed", [-1, 0, 4294967295]),
        ("clip_skip", [None, 1, 12]),
        ("sampler", list(SAMPLERS)),
        ("loras", [(), FIVE, (Lora("a", 0.0),), (Lora("a", 1.0),)]),
        ("embeddings", [(), tuple("abcde")]),
        ("hires", [None, HALF, replace(HALF, strength=0.0), replace(HALF, strength=1.0)]),
    ],
)
def test_a_value_on_its_bound_is_taken(option: str, values: list[object]) -> None:
    for value in values:
        assert getattr(changed(option, value), option) == value


@each_row(
    "option, value, message",
    [
        ("prompt", "", r"`prompt` .* 1 and 1024 characters; .* `0`\."),
        ("prompt", "a" * 1025, r"`prompt` .* 1 and 1024 characters; .* `1025`\."),
        ("negative_prompt", "a" * 1025, r"`negative_prompt` .* 0 and 1024 characters; .* `1025`\."),
        ("width", 127, r"`width` .* 128 and 2048; .* `127`\."),
        ("width", 2049, r"`width` .* 128 and 2048; .* `2049`\."),
        ("height", 127, r"`height` .* 128 and 2048; .* `127`\."),
        ("height", 2049, r"`height` .* 128 and 2048; .* `2049`\."),
        ("images", 0, r"`images` .* 1 and 8; .* `0`\."),
        ("images", 9, r"`images` .* 1 and 8; .* `9`\."),
        ("steps", 0, r"`steps` .* 1 and 100; .* `0`\."),
        ("steps", 101, r"`steps` .* 1 and 100; .* `101`\."),
        ("guidance", 0.99, r"`guidance` .* 1 and 30; .* `0\.99`\."),
        ("guidance", 30.01, r"`guidance` .* 1 and 30; .* `30\.01`\."),
        ("guidance", float("nan"), r"`guidance` .* 1 and 30; .* `nan`\."),
        ("guidance", float("inf"), r"`guidance` .* 1 and 30; .* `inf`\."),
        ("seed", -2, r"`seed` .* -1 and 4294967295; .* `-2`\."),
        ("seed", 4294967296, r"`seed` .* -1 and 4294967295; .* `4294967296`\."),
        ("clip_skip", 0, r"`clip_skip` .* 1 and 12; .* `0`\."),
        ("clip_skip", 13, r"`clip_skip` .* 1 and 12; .* `13`\."),
        ("sampler", "Euler b", r"`sampler` .* Euler a, Euler, LMS, .*, UniPC; .* `Euler b`\."),
        ("loras", (*FIVE, Lora("f")), r"`loras` .* 5 entries; .* `6`\."),
        ("loras", (Lora("a", 1.01),), r"`loras`: .* `a` .* 0 and 1; .* `1\.01`\."),
        ("loras", (Lora("a", -0.01),), r"`loras`: .* `a` .* 0 and 1; .* `-0\.01`\."),
        ("loras", (Lora("a", float("nan")),), r"`loras`: .* `a` .* 0 and 1; .* `nan`\."),
        ("embeddings", tuple("abcdef"), r"`embeddings` .* 5 entries; .* `6`\."),
        ("hires", replace(HALF, strength=1.01), r"`hires_strength` .* 0 and 1; .* `1\.01`\."),
    ],
)
def test_a_value_beyond_its_bound_is_refused_by_name_value_and_range(
    option: str, value: object, message: str
) -> None:
    with pytest.raises(InvalidOptionError, match=f"^{message}$"):
        changed(option, value)


@each_row(
    "scale, size, target",
    [
        (HiresScale.X1_5, (513, 767), (769, 1150)),
        (HiresScale.X2, (2048, 128), (4096, 256)),
        (HiresScale.X4, (1024, 1024), (4096, 4096)),
    ],
)
def test_hires_multiplies_the_size(
    scale: HiresScale, size: tuple[int, int], target: tuple[int, int]
) -> None:
    request = replace(CAT, width=size[0], height=size[1], hires=Hires(scale))
    assert request.target == target


def test_without_hires_the_target_is_the_size() -> None:
    assert CAT.target == (512, 512)


@pytest.mark.parametrize(("width", "height"), [(1025, 512), (512, 1025)])
def test_a_hires_target_beyond_4096_is_refused(width: int, height: int) -> None:
    with pytest.raises(InvalidOptionError, match=r"^`hires`: 4x of .* a side can be at most 4096"):
        replace(CAT, width=width, height=height, hires=Hires(HiresScale.X4))


def test_work_grows_with_images_steps_and_finished_pixels() -> None:
    base = replace(CAT, width=1000, height=1000, steps=10)
    bigger = replace(base, images=2, steps=20, hires=Hires(HiresScale.X2))
    assert (base.work, bigger.work) == (10, 160)


@each_row(
    "kind, extension",
    [(ImageFormat.JPEG, "jpg"), (ImageFormat.PNG, "png"), (ImageFormat.WEBP, "webp")],
)
def test_a_file_is_named_by_its_kind(kind: ImageFormat, extension: str) -> None:
    assert kind.extension == extension


def test_all_that_is_out_of_range_is_an_error() -> None:
    with pytest.raises(ObstaclesError) as caught:
        replace(CAT, steps=0, guidance=99, width=1, hires=HALF, loras=(Lora("a", 9.0),) * 2)
    named = [it.option for it in caught.value.obstacles if isinstance(it, InvalidOptionError)]
    assert named == ["width", "steps", "guidance", "loras", "loras"]
