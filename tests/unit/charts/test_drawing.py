"""What is on a picture, by its pixels."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from PIL import Image

from bot.charts.drawing import DPI, WIDTH, brief, draw, grouped
from bot.charts.fonts import drawable, has_all
from bot.charts.sheet import Row, Series, Sheet, Theme, decoded, encoded
from tests.unit.charts.sheets import sheet

DARK, LIGHT = (0x31, 0x33, 0x38), (255, 255, 255)
CLEAR, LINE = (0x6D, 0x9D, 0xF0), (0x57, 0xC2, 0xA8)

EXTREMES = {
    "one day": sheet(1),
    "a year and more": sheet(400),
    "no image": sheet(30, most=0, ranking=()),
    "very many": sheet(30, most=123_456_789),
    "long, hostile and foreign names": sheet(
        ranking=(
            Row(name="M" * 80, value=3, said="1 234 567 · 40%"),
            Row(name=r"$\frac{x}{$ \n 模型 🦊 \\", value=2, said="1 · <1%"),
            Row(name="", value=0, said="0 · 0%"),
        )
    ),
    "long words": sheet(
        layers=tuple(Series(label="unauffällig", values=(1e5,) * 30) for _ in range(3))
    ),
    "two costs": sheet(lines=(Series(label="kudos", values=(0.001,) * 30),) * 2),
}


def seen(made: Sheet) -> Image.Image:
    with Image.open(io.BytesIO(draw(made))) as image:
        assert image.format == "PNG"
        return image.convert("RGB")


def colours(image: Image.Image, top: int = 0, bottom: int | None = None) -> Counter[object]:
    part = image.crop((0, top, image.width, bottom or image.height))
    return Counter({colour: count for count, colour in part.getcolors(1 << 20) or []})


def test_whatever_is_drawn_nothing_reaches_the_edges() -> None:
    for name, made in EXTREMES.items():
        image = seen(made)
        assert image.width == WIDTH * DPI
        edges = [(0, 0, 20, image.height), (image.width - 20, 0, image.width, image.height)]
        for edge in [*edges, (0, image.height - 15, image.width, image.height)]:
            strip = image.crop(edge)
            assert colours(strip) == {DARK: strip.width * strip.height}, name


def test_a_theme_is_discords() -> None:
    assert colours(seen(sheet(theme=Theme.LIGHT))).most_common(1)[0][0] == LIGHT
    assert colours(seen(sheet())).most_common(1)[0][0] == DARK


def test_images_are_bars_and_none_are_said() -> None:
    few, many = (colours(seen(sheet(30, ranking=(), most=most)))[CLEAR] for most in (0, 40))
    assert few < 2000 < many
    one_day, a_month = (colours(seen(sheet(days, ranking=())))[CLEAR] for days in (1, 30))
    assert one_day < a_month / 2, "one bar is not as wide as the picture"


def test_costs_are_drawn_below() -> None:
    plain, costly = seen(sheet()), seen(sheet(lines=(Series(label="kudos", values=(5.0,) * 30),)))
    assert costly.height > plain.height
    assert colours(plain)[LINE] == 0
    assert colours(costly, top=plain.height)[LINE] > 2000


def test_letters_that_no_font_has_are_told_apart() -> None:
    assert has_all(["Bilder pro Tag", "Images générées"])
    assert not has_all(["fine", "\U0001f98a"])
    assert drawable("fox \U0001f98a") == "fox ?"


def test_numbers_are_short() -> None:
    told = [brief(value) for value in (0, 0.5, 40, 1000, 1500, 12_000, 2_574_129, 3e9)]
    assert told == ["0", "0.5", "40", "1k", "1.5k", "12k", "2.57M", "3G"]
    assert grouped(1_234_567) == "1\u202f234\u202f567"


def test_a_sheet_arrives_as_it_was_sent() -> None:
    made = [sheet(3, theme=Theme.LIGHT), EXTREMES["two costs"]]
    assert decoded(encoded(made)) == made
    with pytest.raises((ValueError, KeyError, TypeError)):
        decoded(b'[{"theme": "dark"}]')
