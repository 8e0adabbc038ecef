"""A report as a picture: what is to be drawn, and what is said to whoever cannot see it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.charts.sheet import Row, Series, Sheet
from bot.domain.usage import Unit, binned
from bot.domain.verdict import Finding
from bot.texts.languages import ENGLISH, language_of
from bot.texts.say import say
from bot.texts.text import text
from bot.views.usage_words import NO_MODEL, model_name, top_models

if TYPE_CHECKING:
    from bot.charts.sheet import Theme
    from bot.domain.usage import Report

WEEK = 7
BY_DAY = 92
"""So many days at most have a bar each; with more there is one for each week."""

BY_MONTH = 300
"""With more days the year is said of them, and not the day of the month."""

LAYERS = {
    Finding.CLEAR: text("usage.chart.clear"),
    Finding.FLAGGED: text("usage.chart.flagged"),
    Finding.UNKNOWN: text("usage.chart.unknown"),
}
COSTS = {Unit.KUDOS: text("usage.chart.kudos"), Unit.DOLLARS: text("usage.chart.dollars")}


def is_weekly(report: Report) -> bool:
    """Whether a bar is a week."""
    return report.span.days > BY_DAY


def sheets(report: Report, theme: Theme, locale: str) -> list[Sheet]:
    """Return the picture in a reader's language, and in English where letters are missing."""
    locales = [ENGLISH] if language_of(locale) == ENGLISH else [locale, ENGLISH]
    return [_sheet(report, theme, each) for each in locales]


def _sheet(report: Report, theme: Theme, locale: str) -> Sheet:
    size = WEEK if is_weekly(report) else 1
    title = text("usage.chart.weekly") if is_weekly(report) else text("usage.chart.daily")
    return Sheet(
        theme=theme,
        title=say(title, locale),
        days=_days(report, size),
        layers=tuple(
            Series(label=say(label, locale), values=binned(report.daily[finding], size))
            for finding, label in LAYERS.items()
        ),
        nothing=say(text("usage.chart.nothing"), locale),
        ranking_title=say(text("usage.chart.models"), locale),
        ranking=tuple(_rows(report, locale)),
        lines=tuple(
            Series(label=say(COSTS[unit], locale), values=binned(costs, size))
            for unit, costs in report.costs.items()
        ),
    )


def _days(report: Report, size: int) -> tuple[str, ...]:
    """Return how the bars are called: by their first day."""
    span = report.span
    last = span.days - size
    first_days = sorted({max(0, day) for day in range(last, -size, -size)})
    form = "%Y-%m" if span.days > BY_MONTH else "%m-%d"
    return tuple((span.first + timedelta(days=day)).strftime(form) for day in first_days)


def _rows(report: Report, locale: str) -> list[Row]:
    models, others, images = top_models(report)
    rows = [(model_name(model) or say(NO_MODEL, locale), count) for model, count in models]
    if others:
        rows.append((say(text("usage.others", count=others), locale), images))
    return [Row(name=name, value=count, said=_share(count, report.images)) for name, count in rows]


def _share(count: int, whole: int) -> str:
    percent = 100 * count / whole
    return f"{count:,} · {'<1' if 0 < percent < 1 else round(percent)}%".replace(",", "\u202f")
