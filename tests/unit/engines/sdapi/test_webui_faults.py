"""What goes wrong at a web UI, and what becomes of the task."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from typing_extensions import override

from bot import engine_errors
from bot.domain.ports import TaskStatus
from bot.engines.sdapi import wire
from bot.engines.sdapi.opening import open_sdapi
from bot.errors import StoreError, StoreRefusedError
from bot.failure_kinds import FailureKind
from bot.playground.sdapi.knobs import Flavour
from bot.playground.sdapi.server import SdapiStandIn
from tests.store.memory import MemoryResultStore
from tests.tables import each_row
from tests.unit.engines.sdapi.builders import (
    MAX_BYTES,
    NOON,
    ended,
    joined,
    options,
    quick,
    submission,
    wish,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import TaskId


@each_row(
    "fault, failure, reason",
    [
        (
            {"status": 404, "body": '{"detail": "Sampler not found"}'},
            FailureKind.REJECTED,
            "Sampler not found",
        ),
        (
            {"status": 404, "body": '{"detail": "Model not found"}'},
            FailureKind.MODEL_UNKNOWN,
            "Model not found",
        ),
        ({"status": 404, "body": '{"detail": "Not Found"}'}, FailureKind.ROUTE_GONE, ""),
        ({"status": 401, "body": '{"detail": "no"}'}, FailureKind.BAD_KEY, ""),
        (
            {"status": 422, "body": '{"detail": [{"loc": ["body", "steps"], "msg": "no"}]}'},
            FailureKind.REJECTED,
            "steps: no",
        ),
        ({"status": 500, "body": '{"error": "NansException"}'}, FailureKind.TASK_FAILED, ""),
    ],
)
async def test_a_refusal_of_the_open_request_ends_the_task(
    fault: dict[str, Any], failure: FailureKind, reason: str
) -> None:
    async with joined() as (stand_in, engine):
        stand_in.faults.add("txt2img", **fault)
        view = await ended(engine, await engine.submit(submission()))
        assert (view.status, view.failure) == (TaskStatus.FAILED, failure)
        assert view.reason == reason
        # The next is not held up by it.
        other = await ended(engine, await engine.submit(submission(job="j2")))
        assert other.status is TaskStatus.SUCCEEDED


async def test_memory_that_ran_out_is_said_as_such() -> None:
    async with joined(quick(oom_pixels=128 * 128)) as (_, engine):
        task_id = await engine.submit(submission(wish(width=256)))
        view = await ended(engine, task_id)
        assert (view.failure, view.reason) == (FailureKind.OUT_OF_MEMORY, "")


@each_row(
    "fault",
    [
        {"drop": "before"},
        {"drop": "after"},
        {"cut": True},
        {"html": True},
        {"body": '{"images": null}'},
        {"status": 502, "html": True},
        {"status": 504, "html": True},
        {"status": 503, "body": "{}"},
    ],
)
async def test_an_answer_that_broke_off_is_lost_and_may_be_asked_for_once_more(
    fault: dict[str, Any],
) -> None:
    async with joined() as (stand_in, engine):
        stand_in.faults.add("txt2img", **fault)
        task_id = await engine.submit(submission())
        with pytest.raises(engine_errors.ResultLostError):
            await ended(engine, task_id)
        again = submission(lost=1)
        assert (await engine.find(again)).task_id is None
        assert (await ended(engine, await engine.submit(again))).status is TaskStatus.SUCCEEDED


async def test_a_server_that_was_killed_loses_what_it_worked_on() -> None:
    async with joined(quick(hold=True)) as (stand_in, engine):
        task_id = await engine.submit(submission())
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        stand_in.knobs.hold = False
        stand_in.crash()
        with pytest.raises(engine_errors.ResultLostError):
            await ended(engine, task_id)
        view = await ended(engine, await engine.submit(submission(lost=1)))
        assert view.status is TaskStatus.SUCCEEDED


@pytest.mark.parametrize("fault", [{"delay": 5}, {"drop": "before"}])
async def test_a_server_that_is_silent_of_what_it_makes_is_found_out_and_ends_no_task(
    fault: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with joined(quick(hold=True)) as (stand_in, engine):
        made = await engine.submit(submission())
        waits = await engine.submit(submission(job="j2"))
        await stand_in.wait_until(lambda it: it.running is not None, 10)
        assert (await engine.look(waits)).place == 1
        stand_in.faults.add("progress", **fault, times=None)
        for task_id in (made, waits):
            with monkeypatch.context() as patch:
                patch.setattr(wire, "PROGRESS_SECONDS", 0.1)
                with pytest.raises(engine_errors.NetworkFaultError):
                    await engine.look(task_id)
        stand_in.faults.clear()
        assert (await engine.look(made)).status is TaskStatus.PENDING
        assert (await engine.look(waits)).place == 1
        stand_in.knobs.hold = False
        stand_in.tasks[0].release()
        for task_id in (made, waits):
            assert (await ended(engine, task_id)).status is TaskStatus.SUCCEEDED


async def test_600_mb_are_refused_while_they_are_read() -> None:
    async with joined() as (stand_in, engine):
        stand_in.faults.add("txt2img", flood=600_000_000)
        task_id = await engine.submit(submission(wish(images=8)))
        view = await ended(engine, task_id)
        assert view.failure is FailureKind.IMAGE_UNAVAILABLE
        assert len(stand_in.sent("txt2img")) == 1


async def test_an_image_that_is_too_large_is_not_decoded() -> None:
    results = MemoryResultStore()
    async with joined(results=results) as (_, engine):
        task_id = await engine.submit(submission())
        view = await ended(engine, task_id)
        await results.keep(task_id, [bytes(MAX_BYTES + 1), b"GIF89a"], "", expires_at=NOON)
        for index in range(3):
            with pytest.raises(engine_errors.ImageError) as caught:
                await engine.fetch(task_id, index, view.images[0])
            assert not caught.value.transient


async def test_a_limit_is_waited_out_and_the_request_sent_again() -> None:
    async with joined() as (stand_in, engine):
        stand_in.faults.add("txt2img", status=429, headers={"Retry-After": "0.01"}, times=2)
        slept = list[float]()

        async def sleep(seconds: float) -> None:
            slept.append(seconds)

        engine._webui._sleep = sleep
        view = await ended(engine, await engine.submit(submission()))
        assert view.status is TaskStatus.SUCCEEDED
        assert slept == [1.0, 2.0]
        assert len(stand_in.sent("txt2img")) == 3


async def test_sd_next_counts_five_for_an_image() -> None:
    async with joined(quick(Flavour.SDNEXT, per_minute=12)) as (stand_in, engine):
        # Eight questions come before the first image.
        task_id = await engine.submit(submission())
        await stand_in.wait_until(lambda it: it.sent("txt2img")[-1:] != [], 10)
        await stand_in.wait_until(lambda it: it.sent("txt2img")[-1].status == 429, 10)
        assert (await engine.look(task_id)).status is TaskStatus.PENDING
        await engine.cancel(task_id)


@each_row(
    "fault, kind",
    [
        ({"status": 401, "body": "{}"}, engine_errors.BadKeyError),
        ({"status": 404, "body": '{"detail": "Not Found"}'}, engine_errors.RouteGoneError),
        ({"status": 429, "body": "{}"}, engine_errors.RateLimitedError),
        ({"status": 503, "body": "{}"}, engine_errors.ServerFaultError),
        ({"html": True}, engine_errors.MalformedReplyError),
        ({"cut": True}, engine_errors.NetworkFaultError),
        ({"drop": "before"}, engine_errors.NetworkFaultError),
        ({"body": "[]"}, engine_errors.UnknownModelError),
    ],
)
async def test_a_server_that_is_not_there_is_found_out_before_anything_is_sent(
    fault: dict[str, Any], kind: type[engine_errors.EngineError]
) -> None:
    async with joined() as (stand_in, engine):
        await engine.catalogue.learn()
        stand_in.faults.add("sd-models", times=None, **fault)
        with pytest.raises(kind):
            await engine.submit(submission())
        assert not stand_in.sent("txt2img")
        stand_in.faults.clear()
        assert (await ended(engine, await engine.submit(submission()))).images


async def test_a_login_page_in_front_of_everything_is_no_server() -> None:
    async with joined() as (stand_in, engine):
        stand_in.faults.add("*", html=True, times=None)
        with pytest.raises(engine_errors.MalformedReplyError):
            await engine.submit(submission())


async def test_a_refused_connection_is_a_network_fault_of_the_submit() -> None:
    async with SdapiStandIn(quick()) as stand_in:
        url = stand_in.url
    async with open_sdapi(options(url), MemoryResultStore()) as engine:
        with pytest.raises(engine_errors.NetworkFaultError):
            await engine.submit(submission())


async def test_a_password_is_asked_for_and_told_nowhere() -> None:
    auth = "ann:hush-hush-hush"
    async with SdapiStandIn(quick(), auth=auth) as stand_in:
        for wrong in ("", "ann:wrong"):
            asked = options(stand_in.url, auth=wrong)
            async with open_sdapi(asked, MemoryResultStore()) as engine:
                with pytest.raises(engine_errors.BadKeyError):
                    await engine.submit(submission())
        asked = options(stand_in.url, auth=auth)
        with structlog.testing.capture_logs() as logs:
            async with open_sdapi(asked, MemoryResultStore()) as engine:
                view = await ended(engine, await engine.submit(submission()))
    assert view.status is TaskStatus.SUCCEEDED
    assert "hush" not in repr((logs, asked, engine, view))


async def test_a_model_that_was_removed_after_it_was_chosen_is_not_replaced() -> None:
    async with joined() as (stand_in, engine):
        await engine.catalogue.learn()
        engine.check(wish())
        stand_in.stock.checkpoints.pop(0)
        with pytest.raises(engine_errors.UnknownModelError):
            await engine.submit(submission())
        assert not stand_in.sent("txt2img")


async def test_what_was_accepted_before_the_lists_were_known_is_refused_for_good() -> None:
    async with joined() as (stand_in, engine):
        engine.check(wish(vae="gone"))
        with pytest.raises(engine_errors.RejectedRequestError, match="gone"):
            await engine.submit(submission(wish(vae="gone")))
        assert not stand_in.sent("txt2img")


class FaultyStore(MemoryResultStore):
    """Fails before it keeps."""

    def __init__(self, *failures: StoreError) -> None:
        super().__init__()
        self.failures = list(failures)

    @override
    async def keep(
        self, task_id: TaskId, images: Sequence[bytes], about: str, *, expires_at: datetime
    ) -> None:
        if self.failures:
            raise self.failures.pop(0)
        await super().keep(task_id, images, about, expires_at=expires_at)


async def test_while_the_database_is_away_a_result_waits_for_it() -> None:
    results = FaultyStore(StoreError("away"), StoreError("away"))
    async with joined(results=results) as (stand_in, engine):

        async def sleep(_: float) -> None:
            assert (await engine.look(task_id)).status is TaskStatus.PENDING

        engine._gallery._sleep = sleep
        task_id = await engine.submit(submission())
        assert (await ended(engine, task_id)).status is TaskStatus.SUCCEEDED
        assert len(stand_in.tasks) == 1


async def test_what_no_database_takes_fails_and_holds_up_nobody() -> None:
    async with joined(results=FaultyStore(StoreRefusedError("too large"))) as (_, engine):
        failed = await ended(engine, await engine.submit(submission()))
        assert failed.failure is FailureKind.TASK_FAILED
        view = await ended(engine, await engine.submit(submission(job="j2")))
        assert view.status is TaskStatus.SUCCEEDED


class DeadStore(MemoryResultStore):
    """Cannot be read."""

    @override
    async def of(self, task_id: TaskId) -> None:
        raise StoreError("away")

    @override
    async def image(self, task_id: TaskId, index: int) -> bytes | None:
        raise StoreError("away")


async def test_that_the_database_is_away_loses_no_result() -> None:
    async with joined(results=DeadStore()) as (_, engine):
        task_id = await engine.submit(submission())
        with pytest.raises(engine_errors.NetworkFaultError):
            await ended(engine, task_id)
        with pytest.raises(engine_errors.ImageError) as caught:
            await engine.fetch(task_id, 0, None)  # type: ignore[arg-type] # it is not looked at
        assert caught.value.transient


async def test_a_silent_server_is_given_up_when_the_job_is() -> None:
    async with joined(quick(hold=True)) as (_, engine):
        engine._webui._seconds = 0.1
        task_id = await engine.submit(submission())
        with pytest.raises(engine_errors.ResultLostError):
            await ended(engine, task_id)


async def test_nothing_runs_on_when_all_is_closed() -> None:
    before = asyncio.all_tasks()
    async with joined(quick(hold=True)) as (stand_in, engine):
        await engine.submit(submission())
        await engine.submit(submission(job="j2"))
        await stand_in.wait_until(lambda it: it.running is not None, 10)
    assert asyncio.all_tasks() == before
