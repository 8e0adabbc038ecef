from __future__ import annotations

from dataclasses import replace

from bot.delivery import status_edits
from bot.delivery.status_edits import StatusEdits
from bot.domain.ids import JobId
from bot.domain.job import Job, JobState
from bot.domain.ports import Status
from bot.views.status_words import status_words
from tests.tables import each_row
from tests.unit.views.samples import job

RUNNING = job(JobState.RUNNING)


def named(number: int) -> Job:
    return replace(RUNNING, id=JobId(f"j{number}"))


def test_only_the_newest_status_waits() -> None:
    edits = StatusEdits()
    edits.want(RUNNING, Status(progress=10), 0.0)
    edits.want(RUNNING, Status(progress=50), 0.0)
    (line,), _ = edits.due(2.0)
    assert edits.take(line) == (RUNNING, Status(progress=50))
    assert edits.due(99.0) == ([], None)


def test_what_is_not_due_says_when() -> None:
    edits = StatusEdits()
    edits.want(RUNNING, Status(), 10.0)
    assert edits.due(10.5) == ([], 1.5)


def test_what_the_answer_said_is_not_wanted() -> None:
    edits = StatusEdits()
    edits.note(RUNNING, Status(), 0.0)
    assert not edits.want(RUNNING, Status(), 0.0)
    assert edits.want(RUNNING, Status(progress=20), 0.0)


def test_a_status_that_went_back_no_longer_waits() -> None:
    edits = StatusEdits()
    edits.note(RUNNING, Status(), 0.0)
    edits.want(RUNNING, Status(progress=20), 0.0)
    edits.want(RUNNING, Status(), 0.0)
    assert edits.due(99.0) == ([], None)


def test_a_closed_job_wants_nothing_any_more() -> None:
    edits = StatusEdits()
    edits.want(RUNNING, Status(), 0.0)
    edits.close(RUNNING.id)
    assert not edits.want(RUNNING, Status(progress=20), 0.0)
    assert edits.due(99.0) == ([], None)


def test_a_job_that_came_back_is_shown_again_and_says_nothing_known() -> None:
    edits = StatusEdits()
    edits.note(RUNNING, Status(), 0.0)
    edits.close(RUNNING.id)
    edits.reopen(RUNNING.id)
    assert edits.want(RUNNING, Status(), 0.0)


def test_what_is_on_its_way_is_not_due_again_before_it_has_landed() -> None:
    edits = StatusEdits()
    edits.want(RUNNING, Status(progress=10), 0.0)
    (line,), _ = edits.due(2.0)
    edits.take(line)
    edits.want(RUNNING, Status(progress=90), 0.0)
    assert edits.due(99.0) == ([], None)
    edits.flown(line, 3.0, None)
    assert edits.due(99.0) == ([line], None)


@each_row("state", [state for state in JobState if state.is_final])
def test_a_final_state_is_no_status(state: JobState) -> None:
    assert not StatusEdits().want(job(state), Status(), 0.0)


def test_memory_is_bounded() -> None:
    edits = StatusEdits()
    for number in range(status_edits.MAX_OPEN + 5):
        edits.want(named(number), Status(), 0.0)
    ready, _ = edits.due(99.0)
    assert len(ready) == status_edits.MAX_OPEN
    for number in range(status_edits.MAX_CLOSED + 5):
        edits.close(named(number).id)
    assert edits.want(named(0), Status(), 0.0)
    assert not edits.want(named(5), Status(), 0.0)


def test_a_flight_from_before_a_return_does_not_bring_an_older_status_back() -> None:
    """The lease is lost while an edit flies and another status waits; the job is adopted again."""
    edits = StatusEdits()
    edits.want(RUNNING, Status(progress=10), 0.0)
    (old,), _ = edits.due(2.0)
    edits.take(old)
    edits.want(RUNNING, Status(progress=20), 0.0)  # waits behind the flight
    edits.close(RUNNING.id)  # lease lost
    edits.reopen(RUNNING.id)  # and adopted anew
    edits.want(RUNNING, Status(progress=70), 0.0)
    edits.flown(old, 10.0, None)
    (line,), _ = edits.due(99.0)
    assert edits.take(line) == (RUNNING, Status(progress=70))


def test_what_waits_behind_a_flight_may_return_to_what_the_message_said_before() -> None:
    edits = StatusEdits()
    edits.note(RUNNING, Status(progress=10), 0.0)
    edits.want(RUNNING, Status(progress=20), 0.0)
    (line,), _ = edits.due(9.0)
    edits.take(line)
    edits.want(RUNNING, Status(progress=10), 0.0)
    edits.flown(line, 10.0, status_words(RUNNING, Status(progress=20)))
    ready, _ = edits.due(99.0)
    assert ready, "the message says 20, the newest status was 10"
