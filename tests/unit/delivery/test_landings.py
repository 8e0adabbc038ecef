from __future__ import annotations

from bot.delivery import landings, routes
from bot.delivery.landings import LATEST, Landings
from bot.domain.ids import JobId

JOB = JobId("j0b")
FIRST, SECOND = "2026-11-22T12:00:00+00:00", "2026-11-22T12:00:05+00:00"


def doubtful(at: float = 0.0) -> Landings:
    """Return a sky in which an edit was given up at a moment."""
    sky = Landings()
    sky.doubt(JOB, at + LATEST)
    return sky


def test_the_latest_landing_is_beyond_what_discord_and_its_edge_wait_for_each_other() -> None:
    assert LATEST >= routes.SECONDS
    assert doubtful().left(JOB, 4.0) == LATEST - 4


def test_where_nothing_was_given_up_nothing_is_looked_for() -> None:
    assert Landings().left(JOB, 0.0) is None


def test_the_last_look_begins_when_nothing_can_land_any_more() -> None:
    sky = doubtful()
    sky.landed(JOB, 1.0, FIRST)
    assert sky.confirm(JOB, LATEST - 1, FIRST)
    assert sky.left(JOB, LATEST + 1) == 0
    assert sky.confirm(JOB, LATEST + 1, FIRST)
    assert sky.left(JOB, LATEST + 1) is None


def test_an_edit_that_begins_after_the_latest_landing_needs_no_look() -> None:
    sky = doubtful()
    sky.landed(JOB, LATEST + 0.1, FIRST)
    assert sky.left(JOB, LATEST + 0.2) is None


def test_what_landed_over_the_final_message_is_told_by_its_time() -> None:
    sky = doubtful()
    sky.landed(JOB, 1.0, FIRST)
    assert not sky.confirm(JOB, 2.0, SECOND)
    assert not sky.confirm(JOB, LATEST + 1, SECOND)
    assert sky.left(JOB, LATEST + 1) == 0


def test_a_final_edit_whose_time_is_unknown_is_never_taken_for_in_place() -> None:
    sky = doubtful()
    sky.landed(JOB, 1.0, None)
    assert not sky.confirm(JOB, 2.0, None)
    assert not sky.confirm(JOB, 2.0, FIRST)


def test_a_status_that_has_landed_may_have_done_so_over_the_final_message() -> None:
    sky = Landings()
    sky.fly(JOB, 30.0)
    sky.landed(JOB, 1.0, FIRST)
    assert sky.left(JOB, 2.0) == 28
    sky.flown(JOB, 3.0)
    assert sky.left(JOB, 3.0) == 0
    assert sky.confirm(JOB, 3.0, FIRST)
    assert sky.left(JOB, 3.0) is None


def test_a_status_given_up_is_waited_for_like_any_edit() -> None:
    sky = Landings()
    sky.fly(JOB, 30.0)
    sky.doubt(JOB, 3 + LATEST)
    sky.flown(JOB, 3.0)
    assert sky.left(JOB, 3.0) == LATEST


def test_a_clear_sky_is_forgotten() -> None:
    sky = doubtful()
    assert not sky.is_clear(JOB, LATEST - 0.1)
    assert sky.left(JOB, LATEST) == 0
    assert sky.is_clear(JOB, LATEST)
    assert sky.left(JOB, LATEST) is None


def test_memory_is_bounded() -> None:
    sky = Landings()
    for number in range(landings.MOST + 1):
        sky.doubt(JobId(f"j{number}"), 10.0)
    assert sky.left(JobId("j0"), 0.0) is None
    assert sky.left(JobId("j1"), 0.0) == 10
