from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given

from bot.domain.job import JobState
from bot.failure_kinds import FailureKind
from bot.texts.say import say
from bot.views.ended import ended_view
from bot.views.texts import FAILURES
from tests.tables import each_row
from tests.unit.views.prompts import PROMPTS
from tests.unit.views.samples import NOW, assert_within_limits, components, job, text

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.job import Job


@each_row("kind", FailureKind)
def test_a_failed_job_says_why_and_what_to_do(kind: FailureKind) -> None:
    said = text(ended_view(replace(job(JobState.FAILED), failure=kind)))
    assert say(FAILURES[kind].why) in said
    assert say(FAILURES[kind].advice) in said
    # What is forbidden now stands there no longer.
    assert ("> a fox in the snow" in said) == (kind is not FailureKind.FILTERED)


def test_the_engines_own_reason_is_told_and_harmless() -> None:
    failed = replace(
        job(JobState.FAILED), failure=FailureKind.TASK_FAILED, detail="bad <@1> `tensor`"
    )
    assert "The engine says: bad <\u2060@\u20601> \\`tensor\\`" in text(ended_view(failed))


@each_row(
    "submitted, engine, words",
    [
        (None, "novita", "Nothing was sent to the image engine, so nothing is charged."),
        (NOW, "novita", "had already been sent to the image engine. The bot's owner may still be"),
        (None, "horde", "Nothing was sent to the image engine."),
        (NOW, "horde", "had already been sent to the image engine. Whatever it makes will be"),
        (NOW, "comfyui", "Whatever it makes will be discarded"),
        (NOW, "sdapi", "Whatever it makes will be discarded"),
    ],
)
def test_a_cancelled_job_says_whether_somebody_may_be_charged(
    submitted: datetime | None, engine: str, words: str
) -> None:
    cancelled = replace(job(JobState.CANCELLED), first_submit_at=submitted, engine=engine)
    said = text(ended_view(cancelled))
    assert words in said
    assert ("charged" in said) is (engine == "novita")


@each_row("kind", [FailureKind.TASK_LOST, FailureKind.REPLY_LOST])
@each_row("engine", ["novita", "horde", "comfyui", "sdapi"])
def test_what_is_lost_costs_money_only_where_somebody_pays(kind: FailureKind, engine: str) -> None:
    said = text(ended_view(replace(job(JobState.FAILED), failure=kind, engine=engine)))
    assert "Please try again." in said
    assert ("charged" in said) is (engine == "novita")


def pressable(ended: Job) -> list[str]:
    return [part["custom_id"] for part in components(ended_view(ended)) if part["type"] == 2]


def test_what_came_to_nothing_can_be_asked_for_again() -> None:
    at = ["darkroom:again:j0b", "darkroom:edit:j0b", "darkroom:details:j0b"]
    assert pressable(job(JobState.CANCELLED)) == at
    failed = job(JobState.FAILED)
    assert pressable(replace(failed, failure=FailureKind.TASK_LOST)) == at
    # What an engine refuses, and may count against who asks, is not offered once more.
    assert pressable(replace(failed, failure=FailureKind.PROMPT_REFUSED)) == at[1:]


@given(PROMPTS, PROMPTS)
def test_any_end_keeps_discords_limits(prompt: str, detail: str) -> None:
    assert_within_limits(ended_view(replace(job(JobState.FAILED, prompt=prompt), detail=detail)))
