"""The step that waits."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import engine_errors, errors
from bot.domain.ids import TaskId
from bot.domain.job import JobState
from bot.domain.ports import TaskStatus, TaskView
from bot.failure_kinds import FailureKind
from bot.jobs.steps import watch as watching
from bot.jobs.steps.outcome import Done
from bot.jobs.steps.watch import watch
from tests.store.builders import reread
from tests.unit.jobs.steps.moves import moved_to
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from bot.domain.job import Job
    from tests.unit.jobs.stage import Stage

PENDING = TaskView(status=TaskStatus.PENDING)
DENIED = engine_errors.TaskNotFoundError("unknown task")


async def failed(stage: Stage, job: Job) -> Job:
    ended = moved_to(await watch(stage.tools, job, asyncio.Event()))
    assert ended.state is JobState.FAILED
    return ended


async def seen(stage: Stage, job: Job) -> TaskView:
    view = await watch(stage.tools, job, asyncio.Event())
    assert isinstance(view, TaskView)
    return view


async def test_a_success_is_seen_soon_after_it_is_there(stage: Stage) -> None:
    view = await seen(stage, await stage.running())
    assert view.status is TaskStatus.SUCCEEDED
    assert 4 <= stage.clock.steady() < 4.5
    assert len(stage.engine.looked_at) < 12


async def test_members_are_told_how_a_task_stands(stage: Stage) -> None:
    stage.engine.looks = Turns(replace(PENDING, progress=25), stage.engine.succeeded())
    job = await stage.running()
    await seen(stage, job)
    [(job_id, status)] = stage.publisher.statuses
    assert (job_id, status.progress, status.is_late) == (job.id, 25, False)
    assert status.estimate_at is not None


async def test_past_its_estimate_a_task_is_late(stage: Stage) -> None:
    stage.engine.runs = 20.0
    await seen(stage, await stage.running())
    assert [status.is_late for _, status in stage.publisher.statuses][-1]
    assert stage.publisher.statuses[-1][1].estimate_at is None


async def test_a_task_that_the_engine_failed_fails_its_job(stage: Stage) -> None:
    stage.engine.looks = Turns(TaskView(status=TaskStatus.FAILED, reason="nan in the latents"))
    ended = await failed(stage, await stage.running())
    assert (ended.failure, ended.detail) == (FailureKind.TASK_FAILED, "nan in the latents")


async def test_a_failed_task_may_say_of_which_kind_it_is(stage: Stage) -> None:
    view = TaskView(status=TaskStatus.FAILED, failure=FailureKind.OUT_OF_MEMORY)
    stage.engine.looks = Turns(view)
    ended = await failed(stage, await stage.running())
    assert ended.failure is FailureKind.OUT_OF_MEMORY


async def test_a_task_without_images_fails_its_job(stage: Stage) -> None:
    stage.engine.looks = Turns(engine_errors.TaskFailedError("no", reason="filtered"))
    ended = await failed(stage, await stage.running())
    assert (ended.failure, ended.detail) == (FailureKind.TASK_FAILED, "filtered")


async def test_a_task_denied_for_long_is_lost(stage: Stage) -> None:
    stage.engine.looks = Turns(DENIED)
    ended = await failed(stage, await stage.running())
    assert ended.failure is FailureKind.TASK_LOST
    denied_for = stage.engine.looked_at[-1] - stage.engine.looked_at[0]
    assert 60 <= denied_for < 70


@pytest.mark.parametrize("between", [PENDING, engine_errors.ServerFaultError("passing")])
async def test_a_task_seen_between_denials_has_a_new_grace(
    stage: Stage, between: TaskView | Exception
) -> None:
    stage.engine.looks = Turns(*[DENIED] * 11, between, *[DENIED] * 7, stage.engine.succeeded())
    await seen(stage, await stage.running())
    first, *_, last = stage.engine.looked_at
    assert last - first > watching.NOT_FOUND_GRACE


async def test_the_deadline_ends_a_job_after_one_last_look(stage: Stage) -> None:
    stage.engine.looks = Turns(PENDING)
    ended = await failed(stage, await stage.running())
    assert ended.failure is FailureKind.TIMED_OUT
    assert stage.engine.looked_at[-1] == 900
    assert stage.engine.looked_at[-2] < 900


async def test_a_success_at_the_last_look_counts(stage: Stage) -> None:
    stage.engine.runs = 899.99
    assert (await seen(stage, await stage.running())).status is TaskStatus.SUCCEEDED
    assert stage.engine.looked_at[-1] == 900


async def test_a_last_look_that_fails_is_the_end(stage: Stage) -> None:
    stage.engine.looks = Turns(engine_errors.NetworkFaultError("reset"))
    ended = await failed(stage, await stage.running())
    assert ended.failure is FailureKind.TIMED_OUT
    assert stage.clock.steady() == 900


async def test_what_is_finished_at_the_deadline_counts(stage: Stage) -> None:
    partly = replace(stage.engine.succeeded(), status=TaskStatus.PENDING)
    stage.engine.looks = Turns(partly)
    job = await stage.running()
    assert await seen(stage, job) == partly
    assert stage.tools.left(job) <= 0


async def test_a_silent_engine_does_not_outlast_the_deadline_by_much(stage: Stage) -> None:
    stage.engine.look_takes = 1e9
    ended = await failed(stage, await stage.running())
    assert ended.failure is FailureKind.TIMED_OUT
    assert 900 <= stage.clock.steady() <= 900 + watching.LAST_LOOK


async def test_a_look_under_way_at_the_deadline_is_followed_by_the_last(stage: Stage) -> None:
    stage.engine.looks = Turns(PENDING)
    stage.engine.look_takes = 400.0
    await failed(stage, await stage.running())
    assert stage.engine.looked_at[-1] >= 900


async def test_a_task_found_past_its_deadline_is_looked_at_for_a_minute(stage: Stage) -> None:
    stage.engine.looks = Turns(*[DENIED] * 3, stage.engine.succeeded())
    await seen(stage, await stage.running(ago=7200))
    stage.engine.looks = Turns(PENDING)
    begun = stage.clock.steady()
    ended = await failed(stage, await stage.running("b", ago=7200))
    assert ended.failure is FailureKind.TIMED_OUT
    assert stage.clock.steady() - begun == 60


async def test_a_reply_that_names_anothers_task_is_a_failed_look(stage: Stage) -> None:
    other = await stage.running("b")
    job = await stage.running("a")
    stage.engine.looks = Turns(
        stage.engine.succeeded(task_id=str(other.task_id), seed=1),
        stage.engine.succeeded(task_id=str(job.task_id), seed=2),
    )
    view = await seen(stage, job)
    assert view.seed == 2
    assert len(stage.engine.looked_at) == 2


@pytest.mark.parametrize("named", ["", "nobodys"])
async def test_a_reply_that_names_nobodys_task_is_believed(stage: Stage, named: str) -> None:
    stage.engine.looks = Turns(stage.engine.succeeded(task_id=named))
    await seen(stage, await stage.running())
    assert len(stage.engine.looked_at) == 1


async def test_a_database_away_makes_a_foreign_reply_a_failed_look(stage: Stage) -> None:
    stage.engine.looks = Turns(stage.engine.succeeded(task_id="whose"))
    stage.store.faults["owner_of"] = Faults(errors.StoreError("away"), None)
    await seen(stage, await stage.running())
    assert len(stage.engine.looked_at) == 2


async def test_a_job_without_a_task_is_a_bug(stage: Stage) -> None:
    job = replace(await stage.running(), task_id=None)
    with pytest.raises(AssertionError):
        await watch(stage.tools, job, asyncio.Event())


async def test_a_job_that_is_not_ours_any_more_is_left_alone(stage: Stage) -> None:
    stage.engine.looks = Turns(engine_errors.TaskFailedError("no"))
    job = replace(await stage.running(), task_id=TaskId("x"))
    await stage.store.release("us")
    assert await watch(stage.tools, job, asyncio.Event()) == Done()


async def test_a_task_that_is_gone_for_good_is_queued_once_more(stage: Stage) -> None:
    stage.engine.looks = Turns(engine_errors.ResultLostError("restarted"))
    job = await stage.running()
    assert await watch(stage.tools, job, asyncio.Event()) == Done()
    waiting = await reread(stage.store, job)
    assert (waiting.state, waiting.submits_lost) == (JobState.QUEUED, 1)


@pytest.mark.parametrize(("found", "lost"), [(JobState.RUNNING, 1), (JobState.DELIVERING, 0)])
async def test_a_task_is_not_queued_twice_nor_once_it_may_have_been_posted(
    stage: Stage, found: JobState, lost: int
) -> None:
    stage.engine.looks = Turns(engine_errors.ResultLostError("restarted"))
    job = replace(await stage.running(found=found), submits_lost=lost)
    assert (await failed(stage, job)).failure is FailureKind.RESULT_LOST


async def test_a_job_of_an_engine_that_is_gone_fails_at_once(stage: Stage) -> None:
    job = replace(await stage.running(), engine="gone")
    assert (await failed(stage, job)).failure is FailureKind.ENGINE_ABSENT
    assert stage.engine.looked_at == []


async def test_members_are_told_their_place_at_the_engine(stage: Stage) -> None:
    waiting = replace(PENDING, place=7, remaining=90.0)
    stage.engine.looks = Turns(waiting, stage.engine.succeeded())
    await seen(stage, await stage.running())
    [(_, status)] = stage.publisher.statuses
    assert status.engine_place == 7
    assert status.estimate_at is not None
    assert 89 < (status.estimate_at - stage.clock.now()).total_seconds() + stage.clock.steady() < 95
