"""A past for a demo, which begins with none: the same jobs once more, on days before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

DAY = 86_400_000_000
"""In the unit of the database's moments."""
MODELS = (
    "dreamshaper_8_93211.safetensors",
    "sd_xl_base_1.0.safetensors",
    "majicmixRealistic_v6_65516.safetensors",
)
WEEK = (3, 2, 2, 4, 3, 6, 5)
"""How often the jobs of a day are there again, by the days of a week."""
WAIT_SECONDS = 30
"""For the bot, which writes into the same file."""


def lived_in(folder: Path, days: int) -> None:
    """Copy delivered jobs, with their images, to each of so many days before.

    Args:
        folder: Where the demo keeps what is there for as long as it is.
        days: Before the day of today, and with it.

    """
    [database] = folder.glob("darkroom-demo-*/demo.db")
    with closing(sqlite3.connect(database, timeout=WAIT_SECONDS)) as connection, connection:
        connection.row_factory = sqlite3.Row
        jobs = _rows(connection, "SELECT * FROM jobs WHERE state = 'delivered' ORDER BY id")
        for day in range(1, days):
            for number in range(WEEK[day % len(WEEK)]):
                job = jobs[(day * 3 + number) % len(jobs)]
                _copy(connection, job, day, number)


def _copy(connection: sqlite3.Connection, job: dict[str, Any], day: int, number: int) -> None:
    copy = f"past{day}x{number}"
    model = MODELS[(day + number) // 2 % len(MODELS)]
    moments = {name: job[name] - day * DAY for name in ("created_at", "ended_at")}
    _insert(connection, "jobs", job | moments | {"id": copy, "model": model, "parent_job": None})
    for image in _rows(connection, "SELECT * FROM images WHERE job = ?", job["id"]):
        _insert(connection, "images", image | {"job": copy})


def _rows(connection: sqlite3.Connection, statement: str, *values: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(statement, values)]


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", row)  # noqa: S608 - ours
