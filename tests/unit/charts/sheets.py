"""Sheets to draw."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.charts.sheet import Row, Series, Sheet, Theme


def sheet(days: int = 30, *, most: float = 40, **said: Any) -> Sheet:  # noqa: ANN401 - any field
    """Return a sheet on which each day has more images than the one before."""
    values = tuple(most * (day + 1) / days for day in range(days))
    made = Sheet(
        theme=Theme.DARK,
        title="Images per day",
        days=tuple(f"day {day}" for day in range(days)),
        layers=(
            Series(label="clear", values=values),
            Series(label="flagged", values=tuple(value / 4 for value in values)),
            Series(label="unchecked", values=tuple(value / 8 for value in values)),
        ),
        nothing="No images",
        ranking_title="By model",
        ranking=(Row(name="fox", value=most, said="40 · 100%"),),
    )
    return replace(made, **said)
