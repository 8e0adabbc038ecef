"""What was begun a moment ago is not begun again; nothing is remembered for long, nor too much."""

from __future__ import annotations

from bot.delivery import lately
from bot.delivery.lately import MOST, SECONDS, Lately


def test_nothing_begins_again_while_it_is_under_way_and_for_a_moment_after() -> None:
    memory = Lately()
    assert memory.begin("a", 0)
    assert memory.begin("b", 0)
    assert not memory.begin("a", 1000)
    memory.end("a", 1000)
    assert not memory.begin("a", 1000 + SECONDS - 0.1)
    assert memory.begin("a", 1000 + SECONDS)
    memory.undo("a")
    assert memory.begin("a", 1000 + SECONDS)
    memory.end("never begun", 0)
    assert memory.begin("never begun", 0)


def test_what_is_over_is_forgotten_first_and_then_the_oldest() -> None:
    memory = Lately()
    for number in range(MOST):
        memory.begin(str(number), 0)
    memory.end("7", 0)
    assert memory.begin("one more", SECONDS)
    assert not memory.begin("0", SECONDS)
    assert memory.begin("yet another", SECONDS)
    assert memory.begin("0", SECONDS)
    assert lately.MOST == MOST
