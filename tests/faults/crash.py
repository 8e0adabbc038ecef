"""One kill -9 with a job in each state, and what the next start makes of them."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.faults.moments import MOMENTS
from tests.faults.stage import eventually, opened

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.discord import Invocation, Message
    from bot.playground.novita.tasks import Task
    from tests.faults.stage import Stage
    from tests.wire.former import Former

TOO_LATE = "private, token nearly dead"
ANSWER_PATIENCE = 11.0
"""A job without an answer is left alone for ten seconds."""


@dataclass(frozen=True)
class Outcome:
    """What became of one job. ``before`` and ``after`` are its rows at the kill and at the end."""

    invocation: Invocation
    before: dict[str, Any]
    after: dict[str, Any]
    tasks: list[Task]
    submitted_at_kill: int
    """How many of the tasks there were when the bot was killed."""


@dataclass(frozen=True)
class Aftermath:
    """What became of all jobs."""

    jobs: dict[str, Outcome]
    posted: list[Message]
    tasks: int
    """How many the engine made in both lives."""


async def crashed(former: Former, folder: Path, nursery: Path) -> Aftermath:
    """Bring a job to each moment of MOMENTS, kill the bot, start it again, wait for the end."""
    async with opened(former, folder, nursery) as stage:
        await stage.start(MAX_JOBS_PER_USER="1")
        jobs = {name: await bring(stage, name) for name, bring in MOMENTS.items()}
        before = stage.rows()
        await stage.end()
        submitted = {name: len(stage.tasks(name)) for name in jobs}
        await _meanwhile(stage, jobs)
        await stage.start(MAX_JOBS_PER_USER="1")
        for task in stage.novita.tasks:
            if math.isinf(task.completed_at) and task.request["prompt"] != TOO_LATE:
                task.finish()
        with suppress(TimeoutError):  # each test says for itself which job did not end
            await eventually(lambda: all(row["shown"] for row in stage.rows().values()))
        after = stage.rows()
        return Aftermath(
            {
                name: Outcome(it, before[it.id], after[it.id], stage.tasks(name), submitted[name])
                for name, it in jobs.items()
            },
            stage.posted(),
            len(stage.novita.tasks),
        )


async def _meanwhile(stage: Stage, jobs: dict[str, Invocation]) -> None:
    """Let the world go on while no bot runs."""
    for name in ("answer unread", "answer unread, token dead"):
        await jobs[name].answered()
    posted = jobs["post unread"]
    await posted.until(lambda: posted.shown.is_final)
    stage.discord.faults.clear()
    stage.novita.faults.clear()
    for name, job in jobs.items():
        if "token dead" in name:
            job.expire()
        if name.startswith("answer"):
            stage.age(job, ANSWER_PATIENCE)
    stage.age(jobs[TOO_LATE], 13 * 60 + 40)
