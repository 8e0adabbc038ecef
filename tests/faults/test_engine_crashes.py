"""What one kill -9 leaves with each engine: one end for each job, and no task too many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.faults.engine_stage import staged
from tests.faults.stage import FAR, eventually
from tests.wire.engines.kinds import MODELS, SERVERS
from tests.wire.experience import experienced_file

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.discord import Invocation
    from tests.faults.engine_stage import EngineStage

TOGETHER = {"MAX_JOBS_PER_USER": "1", "ENGINE_PARALLEL": "10"}
"""A member's second job waits; an operator's server is sent more than it works on."""


@pytest.fixture(scope="session")
def engines_experienced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return experienced_file(tmp_path_factory, MODELS, most_images=1)


@pytest.mark.parametrize("kind", SERVERS)
async def test_a_kill_in_each_state_loses_and_repeats_nothing(
    kind: str, engines_experienced: Path, tmp_path: Path, nursery: Path
) -> None:
    async with staged(kind, engines_experienced, tmp_path, nursery) as stage:
        await stage.start(**TOGETHER)
        jobs = await _brought(stage)
        states = {name: stage.row(job)["state"] for name, job in jobs.items()}
        await stage.end()
        stage.discord.faults.clear()
        stage.rig.mend()
        await stage.start(**TOGETHER)
        await eventually(lambda: all(row["shown"] for row in stage.rows().values()))

        assert states == {name: STATES[name] for name in jobs}
        for name, job in jobs.items():
            assert stage.row(job)["state"] == "delivered", name
            assert job.shown.is_final, name
            assert len(job.shown.pictures()) == 1, name
        posted = {each.id for each in stage.posted() if not each.ephemeral}
        assert posted == {job.shown.id for job in jobs.values()}
        tasks = {name: len(stage.made(name)) for name in jobs}
        assert tasks == dict.fromkeys(jobs, 1) | _repeated(stage, jobs)


STATES = {
    "post unsent": "delivering",
    "running": "running",
    "queued": "queued",
    "submit unread": "submitting",
    "submit unsent": "submitting",
}


def _repeated(stage: EngineStage, jobs: dict[str, Invocation]) -> dict[str, int]:
    """Return which jobs may have had more than one task."""
    if "submit unread" not in jobs:
        return {"running": 2}  # its images came with the answer, which nobody heard
    return {"submit unread": stage.rig.lost_after}


async def _brought(stage: EngineStage) -> dict[str, Invocation]:
    """Bring a job to each state in which the engine matters; the prompt is its name."""
    jobs = {"post unsent": await _posting(stage)}
    stage.rig.hold()
    member = stage.member("running")
    jobs["running"] = running = await stage.imagine("running", user=member)
    await stage.rig.taken("running")
    await eventually(lambda: stage.row(running)["state"] == "running")
    jobs["queued"] = queued = await stage.imagine("queued", user=member)
    await queued.answered()
    await eventually(lambda: stage.row(queued)["message_id"])
    if stage.rig.answers_at_once:
        stage.rig.dawdle(FAR)
        jobs["submit unread"] = await stage.imagine("submit unread")
        await stage.rig.taken("submit unread")
        lost = stage.rig.lose("before", delay=FAR)
        jobs["submit unsent"] = await stage.imagine("submit unsent")
        await eventually(lambda: lost.met)
    return jobs


async def _posting(stage: EngineStage) -> Invocation:
    job = await stage.imagine("post unsent")
    path = re.escape(job.token)
    fault = stage.discord.faults.add(
        method="PATCH", path=path, delay=FAR, drop=True, with_files=True
    )
    await eventually(lambda: fault.hits)
    return job
