from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from bot.domain.job import JobState
from bot.failure_kinds import FailureKind
from bot.texts.say import say
from bot.views.ended import ended_view
from bot.views.texts import CANCELLED_FREE, CANCELLED_LATE, FAILURES
from tests.unit.views.prompts import PROMPTS
from tests.unit.views.samples import NOW, assert_within_limits, components, job, text

if TYPE_CHECKING:
    from bot.texts.text import Text


@pytest.mark.parametrize("kind", FailureKind)
def test_a_failed_job_says_why_and_what_to_do(kind: FailureKind) -> None:
    said = text(ended_view(replace(job(JobState.FAILED), failure=kind)))
    assert say(FAILURES[kind].why) in said
    assert say(FAILURES[kind].advice) in said
    assert "> a fox in the snow" in said


def test_the_engines_own_reason_is_told_and_harmless() -> None:
    failed = replace(
        job(JobState.FAILED), failure=FailureKind.TASK_FAILED, detail="bad <@1> `tensor`"
    )
    assert "The engine says: bad <\u200b@\u200b1> \\`tensor\\`" in text(ended_view(failed))


@pytest.mark.parametrize(("submitted", "words"), [(None, CANCELLED_FREE), (NOW, CANCELLED_LATE)])
def test_a_cancelled_job_says_whether_it_may_be_charged(submitted: object, words: Text) -> None:
    cancelled = replace(job(JobState.CANCELLED), first_submit_at=submitted)  # type: ignore[arg-type] # a table
    assert say(words) in text(ended_view(cancelled))


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED])
def test_an_ended_job_has_nothing_to_press(state: JobState) -> None:
    assert {part["type"] for part in components(ended_view(job(state)))} == {17, 10}


@given(PROMPTS, PROMPTS)
def test_any_end_keeps_discords_limits(prompt: str, detail: str) -> None:
    assert_within_limits(ended_view(replace(job(JobState.FAILED, prompt=prompt), detail=detail)))
