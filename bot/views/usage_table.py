"""A report as CSV, which a spreadsheet may open: nothing in it is a formula."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from bot.domain.usage import FINDINGS, unit_of
from bot.views.clean import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.usage import Made

COLUMNS = (
    *("day", "engine", "model", "delivered", "failed", "cancelled"),
    *("images", "clear", "flagged", "unknown", "cost", "unit"),
)
"""The same in every language: programs read them, too."""

_FORMULA = re.compile(r"(^|[;,|])(\s*)([=+\-@＝＋－＠])")
"""What begins one, at the start of a cell; there are spreadsheets that part cells by semicolons."""


def table(rows: Iterable[Made]) -> bytes:
    """Return a row for each day, engine and model, the oldest first.

    It begins with a byte order mark, without which Excel takes it for another encoding.
    """
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for row in sorted(rows, key=lambda row: (row.day, row.engine, row.model)):
        counts = [row.images.get(finding, 0) for finding in FINDINGS]
        cost = (round(row.cost, 6), unit_of(row.engine).value) if row.cost else ("", "")
        named = [row.day.isoformat(), row.engine, harmless(row.model)]
        ends = [row.delivered, row.failed, row.cancelled]
        writer.writerow([*named, *ends, row.total, *counts, *cost])
    return file.getvalue().encode("utf-8-sig")


def harmless(name: str) -> str:
    """Return a name that no spreadsheet computes."""
    return _FORMULA.sub(r"\1\2'\3", plain(name))
