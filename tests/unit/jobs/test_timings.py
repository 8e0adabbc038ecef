"""How long like tasks take, as it is learned."""

from __future__ import annotations

from bot.domain.ids import JobId
from bot.jobs.timings import COHORT, KINDS, REMEMBERED, SCOUTED, Timings


def test_like_work_is_learned_together_and_other_work_apart() -> None:
    timings = Timings([("m", 10.0, 3.0)] * REMEMBERED)
    learned = timings.window("m", 10.5)
    assert learned is not None
    assert learned.low < 3 < learned.high
    assert timings.window("m", 100.0) is None
    assert timings.window("other", 10.0) is None


def test_only_the_last_run_times_count() -> None:
    timings = Timings([("m", 10.0, 3.0)] * REMEMBERED + [("m", 10.0, 9.0)] * REMEMBERED)
    learned = timings.window("m", 10.0)
    assert learned is not None
    assert learned.low > 3


def test_the_kinds_of_work_remembered_are_bounded() -> None:
    timings = Timings((f"m{number}", 10.0, 3.0) for number in range(KINDS + 1))
    assert timings.window("m0", 10.0) is None
    assert timings.window(f"m{KINDS}", 10.0) is not None


def test_what_is_gone_is_no_pioneer() -> None:
    timings = Timings()
    for number in range(10):
        timings.runs("m", 10.0, JobId(str(number)), since=0.0, seconds=30.0)
    assert timings.window("m", 10.0) is not None
    timings.gone("m", 10.0, JobId("3"))
    timings.gone("never seen", 10.0, JobId("3"))
    assert timings.window("m", 10.0) is None


def test_tasks_that_hang_tell_nothing_of_those_that_come_later() -> None:
    timings = Timings()
    for number in range(10):
        timings.runs("m", 10.0, JobId(str(number)), since=0.0, seconds=30.0)
    timings.begins("m", 10.0, COHORT)
    timings.begins("never seen", 10.0, COHORT)
    assert timings.window("m", 10.0) is not None
    timings.begins("m", 10.0, COHORT + 1)
    assert timings.window("m", 10.0) is None


def test_one_at_a_time_is_looked_at_before_its_turn() -> None:
    timings = Timings()
    assert not timings.may_scout("m", 10.0, 0.0)
    for number in range(10):
        timings.runs("m", 10.0, JobId(str(number)), since=0.0, seconds=30.0)
    assert timings.window("m", 10.0) is not None
    assert timings.may_scout("m", 10.0, 0.0)
    assert not timings.may_scout("m", 10.0, SCOUTED / 2)
    assert timings.may_scout("m", 10.0, SCOUTED)


def test_members_are_promised_the_end_of_the_window() -> None:
    timings = Timings()
    assert timings.expected("m", 10.0) == 6
    for _ in range(REMEMBERED):
        timings.learn("m", 10.0, 30.0)
    assert 30 < timings.expected("m", 10.0) < 33
