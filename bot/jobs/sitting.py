"""Who judges what an engine makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.judging import Bench, Sitting

if TYPE_CHECKING:
    from bot.domain.judging import Judging
    from bot.domain.ports import Engine


def bench_of(engine: Engine, judging: Judging) -> Bench:
    """Return whose word counts of what an engine makes."""
    return Bench(engine.capabilities.detection, judging)


def sitting_of(engine: Engine, judging: Judging, detector: str) -> Sitting:
    """Return who judges what an engine makes; ``detector`` is empty when there is none."""
    return Sitting(bench=bench_of(engine, judging), engine=engine.title, detector=detector)
