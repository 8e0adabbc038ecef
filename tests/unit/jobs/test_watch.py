"""The step that waits."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot import errors
from bot.domain.ids import TaskId
from bot.domain.job import JobState
from bot.domain.ports import TaskStatus, TaskView
from bot.errors import FailureKind
from bot.jobs import watch as watching
from bot.jobs.watch import watch
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from bot.domain.job import Job
    from tests.unit.jobs.stage import Stage

PENDING = TaskView(status=TaskStatus.PENDING)
DENIED = errors.TaskNotFoundError("unknown task")


async def failed(stage: Stage, job: Job) -> Job:
    ended = await watch(stage.tools, job, asyncio.Event())
    assert not isinstance(ended, TaskView)
    assert ended is not None
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


async def test_the_engines_own_estimate_spaces_the_looks(stage: Stage) -> None:
    stage.engine.looks = Turns(replace(PENDING, remaining=100.0), stage.engine.succeeded())
    await seen(stage, await stage.running())
    assert stage.engine.looked_at == pytest.approx([0.7, 1.7])


async def test_progress_is_taken_for_an_estimate(stage: Stage) -> None:
    stage.engine.looks = Turns(
        PENDING, PENDING, PENDING, replace(PENDING, progress=90), stage.engine.succeeded()
    )
    await seen(stage, await stage.running())
    *_, third, last = stage.engine.looked_at
    assert last - third == pytest.approx(third / 9 * 0.7, abs=0.001)


async def test_a_hint_brings_the_next_look_forward(stage: Stage) -> None:
    stage.engine.looks = Turns(replace(PENDING, remaining=1000.0), stage.engine.succeeded())
    hint = asyncio.Event()
    stage.after(1.0, hint.set)
    await watch(stage.tools, await stage.running(), hint)
    assert stage.engine.looked_at == pytest.approx([0.7, 1.0])
    assert not hint.is_set()


async def test_a_hint_overtakes_what_was_learned(stage: Stage) -> None:
    job = await stage.running()
    for _ in range(20):
        stage.tools.timings.learn(job.request.model, job.request.work, 60.0)
    stage.engine.runs = 1.0
    hint = asyncio.Event()
    stage.after(1.5, hint.set)
    await watch(stage.tools, job, hint)
    assert stage.engine.looked_at == [1.5]


async def test_what_others_learn_meanwhile_postpones_a_look(stage: Stage) -> None:
    stage.engine.runs = 60.0
    job = await stage.running()

    def learn() -> None:
        for _ in range(20):
            stage.tools.timings.learn(job.request.model, job.request.work, 60.0)

    stage.after(0.5, learn)
    await seen(stage, job)
    assert stage.engine.looked_at[0] > 58


async def test_pioneers_spare_the_others_their_looks(stage: Stage) -> None:
    job = await stage.running()
    for number in range(10):
        stage.tools.timings.runs(job.request.model, job.request.work, job.id + str(number), 30.0)  # type: ignore[arg-type]
    stage.engine.runs = 31.0
    await seen(stage, job)
    assert stage.engine.looked_at[0] >= 30


async def test_each_job_is_a_pioneer_for_the_others(stage: Stage) -> None:
    stage.engine.runs = 20.0
    job = await stage.running()
    await seen(stage, job)
    kind = stage.tools.timings._kind(job.request.model, job.request.work)
    assert kind.running[job.id] == pytest.approx(stage.engine.looked_at[-2])


async def test_a_task_that_the_engine_failed_fails_its_job(stage: Stage) -> None:
    stage.engine.looks = Turns(TaskView(status=TaskStatus.FAILED, reason="nan in the latents"))
    ended = await failed(stage, await stage.running())
    assert (ended.failure, ended.detail) == (FailureKind.TASK_FAILED, "nan in the latents")


async def test_a_task_without_images_fails_its_job(stage: Stage) -> None:
    stage.engine.looks = Turns(errors.TaskFailedError("no", reason="filtered"))
    ended = await failed(stage, await stage.running())
    assert (ended.failure, ended.detail) == (FailureKind.TASK_FAILED, "filtered")


async def test_failed_looks_are_repeated_ever_more_rarely(stage: Stage) -> None:
    fault = errors.NetworkFaultError("reset")
    stage.engine.looks = Turns(*[fault] * 8, stage.engine.succeeded())
    await seen(stage, await stage.running())
    pauses = [
        round(later - earlier, 2)
        for earlier, later in zip(stage.engine.looked_at, stage.engine.looked_at[1:], strict=False)
    ]
    assert pauses == [0.25, 0.5, 1, 2, 4, 7.5, 7.5, 7.5]


async def test_a_task_denied_for_long_is_lost(stage: Stage) -> None:
    stage.engine.looks = Turns(DENIED)
    ended = await failed(stage, await stage.running())
    assert ended.failure is FailureKind.TASK_LOST
    denied_for = stage.engine.looked_at[-1] - stage.engine.looked_at[0]
    assert 60 <= denied_for < 70


@pytest.mark.parametrize("between", [PENDING, errors.ServerFaultError("passing")])
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
    stage.engine.looks = Turns(errors.NetworkFaultError("reset"))
    ended = await failed(stage, await stage.running())
    assert ended.failure is FailureKind.TIMED_OUT
    assert stage.clock.steady() == 900


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


async def test_the_engines_clock_says_how_long_a_task_took(stage: Stage) -> None:
    stage.engine.looks = Turns(*[PENDING] * 5, stage.engine.succeeded(run_seconds=1.25))
    assert (await seen(stage, await stage.running())).run_seconds == 1.25


@pytest.mark.parametrize("told", [0.0, -1.0, 5000.0])
async def test_a_run_time_that_cannot_be_is_put_between_the_last_looks(
    stage: Stage, told: float
) -> None:
    stage.engine.looks = Turns(PENDING, stage.engine.succeeded(run_seconds=told))
    view = await seen(stage, await stage.running())
    assert view.run_seconds == pytest.approx(sum(stage.engine.looked_at) / 2)


async def test_a_task_found_long_after_its_submit_teaches_no_run_time(stage: Stage) -> None:
    stage.engine.looks = Turns(stage.engine.succeeded())
    assert (await seen(stage, await stage.running(ago=7200))).run_seconds is None


async def test_a_job_without_a_task_is_a_bug(stage: Stage) -> None:
    job = replace(await stage.running(), task_id=None)
    with pytest.raises(AssertionError):
        await watch(stage.tools, job, asyncio.Event())


async def test_a_job_that_is_not_ours_any_more_is_left_alone(stage: Stage) -> None:
    stage.engine.looks = Turns(errors.TaskFailedError("no"))
    job = replace(await stage.running(), task_id=TaskId("x"))
    await stage.store.release("us")
    assert await watch(stage.tools, job, asyncio.Event()) is None
