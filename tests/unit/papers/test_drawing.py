from __future__ import annotations

from tests.unit.papers.drawing import PAGE, WIDTH, drawing, layers, redrawn


def test_the_drawing_is_of_the_contract() -> None:
    page = PAGE.read_text("utf-8")
    assert page == redrawn(page), "`make drawing` draws it anew"


def test_every_layer_is_drawn() -> None:
    page = PAGE.read_text("utf-8")
    assert layers()
    assert drawing(layers()) in page


def test_a_drawing_points_down_and_stays_on_the_page() -> None:
    told = drawing(["bot.top", "bot.left | right", *["bot.deep"] * 20])
    assert told.startswith("top → left │ right → deep → ")
    assert len(told.splitlines()) == 2
    assert max(map(len, told.splitlines())) <= WIDTH
    assert told.splitlines()[1].startswith("    → deep")
