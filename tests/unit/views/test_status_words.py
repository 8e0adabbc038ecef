from __future__ import annotations

from bot.domain.job import JobState
from bot.domain.ports import Status
from bot.texts.say import say
from bot.views.status_words import status_words
from bot.views.texts import LATE, WAITING
from tests.tables import each_row
from tests.unit.views.samples import NOW, job


@each_row(
    "place, words",
    [
        (None, None),
        (1, "next"),
        (2, "number 2"),
        (10, "number 10"),
        (11, "about number 10"),
        (48, "about number 50"),
        (110, "about number 100"),
        (5020, "about number 5000"),
    ],
)
def test_a_far_place_is_rounded(place: int | None, words: str | None) -> None:
    told = status_words(job(), Status(place_in_queue=place)).place
    assert (told and say(told)) == words


def test_only_a_queued_job_has_a_place() -> None:
    assert status_words(job(JobState.RUNNING), Status(place_in_queue=3)).place is None


def test_only_a_running_job_has_progress() -> None:
    assert status_words(job(JobState.SUBMITTING), Status(progress=50)).tenths is None
    assert status_words(job(JobState.RUNNING), Status(progress=50)).tenths == 5


@each_row("state", [state for state in JobState if not state.is_final])
def test_of_a_late_job_no_past_estimate_is_told(state: JobState) -> None:
    words = status_words(job(state), Status(estimate_at=NOW, is_late=True))
    assert (words.ready_at, words.delay) == (None, LATE)


@each_row("is_late", [False, True])
@each_row("state", [JobState.QUEUED, JobState.SUBMITTING])
def test_a_job_that_waits_for_the_engine_says_so(state: JobState, is_late: bool) -> None:
    words = status_words(job(state), Status(waits_for_engine=True, is_late=is_late))
    assert words.delay == WAITING


def test_a_job_that_the_engine_has_waits_for_no_limit() -> None:
    assert status_words(job(JobState.RUNNING), Status(waits_for_engine=True)).delay is None


def test_a_job_in_time_has_no_delay() -> None:
    words = status_words(job(), Status(estimate_at=NOW))
    assert (words.ready_at, words.delay) == (round(NOW.timestamp()), None)


def test_moving_up_the_queue_rarely_changes_a_word() -> None:
    said = {status_words(job(), Status(place_in_queue=place)).place for place in range(1, 1001)}
    assert len(said) < 40
