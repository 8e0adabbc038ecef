from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.delivery import overdue
from bot.delivery.overdue import Overdue
from bot.domain.ids import JobId
from bot.domain.job import JobState
from bot.domain.ports import Status
from tests.unit.views.samples import job

if TYPE_CHECKING:
    import pytest

RUNNING = job(JobState.RUNNING)
OTHER = replace(RUNNING, id=JobId("other"))
SOON = Status(estimate_at=datetime(2026, 11, 25, tzinfo=UTC), progress=30)
LATE = Status(progress=30, is_late=True)


def test_an_estimate_that_has_passed_is_told_as_late_once() -> None:
    told = Overdue()
    told.tell(RUNNING, SOON, 10.0)
    assert told.passed(9.9) == []
    assert told.passed(10.0) == [(RUNNING, LATE)]
    assert told.passed(99.0) == []


def test_what_was_told_anew_counts_from_then() -> None:
    told = Overdue()
    told.tell(RUNNING, SOON, 10.0)
    told.tell(RUNNING, SOON, 20.0)
    assert told.passed(15.0) == []
    assert told.passed(20.0) == [(RUNNING, LATE)]


def test_what_was_forgotten_is_not_told() -> None:
    told = Overdue()
    told.tell(RUNNING, SOON, 10.0)
    told.forget(RUNNING.id)
    assert told.passed(99.0) == []


def test_the_next_to_pass_is_known() -> None:
    told = Overdue()
    assert told.soonest(0.0) is None
    told.tell(RUNNING, SOON, 10.0)
    told.tell(OTHER, SOON, 7.0)
    assert told.soonest(5.0) == 2.0
    assert told.soonest(8.0) == 0.0


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overdue, "MOST", 1)
    told = Overdue()
    told.tell(RUNNING, SOON, 10.0)
    told.tell(OTHER, SOON, 7.0)
    assert told.passed(99.0) == [(RUNNING, LATE)]
