"""SIGTERM and SIGKILL in the middle of a load; the bot is on uvloop, each in a process of its own."""
from __future__ import annotations

import asyncio
import random
import signal

from tests.faults.stage import eventually

SETTINGS = {"MAX_JOBS_IN_FLIGHT": "30", "MAX_JOBS_PER_USER": "3", "MAX_QUEUED_PER_USER": "9"}


async def test_terms_and_kills_under_load(stage) -> None:
    stage.nursery = None
    members = [stage.member(f"m{n}") for n in range(15)]
    jobs = {}
    seen = []
    for life, number in enumerate((signal.SIGTERM, signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGTERM)):
        await stage.start(**SETTINGS)
        for n in range(40):
            name = f"{life}-{n}"
            stage.durations[name] = random.random() * 2
            jobs[name] = await stage.imagine(name, user=random.choice(members))
        await asyncio.sleep(0.3 + random.random())
        ended = await stage.end(number)
        seen.append((number.name, ended.code, round(ended.seconds, 2)))
        assert "Traceback" not in ended.err, ended.err
        if number is signal.SIGTERM:
            assert ended.code == 0, ended.err
            assert ended.seconds < 9
    await stage.start(**SETTINGS)
    answered = {k: v for k, v in jobs.items() if v.callback is not None}
    await eventually(lambda: all(r["shown"] for r in stage.rows().values()))
    states = {}
    for name, job in answered.items():
        row = stage.row(job)
        states[row.get("state")] = states.get(row.get("state"), 0) + 1
    tasks = {name: len(stage.tasks(name)) for name in jobs}
    print(seen, len(jobs), len(answered), states, {c: list(tasks.values()).count(c) for c in set(tasks.values())})
    for name, count in tasks.items():
        row = stage.row(jobs[name])
        assert count <= 1 + row.get("submits_lost", 0), (name, count, row)
    ids = [r["task_id"] for r in stage.rows().values() if r["task_id"]]
    assert len(ids) == len(set(ids))
    ended = await stage.end(signal.SIGTERM)
    assert ended.code == 0
