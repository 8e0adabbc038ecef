"""SIGTERM and SIGINT: soon, cleanly, and nothing under way is lost."""

from __future__ import annotations

import math
import signal
from typing import TYPE_CHECKING

import pytest

from bot.jobs.supervisor import GRACE
from tests.faults.moments import ending, queued, running, submitting
from tests.faults.stage import FAR, eventually

if TYPE_CHECKING:
    from tests.faults.stage import Stage


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_an_idle_bot_stops_at_once(stage: Stage, number: signal.Signals) -> None:
    stage.nursery = None
    await stage.start()
    ended = await stage.end(number)
    assert (ended.code, ended.out) == (0, ""), ended.err
    assert "Traceback" not in ended.err
    assert ended.seconds < GRACE


async def test_a_bot_that_waits_for_discord_to_let_it_in_stops_too(stage: Stage) -> None:
    fault = stage.discord.faults.add(path="/users/@me$", delay=FAR)
    bot = await stage.launch()
    await eventually(lambda: fault.hits)
    ended = await bot.send(signal.SIGTERM)
    assert ended.code == 0


async def test_a_stop_ends_what_is_being_sent_and_keeps_the_rest(stage: Stage) -> None:
    await stage.start(MAX_JOBS_PER_USER="1")
    stage.durations["submits"] = math.inf
    jobs = {
        "waits": await queued(stage, "waits"),
        "runs": await running(stage, "runs"),
        "submits": await submitting(stage, "submits", unsent=False, seconds=1),
        "posts": await ending(stage, "posts", {"delay": 1, "with_files": True}),
    }
    ended = await stage.end(signal.SIGTERM)
    assert ended.code == 0
    assert "Traceback" not in ended.err
    assert len(jobs["posts"].shown.pictures()) == 1
    assert {name: stage.row(job)["state"] for name, job in jobs.items()} == {
        "waits": "queued",
        "runs": "running",
        "submits": "running",
        "posts": "delivered",
    }
    await stage.start(MAX_JOBS_PER_USER="1")
    for task in stage.novita.tasks:
        task.finish()
    messages = [await job.final() for job in jobs.values()]
    assert [len(message.pictures()) for message in messages] == [1, 1, 1, 1]
    assert [len(stage.tasks(name)) for name in jobs] == [1, 1, 1, 1]


async def test_a_post_that_hangs_does_not_keep_a_stop_for_ever(stage: Stage) -> None:
    await stage.start()
    job = await ending(stage, "hangs", {"delay": FAR, "with_files": True})
    ended = await stage.end(signal.SIGINT)
    assert ended.code == 0
    assert stage.row(job)["state"] == "delivering"
