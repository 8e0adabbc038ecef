"""Whatever the engine sends, the message fits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.job import JobState
from bot.domain.ports import Result, Status
from bot.failure_kinds import FailureKind
from bot.views.ended import ended_view
from bot.views.result import result_view
from bot.views.status import status_view
from tests.tables import each_row
from tests.unit.views.samples import NOW, assert_within_limits, job, posted, text

if TYPE_CHECKING:
    from datetime import datetime

SEEDS = (0, -1, 2**32, 2**64, 10**3999, -(10**3999), 10**5000)
REASONS = {
    "a page": "out of memory " * 2_000,
    "NUL": "\x00" * 300,
    "one word": "x" * 20_000,
    "piled up": "a" + "\u0301" * 20_000,
    "joined": "\u200d".join("😀" * 10_000),
    "markup": "*_`|~[](<@1>)" * 2_000,
    "surrogates": "\ud800" * 20_000,
    "lines": "\n" * 20_000,
}


@each_row("seed", SEEDS)
def test_a_seed_of_any_length_fits(seed: int) -> None:
    made = Result(images=(posted(),), seed=seed, seconds=4.2)
    view = result_view(job(prompt="狐" * 1024, negative_prompt="x" * 1024), made, {1: "a.jpg"})
    assert_within_limits(view)
    assert ("seed" in text(view)) is (0 <= seed < 2**32)


@each_row("seconds", [0.0, 1e-9, 86_400.0 * 365, 1e18])
def test_any_duration_fits(seconds: float) -> None:
    made = Result(images=(posted(),), seed=7, seconds=seconds)
    assert_within_limits(result_view(job(), made, {1: "a.jpg"}))


@each_row("case", REASONS)
def test_a_reason_of_any_kind_fits(case: str) -> None:
    failed = replace(
        job(JobState.FAILED, prompt="狐" * 1024),
        failure=FailureKind.TASK_FAILED,
        detail=REASONS[case],
    )
    view = ended_view(failed)
    assert_within_limits(view)
    assert "couldn't generate these images" in text(view)


@each_row("progress", [-1, 0, 1, 99, 100, 101, 10**6, None])
@each_row("estimate_at", [None, NOW, NOW.replace(year=9999), NOW.replace(year=1)])
def test_any_progress_and_estimate_fit(progress: int | None, estimate_at: datetime | None) -> None:
    status = Status(progress=progress, estimate_at=estimate_at, place_in_queue=10**9)
    for state in JobState:
        if not state.is_final:
            assert_within_limits(status_view(job(state, prompt="狐" * 1024), status))
