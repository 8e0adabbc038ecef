"""How long a download may go on."""

from __future__ import annotations

from bot.engines.pictures.fetching import Bounds
from bot.engines.pictures.pace import Pace
from tests.tables import each_row

BOUNDS = Bounds(max_bytes=64_000_000, max_pixels=1)


@each_row(
    "received, seconds",
    [(0, 10), (79_999, 10), (80_000, 10), (160_000, 20), (480_000, 60), (64_000_000, 60)],
)
def test_it_must_bring_8_kb_a_second_after_10_seconds(received: int, seconds: float) -> None:
    assert Pace(BOUNDS, began_at=100, received=received).ends_at == 100 + seconds


def test_the_time_for_which_it_was_held_up_does_not_count() -> None:
    pace = Pace(BOUNDS, began_at=100, received=160_000)
    pace.held_up(7)
    assert pace.ends_at == 127
