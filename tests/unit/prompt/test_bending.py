"""Defaults bend to what a place allows; what somebody asked for does not."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.limits import check_policy
from bot.domain.policy import Maxima, Policy
from bot.domain.stated import BOUNDS
from bot.errors import InvalidOptionError
from bot.prompt.build import build, size_for
from bot.prompt.options import ASPECTS, Options
from bot.prompt.size import STEP
from tests.tables import each_row

NATIVE = st.sampled_from([512, 1024])
SHAPES = st.sampled_from(ASPECTS)


def within(rule: str) -> st.SearchStrategy[int]:
    """Return what a moderator may set."""
    return st.integers(int(BOUNDS[rule].low), int(BOUNDS[rule].high))


FLATTEST = 320 * 128
"""Pixels of 21:9 at its smallest; every other shape has a smaller size."""

POLICIES = st.builds(
    Policy,
    max_images=st.none() | within("max_images"),
    max_pixels=st.none() | within("max_pixels") | st.integers(128**2, 2 * 1024**2),
    max_steps=st.none() | within("max_steps"),
)


@given(POLICIES, NATIVE)
def test_a_request_of_defaults_alone_is_never_refused(policy: Policy, side: int) -> None:
    request = build(
        Options(prompt="a cat"), default_model="m", native_side=side, maxima=policy.maxima
    )
    check_policy(request, policy)


@given(POLICIES, NATIVE, SHAPES)
def test_a_shape_alone_is_refused_only_where_no_size_of_it_fits(
    policy: Policy, side: int, aspect: str
) -> None:
    asked = Options(prompt="a cat", aspect=aspect)
    assume(policy.max_pixels is None or policy.max_pixels >= FLATTEST)
    request = build(asked, default_model="m", native_side=side, maxima=policy.maxima)
    check_policy(request, policy)


@given(st.integers(FLATTEST, 4 * 1024**2), NATIVE, SHAPES)
def test_a_bent_size_keeps_the_shape_in_steps(pixels: int, side: int, aspect: str) -> None:
    width, height = size_for(aspect, side, pixels)
    across, down = map(int, aspect.split(":"))
    assert (width % STEP, height % STEP) == (0, 0)
    assert min(width, height) >= 128
    assert width * height <= pixels
    # Half a step of the longer side, and a native size may be half a step off in both.
    assert abs(width - height * across / down) <= STEP * max(1, across / down)
    assert (width > height, width < height) == (across > down, across < down)


@given(st.integers(128**2, 512**2), SHAPES)
def test_no_larger_size_of_the_shape_would_have_been_allowed(pixels: int, aspect: str) -> None:
    across, down = map(int, aspect.split(":"))
    assume(pixels >= FLATTEST or across == down)
    width, height = sorted(size_for(aspect, 1024, pixels), reverse=True)
    ratio = max(across, down) / min(across, down)
    longer = round((height + STEP) * ratio / STEP) * STEP
    assert longer * (height + STEP) > pixels
    assert width == round(height * ratio / STEP) * STEP


@each_row(
    "pixels, size",
    [
        (None, (512, 512)),
        (512 * 512, (512, 512)),
        (512 * 512 - 1, (448, 448)),
        (200_000, (384, 384)),
        (128 * 128, (128, 128)),
        (4096 * 4096, (512, 512)),
    ],
)
def test_a_default_size_is_the_largest_square_allowed(
    pixels: int | None, size: tuple[int, int]
) -> None:
    request = build(
        Options(prompt="a cat"), default_model="m", native_side=512, maxima=Maxima(pixels=pixels)
    )
    assert (request.width, request.height) == size


@each_row("steps, most, used", [(None, 10, 10), (None, 50, 20), (30, 10, 30)])
def test_steps_bend_down_only_and_only_unsaid(steps: int | None, most: int, used: int) -> None:
    request = build(
        Options(prompt="a cat", steps=steps),
        default_model="m",
        native_side=512,
        maxima=Maxima(steps=most),
    )
    assert request.steps == used


def test_a_shape_that_cannot_be_so_small_is_refused_in_words() -> None:
    with pytest.raises(
        InvalidOptionError, match=r"^`aspect`: `21:9` .* 128 a side .* 20000 pixels"
    ):
        size_for("21:9", 512, 20_000)
    assert size_for("9:16", 512, 128 * 256) == (128, 256)
