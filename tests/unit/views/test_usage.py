"""What is said of usage: in words, as a sheet to draw, and as a table."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.charts.sheet import Theme
from bot.domain.allowances import Allowance, Limit
from bot.domain.usage import Lately, Made, Report, Unit, report, span_until
from bot.domain.verdict import Finding
from bot.texts.languages import LANGUAGES
from bot.views.usage import alt_text, own_view, report_view
from bot.views.usage_chart import sheets
from bot.views.usage_table import harmless, table
from bot.views.usage_words import model_name
from tests.tables import each_row

if TYPE_CHECKING:
    from discord import ui

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
LOCALES = ("en-GB", "de", "es-ES", "fr", "ja", "pt-BR", "zh-CN")
CLEAR, FLAGGED, UNKNOWN = Finding.CLEAR, Finding.FLAGGED, Finding.UNKNOWN


def row(
    model: str = "fox.safetensors",
    images: int | dict[Finding, int] = 3,
    age: int = 0,
    **said: object,
) -> Made:
    day = (NOW - timedelta(days=age)).date()
    counted = {CLEAR: images} if isinstance(images, int) else images
    values = {"images": counted, "delivered": 1, "engine": "novita"} | said
    return Made(day=day, model=model, **values)  # type: ignore[arg-type] # any field


def told(*rows: Made, days: int = 30) -> Report:
    return report(rows, span_until(NOW, days))


def words(view: ui.LayoutView) -> str:
    found = [item.content for item in view.walk_children() if hasattr(item, "content")]
    return "\n".join(found)


def many(count: int) -> list[Made]:
    return [row(f"model {n:02}", images=100 - n) for n in range(count)]


def test_a_member_reads_how_they_stand() -> None:
    lately = Lately(jobs=3, under_way=1, images=5, costs={Unit.KUDOS: 12.4, Unit.DOLLARS: 0.0312})
    soon = NOW + timedelta(minutes=5)
    left = [
        Allowance(limit=Limit.DAILY_IMAGES, most=8, used=6, returns_at=soon),
        Allowance(limit=Limit.WAITING, most=10, used=1),
        Allowance(limit=Limit.COOLDOWN, most=30),
        Allowance(limit=Limit.SLOWED, most=0, returns_at=soon),
    ]
    at = f"<t:{soon.timestamp():.0f}:R>"
    assert words(own_view(lately, left, moderates=False)).splitlines() == [
        "**Your last 24 hours here**",
        "Images: **5**. Requests: **3**.",
        "1 of these requests is not done yet.",
        "Cost: **12** kudos.",
        "Cost: **0.0312** US dollars.",
        f"You have **2** of 8 images a day left here. The next one returns {at}.",
        "Waiting requests: **1** of at most 10.",
        "Time between two requests: 30 s. You can generate now.",
        f"The image engine flagged one of your prompts. You can generate again {at}.",
    ]
    hinted = words(own_view(lately, left[1:2], moderates=True))
    assert "There is no daily limit here." in hinted
    assert hinted.endswith("`/usage days:30`")


def test_moderators_read_what_was_made_and_so_does_who_cannot_see_the_picture() -> None:
    rows = [row(images=2, failed=1, cost=1.5), row("a`b", {FLAGGED: 4}, 1, cancelled=2)]
    made = told(*rows)
    lines = words(report_view(made, None)).splitlines()
    assert lines == [
        "**This server, last 30 days**",
        "Images: **6** (clear: 2, flagged: 4, unchecked: 0).",
        "Requests: **5** (delivered: 2, failed: 1, cancelled: 2).",
        "The most on one day: **4** on 2026-11-25.",
        "By model: `a'b` 4, `fox` 2.",
        "Cost: **1.5** US dollars.",
    ]
    said = alt_text(made, "en-GB")
    assert said.startswith("Bar chart of the images per day from 2026-10-28 to 2026-11-26")
    assert "Images: 6 (clear: 2, flagged: 4" in said
    assert "**" not in said
    assert words(report_view(told(days=1), 7)) == (
        "**<@7> here today (UTC)**\nNothing was generated in this time."
    )


@each_row("locale", LOCALES)
def test_the_fullest_report_fits_in_every_language(locale: str) -> None:
    rows = [
        row(f"{n}" + "模" * 149, 10**6, n % 9, cost=10.0**6, engine=engine)
        for n in range(40)
        for engine in ("horde", "novita")
    ]
    made = told(*rows, days=400)
    view = report_view(made, 2**63, picture="usage.png", table="usage.csv", locale=locale)
    assert view.content_length() < 3000
    assert len(words(view).encode()) < 8000
    assert len(alt_text(made, locale)) <= 1024


def test_models_beyond_the_first_are_counted_together_but_one_is_not_hidden() -> None:
    (sheet,) = sheets(told(*many(9)), Theme.DARK, "en-GB")
    assert [bar.name for bar in sheet.ranking] == [*(f"model {n:02}" for n in range(5)), "4 others"]
    assert sheet.ranking[-1].value == 95 + 94 + 93 + 92
    (sheet,) = sheets(told(*many(6)), Theme.DARK, "en-GB")
    assert [bar.name for bar in sheet.ranking] == [f"model {n:02}" for n in range(6)]
    (sheet,) = sheets(told(row("", 999), row("b", 1)), Theme.LIGHT, "en-GB")
    assert [(bar.name, bar.said) for bar in sheet.ranking] == [
        ("unnamed", "999 · 100%"),
        ("b", "1 · <1%"),
    ]
    assert "4 others 374" in alt_text(told(*many(9)), "en-GB")


@each_row(
    "days, bars, first, last",
    [
        (1, 1, "11-26", "11-26"),
        (30, 30, "10-28", "11-26"),
        (92, 92, "08-27", "11-26"),
        (93, 14, "08-26", "11-20"),
        (400, 58, "2025-10", "2026-11"),
    ],
)
def test_bars_are_called_by_their_first_day(days: int, bars: int, first: str, last: str) -> None:
    made = told(row(cost=2.0), row(age=days - 1), days=days)
    (sheet,) = sheets(made, Theme.DARK, "en-GB")
    assert (len(sheet.days), sheet.days[0], sheet.days[-1]) == (bars, first, last)
    series = [*sheet.layers, *sheet.lines]
    assert {len(each.values) for each in series} == {bars}
    assert sum(sheet.layers[0].values) == 6
    assert ("per week" in sheet.title) is (days > 92)
    assert sheet.lines[0].values[-1] == 2.0


def test_a_sheet_is_said_in_english_where_letters_may_be_missing() -> None:
    japanese, english = sheets(told(row()), Theme.DARK, "ja")
    assert japanese.words != english.words
    assert english == sheets(told(row()), Theme.DARK, "en-US")[0]
    assert len(LOCALES) == len(LANGUAGES)


def test_a_table_has_a_row_for_each_day_engine_and_model() -> None:
    rows = [
        row("b", images={CLEAR: 1, UNKNOWN: 2}, failed=3, cost=0.1 + 0.2),
        row('ä,"quoted"\nb', age=1, engine="horde", cancelled=4),
    ]
    data = table(rows)
    assert data.startswith(b"\xef\xbb\xbf")
    read = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert [",".join(each.values()) for each in read] == [
        '2026-11-25,horde,ä,"quoted" b,1,0,4,3,3,0,0,,',
        "2026-11-26,novita,b,1,3,0,3,1,0,2,0.3,USD",
    ]


@each_row(
    "name, shown",
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("  +1", "'+1"),
        ("-fox", "'-fox"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'=1"),
        ("a;=1|+2, -3", "a;'=1|'+2, '-3"),
        ("＝1", "'＝1"),
        ("\u202e=1", "'=1"),
        ("sd-xl_1.0=best", "sd-xl_1.0=best"),
    ],
)
def test_no_name_is_a_formula(name: str, shown: str) -> None:
    assert harmless(name) == shown


def test_a_name_is_shown_without_what_says_nothing() -> None:
    names = ["fox.safetensors", "Fox.CKPT", "fox.v2", "a\nb", "x" * 200]
    assert [model_name(name) for name in names] == ["fox", "Fox", "fox.v2", "a b", "x" * 79 + "…"]
