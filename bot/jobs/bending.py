"""Settings that nobody typed, brought within what a place allows. Pure."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.choices import HiresScale
from bot.domain.ranges import SIZE
from bot.prompt.adjust import without
from bot.prompt.options import SHAPE, SIDES
from bot.prompt.size import STEP

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.domain.policy import Policy
    from bot.prompt.options import Options

HIRES = ("hires", "hires_upscaler", "hires_strength")


def bent(options: Options, option: str, policy: Policy, soft: Collection[str]) -> Options:
    """Return the options with one smaller that a policy does not allow; as they are if none may.

    Args:
        options: Of a wish.
        option: What was refused.
        policy: Of the place.
        soft: The options that nobody typed.

    """
    if option == "images" and option in soft:
        return replace(options, images=policy.max_images)
    if option == "steps" and option in soft:
        return replace(options, steps=policy.max_steps)
    if option == "hires" and not policy.hires and option in soft:
        return without(options, HIRES)
    if option in {"size", "hires"} and policy.max_pixels is not None:
        if "hires" in soft and options.hires is not None:
            return _less_enlarged(options)
        if set(SIDES) & set(soft) and options.sides is not None:
            return _smaller(options, policy.max_pixels)
    return options


def _less_enlarged(options: Options) -> Options:
    if options.hires is None:
        return options
    factor = options.hires.factor
    smaller = [scale for scale in HiresScale if scale.factor < factor]
    if smaller:
        return replace(options, hires=max(smaller, key=lambda scale: scale.factor))
    return without(options, HIRES)


def _smaller(options: Options, most: int) -> Options:
    """Return them with sides of the same shape, or with none where no such shape is so small."""
    width, height = options.sides or (0, 0)
    factor = options.hires.factor if options.hires else 1
    scale = math.sqrt(most / (width * height)) / factor
    sides = [max(int(SIZE.low), int(side * scale) // STEP * STEP) for side in (width, height)]
    if sides[0] * sides[1] * factor**2 > most:
        return without(options, SHAPE)
    return replace(options, width=sides[0], height=sides[1])
