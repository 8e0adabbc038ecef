"""Who waits before a closed door hears its server's bell, and no other's."""

from __future__ import annotations

from bot.jobs.doors import Doors


def test_a_bell_is_heard_in_its_own_server_or_in_all() -> None:
    doors = Doors()
    doors.opened(9)
    one, two = doors.of(1), doors.of(2)
    assert doors.of(1) is one
    assert not one.is_set()
    doors.opened(1)
    assert (one.is_set(), two.is_set()) == (True, False)
    doors.opened(None)
    assert two.is_set()
    assert not doors.of(9).is_set()
