"""The size that a shape gets on a checkpoint."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.errors import InvalidOptionError
from bot.prompt.build import native_side, size_for
from bot.prompt.options import ASPECTS
from tests.tables import each_row


@each_row("side", [512, 1024])
@each_row("aspect", ASPECTS)
def test_a_size_is_near_the_native_area_and_the_shape_in_steps_of_64(
    aspect: str, side: int
) -> None:
    width, height = size_for(aspect, side)
    across, down = map(int, aspect.split(":"))
    assert (width % 64, height % 64) == (0, 0)
    assert 128 <= min(width, height) <= max(width, height) <= 2048
    assert math.isclose(width * height, side**2, rel_tol=0.1)
    assert math.isclose(width / height, across / down, rel_tol=0.06)


@pytest.mark.parametrize("side", [512, 1024])
def test_a_square_is_the_native_one(side: int) -> None:
    assert size_for("1:1", side) == (side, side)


@each_row("side", [512, 1024])
@each_row("lying, standing", [("3:2", "2:3"), ("4:3", "3:4"), ("16:9", "9:16")])
def test_a_shape_on_its_side_has_the_same_sides(lying: str, standing: str, side: int) -> None:
    assert size_for(lying, side) == size_for(standing, side)[::-1]


def test_a_size_that_is_just_allowed_is_not_bent() -> None:
    size = size_for("3:4", 1024)
    assert size_for("3:4", 1024, size[0] * size[1]) == size


@each_row(
    "aspect, side, size",
    [
        ("4:5", 512, (448, 576)),
        ("4:5", 1024, (896, 1152)),
        ("1:2", 512, (384, 704)),
        ("1:2", 1024, (704, 1472)),
        ("4:1", 1024, (2048, 512)),
        ("1:4", 512, (256, 1024)),
        ("2.39:1", 1024, (1536, 640)),
        ("1000:999", 512, (512, 512)),
    ],
)
def test_any_shape_is_the_nearest_size(aspect: str, side: int, size: tuple[int, int]) -> None:
    assert size_for(aspect, side) == size


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from([512, 1024]))
def test_any_shape_has_a_size_of_about_the_native_area(across: int, down: int, side: int) -> None:
    assume(across <= 4 * down and down <= 4 * across)
    width, height = size_for(f"{across}:{down}", side)
    assert (width % 64, height % 64) == (0, 0)
    assert 128 <= min(width, height) <= max(width, height) <= 2048
    assert math.isclose(width * height, side**2, rel_tol=0.2)


@each_row("aspect", ["5:1", "1:4.1", "1:1 ", "", "16x9", "0:0", "0:1", "1:0", "1:", "a:b"])
def test_another_shape_is_an_error(aspect: str) -> None:
    with pytest.raises(InvalidOptionError, match=r"^`aspect` .* between 1:4 and 4:1"):
        size_for(aspect, 512)


@each_row(
    "model, base_model, is_sdxl, side",
    [
        ("dreamshaper_8_93211.safetensors", "", None, 512),
        ("pixlr_v1", "", None, 512),
        ("sd_xl_base_1.0.safetensors", "", None, 1024),
        ("dreamshaperXL_v21", "", None, 1024),
        ("animagineXLV3", "", None, 1024),
        ("dreamshaperXLturbo", "", None, 1024),
        ("juggernautxl", "", None, 1024),
        ("juggernautxlv9", "", None, 1024),
        ("ponyDiffusionV6", "", None, 1024),
        ("illustriousMix", "", None, 1024),
        ("noobai_v1", "", None, 1024),
        ("animagine_4", "", None, 1024),
        ("sd3_medium", "", None, 1024),
        ("stable_SD_3.5", "", None, 1024),
        ("flux1-dev", "", None, 1024),
        ("sdxlturbo", "", None, 1024),
        ("realvis-xl-v5", "", None, 1024),
        ("juggernautxl9", "", None, 1024),
        ("dream_xlturbo", "", None, 1024),
        ("unnamed", "SDXL 1.0", None, 1024),
        ("unnamed", "Pony", False, 1024),
        ("unnamed", "SD 1.5", None, 512),
        ("namedXL", "SD 1.5", None, 512),
        ("unnamed", "", True, 1024),
        ("unnamed", "SD 1.5", True, 1024),
        ("namedXL", "", False, 512),
    ],
)
def test_the_catalogue_decides_and_else_the_name(
    model: str, base_model: str, is_sdxl: bool | None, side: int
) -> None:
    assert native_side(model, base_model, is_sdxl=is_sdxl) == side
