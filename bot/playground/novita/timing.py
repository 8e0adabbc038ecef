"""How long a task waits and runs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from bot.playground.novita.knobs import TimingKnobs

REFERENCE_WORK = 2 * 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Plan:
    """Seconds in the queue, and in all."""

    queue_s: float
    total_s: float


def work_factor(request: Mapping[str, Any]) -> float:
    """Return how the run time compares to the seed's first example.

    The square root keeps large work within a demo's patience and small work visible.
    """
    pixels = float(request["width"] * request["height"])
    hires = request.get("hires_fix")
    if hires:
        pixels += hires["target_width"] * hires["target_height"] * hires["strength"]
    return math.sqrt(request["image_num"] * request["steps"] * pixels / REFERENCE_WORK)


def plan(body: Mapping[str, Any], knobs: TimingKnobs, rng: random.Random, *, cold: bool) -> Plan:
    """Return the times of a task that is submitted with ``body``."""
    swing = 1 + knobs.jitter * rng.uniform(-1, 1)
    if knobs.duration is not None:
        total = knobs.duration(body) if callable(knobs.duration) else knobs.duration
        return Plan(min(0.02 * total, knobs.queue_ms / 1000), total)
    queue = knobs.queue_ms + (knobs.cold_start_ms if cold else 0)
    run = knobs.run_ms * work_factor(body["request"]) * swing
    return Plan(queue / 1000 / knobs.speed, (queue + run) / 1000 / knobs.speed)
