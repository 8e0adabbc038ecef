"""The gate that holds new work back."""

from __future__ import annotations

from bot.jobs.gate import Gate


def test_a_gate_opens_when_its_time_has_come_and_never_sooner() -> None:
    gate = Gate()
    assert gate.wait(100) == 0
    gate.close_until(105)
    gate.close_until(102)
    assert gate.wait(100) == 5
    assert gate.wait(105) == gate.wait(106) == 0
