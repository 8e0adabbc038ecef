from __future__ import annotations

from bot.domain.job import JobState
from bot.domain.ports import Status
from bot.views.status_edits import StatusEdits
from bot.views.status_words import status_words
from tests.unit.views.samples import job

RUNNING = job(JobState.RUNNING)


def test_a_flight_from_before_a_return_does_not_bring_an_older_status_back() -> None:
    """The lease is lost while an edit flies and another status waits; the job is adopted again."""
    edits = StatusEdits()
    edits.want(RUNNING, Status(progress=10), 0.0)
    (old,), _ = edits.due(2.0)
    edits.take(old)
    old.is_flying = True
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
    line.is_flying = True
    edits.want(RUNNING, Status(progress=10), 0.0)
    edits.flown(line, 10.0, status_words(RUNNING, Status(progress=20)))
    ready, _ = edits.due(99.0)
    assert ready, "the message says 20, the newest status was 10"
