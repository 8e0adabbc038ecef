from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.job import JobState
from bot.domain.ports import Status
from bot.views.buttons import CANCEL
from bot.views.component_ids import parse
from bot.views.status import status_view
from tests.tables import each_row
from tests.unit.views.prompts import PROMPTS
from tests.unit.views.samples import NOW, assert_within_limits, components, job, text

UNDER_WAY = [state for state in JobState if not state.is_final]


@each_row("state", UNDER_WAY)
def test_until_its_end_a_job_can_be_cancelled(state: JobState) -> None:
    buttons = [part for part in components(status_view(job(state), Status())) if part["type"] == 2]
    assert [button["label"] for button in buttons] == ["Cancel"]
    component = parse(buttons[0]["custom_id"])
    assert component is not None
    assert (component.action, component.job_id) == (CANCEL, "j0b")


def test_a_queued_job_tells_its_place_and_a_time_that_moves_by_itself() -> None:
    status = Status(place_in_queue=3, estimate_at=NOW + timedelta(seconds=8))
    stamp = round(NOW.timestamp()) + 8
    assert f"**In the queue** · number 3 · expected <t:{stamp}:R>" in text(
        status_view(job(), status)
    )


def test_a_late_job_says_so_instead_of_when() -> None:
    status = Status(estimate_at=NOW, is_late=True, progress=50)
    first, bar = text(status_view(job(JobState.RUNNING), status)).splitlines()[:2]
    assert first == "**Generating** · taking longer than usual"
    assert bar.endswith(" 50%")


def test_a_job_that_waits_for_the_engine_says_so_and_when_it_may_be_there() -> None:
    status = Status(place_in_queue=1, estimate_at=NOW, waits_for_engine=True)
    assert text(status_view(job(), status)).startswith(
        "**In the queue** · next · waiting for the image engine's limit · expected <t:"
    )


@each_row(
    "progress, bar",
    [
        (None, ""),
        (0, ""),
        (9, "▱" * 10 + " 0%"),
        (35, "▰▰▰▱▱▱▱▱▱▱ 30%"),
        (100, "▰" * 10 + " 100%"),
    ],
)
def test_progress_is_a_bar_in_tenths(progress: int | None, bar: str) -> None:
    said = text(status_view(job(JobState.RUNNING), Status(progress=progress)))
    assert bar in said
    assert ("▱" in said or "▰" in said) is bool(bar)


def test_prompt_model_size_and_number_are_told() -> None:
    said = text(status_view(job(images=4, steps=50), Status()))
    assert "> a fox in the snow" in said
    assert "-# `dreamshaper_8_93211.safetensors` · 512×512 · 4 images" in said


@given(PROMPTS, st.sampled_from(UNDER_WAY), st.none() | st.integers(-5, 300))
def test_any_status_keeps_discords_limits(
    prompt: str, state: JobState, progress: int | None
) -> None:
    status = Status(place_in_queue=7, estimate_at=NOW, progress=progress)
    assert_within_limits(status_view(job(state, prompt=prompt), status))
