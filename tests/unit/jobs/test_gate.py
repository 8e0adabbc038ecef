"""The gate that holds new work back."""

from __future__ import annotations

from bot.jobs.gate import Gate


def test_a_gate_opens_when_its_time_has_come_and_never_sooner() -> None:
    gate = Gate()
    assert gate.wait("a", 100) == 0
    gate.close_until("a", 105)
    gate.close_until("a", 102)
    assert gate.wait("a", 100) == 5
    assert gate.wait("a", 105) == gate.wait("a", 106) == 0
    assert gate.wait("b", 100) == 0
