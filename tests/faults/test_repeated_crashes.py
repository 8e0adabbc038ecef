"""Killed again and again: at random moments with many jobs under way, and in one that counts."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.failure_kinds import FailureKind
from bot.texts.say import say
from bot.views.texts import FAILURES
from tests.faults.stage import FAR, eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.faults.stage import Stage

KILLS = 5
MEMBERS = 12
EARLY_JOBS = 40
"""Asked for before the first kill."""
LATER_JOBS = 8
"""Asked for in each later life; each costs five requests or more."""
FEWEST_ANSWERED = 24
"""Of all; the rest are killed before their first answer arrives, the more the slower all is."""
TASK_SECONDS = 1.5
LATENCY = 0.3
"""Seconds of a submit and of a post, so that kills find them under way."""

SEED = 20_261_122
SETTINGS = {"MAX_JOBS_IN_FLIGHT": "24", "MAX_JOBS_PER_USER": "3"}


@dataclass
class _Seen:
    """What was so at the kills."""

    jobs: dict[str, Invocation] = field(default_factory=dict)
    known: dict[str, float] = field(default_factory=dict)
    """By prompt: when its task's id was first found saved."""
    states: set[str] = field(default_factory=set)


async def test_five_kills_at_random_lose_and_repeat_nothing(stage: Stage) -> None:
    seen = await _killed_at_random(stage)
    answered = {prompt: job for prompt, job in seen.jobs.items() if job.callback is not None}
    assert len(answered) >= FEWEST_ANSWERED

    assert {"queued", "submitting", "running"} <= seen.states
    unanswered = seen.jobs.keys() - answered.keys()
    assert [task for prompt in unanswered for task in stage.tasks(prompt)] == []
    assert {m.id for m in stage.posted()} == {job.shown.id for job in answered.values()}
    assert [m.text() for m in stage.posted() if not m.is_final] == []
    assert all(_ended_well(stage, prompt, job) for prompt, job in answered.items())
    assert max(len(stage.tasks(prompt)) for prompt in seen.jobs) <= 2
    late = [
        prompt
        for prompt, known_at in seen.known.items()
        for task in stage.tasks(prompt)
        if task.submitted_at > known_at
    ]
    assert late == []


async def test_two_kills_in_the_same_submit_end_the_job_with_words(stage: Stage) -> None:
    fault = stage.novita.faults.add(route="submit", delay=FAR, times=2)
    await stage.start()
    job = await stage.imagine("x")
    await eventually(lambda: fault.met == 1)
    await stage.end()
    await stage.start()
    await eventually(lambda: fault.met == 2)
    await stage.end()
    await stage.start()
    message = await job.final()
    assert say(FAILURES[FailureKind.REPLY_LOST].why) in message.text()
    assert stage.row(job)["failure"] == FailureKind.REPLY_LOST
    assert len(stage.tasks("x")) == 2
    assert stage.posted() == [message]


async def _killed_at_random(stage: Stage) -> _Seen:
    """Kill the bot five times, then let it come to the end of all jobs."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable test
    stage.novita.knobs.duration = TASK_SECONDS
    stage.novita.faults.add(route="submit", delay=LATENCY, times=None)
    stage.discord.faults.add(method="PATCH", with_files=True, delay=LATENCY, times=None)
    seen = _Seen()
    members = [stage.member(f"member {n}") for n in range(MEMBERS)]
    for life in range(KILLS):
        await stage.start(**SETTINGS)
        heard = _requests(stage) + chance.randint(10, EARLY_JOBS)
        for n in range(len(seen.jobs), EARLY_JOBS + life * LATER_JOBS):
            seen.jobs[f"job {n}"] = await stage.imagine(f"job {n}", user=members[n % MEMBERS])
        await eventually(lambda: _requests(stage) >= heard)  # noqa: B023 - awaited at once
        await stage.end()
        _note(stage, seen)
    _skip_the_patience(stage, seen)
    await stage.start(**SETTINGS)
    await eventually(lambda: all(row["shown"] for row in stage.rows().values()))
    return seen


def _requests(stage: Stage) -> int:
    """Return how much the bot has done: moments are counted in that, not in seconds."""
    return len(stage.discord.requests.all) + len(stage.novita.requests)


def _note(stage: Stage, seen: _Seen) -> None:
    now = asyncio.get_running_loop().time()
    prompts = {job.id: prompt for prompt, job in seen.jobs.items()}
    for interaction, row in stage.rows().items():
        seen.states.add(row["state"])
        if row["task_id"] is not None:
            seen.known.setdefault(prompts[interaction], now)


def _skip_the_patience(stage: Stage, seen: _Seen) -> None:
    for job in seen.jobs.values():
        if stage.row(job).get("message_id", 0) is None:
            stage.age(job, 11)


def _ended_well(stage: Stage, prompt: str, job: Invocation) -> bool:
    """Whether a job has its images, or the one failure that kills can cause.

    A kill before that failure is saved counts once more, without a submit.
    """
    row = stage.row(job)
    if row["state"] == "delivered":
        return job.shown.is_final and len(job.shown.pictures()) == 1
    twice_lost = row["failure"] == FailureKind.REPLY_LOST and row["submits_lost"] >= 2
    return twice_lost and job.shown.is_final and len(stage.tasks(prompt)) <= 2
