"""What the database says of images: which of them all may see, or might once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.wire.records import looking

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wire.made import Made

OPEN = {"shown", "spoilered"}

JOBS = "SELECT task_id FROM jobs WHERE task_id IS NOT NULL AND id NOT LIKE 'past%'"
IMAGES = (
    "SELECT task_id, number, images.seed, treatment, message_id, jobs.shown FROM jobs "
    "JOIN images ON images.job = jobs.id WHERE task_id IS NOT NULL"
)
EVENTS = (
    "SELECT task_id, image, details FROM jobs JOIN events ON events.job = jobs.id "
    "WHERE image IS NOT NULL AND task_id IS NOT NULL ORDER BY events.id"
)


class Known:
    """The rows of all jobs that have a task, by the names that engines give these."""

    def __init__(self, database: Path) -> None:
        with looking(database) as ask:
            self.tasks = {_name(task) for (task,) in ask(JOBS)}
            images, events = ask(IMAGES), ask(EVENTS)
        self._rows = {(_name(task), number): tuple(row) for task, number, *row in images}
        self._numbers = {(task, row[0]): number for (task, number), row in self._rows.items()}
        said = [(_name(task), at, json.loads(words).get("treatment")) for task, at, words in events]
        self._seen = {(task, at) for task, at, treatment in said if treatment in OPEN}
        self._last = {(task, at): treatment for task, at, treatment in said}

    def was_seen(self, it: Made) -> bool:
        """Whether it was ever to be seen as it is, though it should have been taken away since."""
        key = self._key(it)
        return key in self._seen or self._treatment(key) in OPEN

    def taken_from(self, it: Made) -> int | None:
        """Return the message that shows just what its rows say, which do not let it be seen."""
        key = self._key(it)
        _, treatment, message_id, is_shown = self._row(key)
        is_decided = treatment not in OPEN and treatment == self._last.get(key)
        return message_id if is_shown and is_decided else None

    def _key(self, it: Made) -> tuple[str, int]:
        """Return its task and its number, which not all engines tell."""
        number = it.number or self._numbers.get((it.task_id, it.seed), 0)
        return it.task_id, number

    def _treatment(self, key: tuple[str, int]) -> str | None:
        treatment: str | None = self._row(key)[1]
        return treatment

    def _row(self, key: tuple[str, int]) -> tuple[Any, ...]:
        return self._rows.get(key, (None, None, None, False))


def _name(task: str) -> str:
    """Return what an engine calls a task: ours for one of stable-diffusion.cpp ends with it."""
    return task.split("-", 5)[-1] if task.startswith("sdcpp-") else task
