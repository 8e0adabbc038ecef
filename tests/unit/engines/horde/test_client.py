"""The engine against the stand-in: what it asks, how often, and what it makes of the answers."""

from __future__ import annotations

import asyncio

import pytest
import structlog

from bot import engine_errors as errors
from bot.domain.ids import TaskId
from bot.domain.ports import TaskStatus
from bot.engine_errors import Scope
from bot.engines.horde.notes import NO_WORKER
from bot.engines.horde.spending import READS
from bot.errors import StoreError
from bot.playground.horde.faults import Fault
from bot.playground.horde.knobs import Knobs, Outcome
from bot.playground.novita.knobs import ImageFault
from bot.texts.text import text
from tests.tables import each_row
from tests.unit.engines.horde.stage import KEY, quick, staged, submission, wish


async def test_a_request_becomes_pictures_and_no_secret_is_told() -> None:
    async with staged() as stage:
        with structlog.testing.capture_logs() as logs:
            task_id = await stage.engine.submit(submission(wish(seed=5, images=3)))
            view = await stage.ended(task_id)
            pictures = [
                await stage.engine.fetch(task_id, n, image) for n, image in enumerate(view.images)
            ]
        told = repr((logs, view, pictures, stage.engine))
        sent = stage.horde.requests
    assert [image.seed for image in view.images] == [5, 6, 7]
    assert (view.seed, view.cost) == (5, 36)
    assert len({picture.data for picture in pictures}) == 3
    assert task_id not in told
    assert KEY not in told
    keyed = {seen.route for seen in sent if "apikey" in seen.headers}
    assert keyed == {"submit"}


async def test_while_it_waits_only_the_cheap_question_is_asked() -> None:
    async with staged(quick(queue_ms=60_000, duration=90.0)) as stage:
        task_id = await stage.engine.submit(submission())
        for _ in range(5):
            view = await stage.engine.look(task_id)
            assert (view.status, view.remaining) == (TaskStatus.PENDING, 89.5)
            stage.clocks.ahead += 1
        assert (stage.horde.tasks[0].checks, stage.horde.tasks[0].reads) == (5, 0)


async def test_a_place_in_their_queue_is_told() -> None:
    async with staged(quick(queue_ms=60_000, duration=3000.0)) as stage:
        await stage.engine.submit(submission(job="a"))
        view = await stage.engine.look(await stage.engine.submit(submission(job="b")))
        assert view.place == 2


async def test_what_the_server_would_only_repeat_is_not_asked() -> None:
    async with staged(quick(queue_ms=60_000, duration=90.0)) as stage:
        task_id = await stage.engine.submit(submission())
        first = await stage.engine.look(task_id)
        assert [await stage.engine.look(task_id) for _ in range(20)] == [first] * 20
        assert stage.horde.tasks[0].checks == 1


async def test_an_end_is_noticed_before_the_cheap_answer_is_fresh_again() -> None:
    async with staged(quick(queue_ms=0, duration=0.3, remembered_s=1.0)) as stage:
        task_id = await stage.engine.submit(submission())
        assert (await stage.engine.look(task_id)).status is TaskStatus.PENDING
        async with asyncio.timeout(0.9):
            while (await stage.engine.look(task_id)).status is TaskStatus.PENDING:
                stage.clocks.ahead += 0.05
                await asyncio.sleep(0.05)
        assert stage.horde.tasks[0].checks == 1


async def test_images_are_read_ten_times_a_minute_at_most_and_some_are_kept_for_the_end() -> None:
    knobs = quick(queue_ms=0, duration=60.0, wait_time=0, limits=False)
    async with staged(knobs) as stage:
        task_id = await stage.engine.submit(submission())
        await stage.engine.look(task_id)
        task = stage.horde.tasks[0]
        for _ in range(40):
            stage.clocks.ahead += 0.35
            await stage.engine.look(task_id)
        assert 0 < task.reads <= READS // 2
        task.finish()
        stage.clocks.ahead += 1
        assert (await stage.engine.look(task_id)).status is TaskStatus.SUCCEEDED


async def test_images_are_not_read_beyond_the_budget_whoever_spent_it() -> None:
    async with staged(quick(limits=False)) as stage:
        task_id = await stage.engine.submit(submission())
        for _ in range(READS):
            stage.clocks.ahead += 1
            await stage.engine.look(task_id)
        assert (await stage.engine.look(task_id)).status is TaskStatus.SUCCEEDED
        stage.clocks.ahead += 1
        view = await stage.engine.look(task_id)
        assert view.status is TaskStatus.PENDING
        assert stage.horde.tasks[0].reads == READS


async def test_done_is_not_believed_while_a_worker_is_at_it() -> None:
    async with staged(quick(outcome=Outcome.DONE_EARLY, queue_ms=0, duration=60.0)) as stage:
        task_id = await stage.engine.submit(submission())
        view = await stage.engine.look(task_id)
        assert (view.status, view.images) == (TaskStatus.PENDING, ())
        stage.horde.tasks[0].finish()
        assert len((await stage.ended(task_id)).images) == 1


async def test_an_image_whose_workers_failed_is_missing_and_the_others_count() -> None:
    some = [Outcome.MADE, Outcome.FAULTED, Outcome.MADE]
    async with staged(quick(outcome=lambda _, index: some[index])) as stage:
        task_id = await stage.engine.submit(submission(wish(seed=5, images=3)))
        view = await stage.ended(task_id)
        assert (view.status, [image.seed for image in view.images]) == (
            TaskStatus.SUCCEEDED,
            [5, 7],
        )


@pytest.mark.parametrize("outcome", [Outcome.FAULTED, Outcome.GIVEN_UP])
async def test_a_task_without_images_has_failed(outcome: Outcome) -> None:
    async with staged(quick(outcome=outcome, sweep_s=0.0)) as stage:
        view = await stage.ended(await stage.engine.submit(submission()))
        assert view.status is TaskStatus.FAILED
        assert "given up" in view.reason


async def test_what_is_given_up_waits_for_the_servers_sweep() -> None:
    async with staged(quick(outcome=Outcome.GIVEN_UP, sweep_s=600)) as stage:
        view = await stage.engine.look(await stage.engine.submit(submission()))
        assert view.status is TaskStatus.PENDING


async def test_images_that_are_finished_are_there_before_the_others() -> None:
    async with staged(quick(queue_ms=0, duration=60.0, workers=1)) as stage:
        task_id = await stage.engine.submit(submission(wish(seed=5, images=2)))
        first, second = stage.horde.tasks[0].slots
        second.starts_at, first.ends_at = first.ends_at, first.starts_at
        view = await stage.engine.look(task_id)
        assert (view.status, view.progress) == (TaskStatus.PENDING, 50)
        assert [image.seed for image in view.images] == [5]
        for _ in range(3):
            stage.clocks.ahead += 1
            assert (await stage.engine.look(task_id)).images == view.images
        assert stage.horde.tasks[0].reads == 1


async def test_a_model_that_nobody_serves_is_warned_of() -> None:
    async with staged() as stage:
        task_id = await stage.engine.submit(submission(wish(model="Pastel Mix")))
        with structlog.testing.capture_logs() as logs:
            for _ in range(3):
                view = await stage.engine.look(task_id)
                assert (view.status, view.notes) == (TaskStatus.PENDING, (NO_WORKER,))
                stage.clocks.ahead += 1
        assert [log["event"] for log in logs] == ["task.not_possible"]


async def test_warnings_of_the_submit_are_told_with_the_images() -> None:
    odd = [{"code": "StepsTooMany", "message": "so many"}]
    async with staged(quick(warnings=odd)) as stage:
        task_id = await stage.engine.submit(submission())
        assert (await stage.ended(task_id)).notes == (text("note.unusual", option="steps"),)
        await stage.engine.forget(task_id)
        assert (await stage.ended(task_id)).notes == ()


async def test_a_task_that_has_expired_may_be_submitted_anew() -> None:
    async with staged(quick(lifetime_s=0.0)) as stage:
        task_id = await stage.engine.submit(submission())
        with pytest.raises(errors.TaskNotFoundError):
            await stage.engine.look(task_id)
        await stage.engine.cancel(task_id)
    async with staged() as stage:
        with pytest.raises(errors.TaskNotFoundError):
            await stage.engine.look(TaskId("../find_user?x"))
        assert stage.horde.requests[-1].path.startswith("/api/v2/generate/check/")


async def test_a_cancelled_task_ends_without_images_that_had_not_begun() -> None:
    async with staged(quick(queue_ms=60_000, duration=90.0)) as stage:
        task_id = await stage.engine.submit(submission(wish(images=2)))
        for _ in range(2):
            await stage.engine.cancel(task_id)
        assert stage.horde.tasks[0].is_cancelled
        assert (await stage.ended(task_id)).status is TaskStatus.FAILED


async def test_an_address_is_signed_anew_when_it_has_expired_or_the_file_is_late() -> None:
    for knobs in (quick(image_fault=ImageFault.EXPIRED_ONCE), quick(image_missing=1)):
        async with staged(knobs) as stage:
            task_id = await stage.engine.submit(submission())
            [image] = (await stage.ended(task_id)).images
            picture = await stage.engine.fetch(task_id, 0, image)
            assert picture.width == 512
            assert (stage.horde.tasks[0].reads, stage.horde.tasks[0].downloads[-1]) == (2, 200)


@each_row(
    "knobs",
    [
        quick(image_missing=99),
        quick(image_fault=ImageFault.TEXT),
        quick(image_fault=ImageFault.HTML),
        quick(image_fault=ImageFault.TRUNCATED),
        quick(image_fault=ImageFault.HUGE_LENGTH),
        quick(image_fault=ImageFault.HUGE_PIXELS),
        quick(image_fault=ImageFault.REDIRECT_AWAY),
        quick(generation=lambda *_: {"img": "N/A"}),
        quick(generation=lambda *_: {"img": "http://10.0.0.1/x.webp"}),
        quick(generation=lambda *_: {"img": "https://user:word@r2.test/x.webp"}),
    ],
)
async def test_what_is_no_picture_is_missing(knobs: Knobs) -> None:
    async with staged(knobs) as stage:
        task_id = await stage.engine.submit(submission())
        [image] = (await stage.ended(task_id)).images
        with pytest.raises(errors.ImageError):
            await stage.engine.fetch(task_id, 0, image)


async def test_a_png_under_another_name_is_a_png() -> None:
    async with staged(quick(png=True)) as stage:
        task_id = await stage.engine.submit(submission())
        [image] = (await stage.ended(task_id)).images
        assert (await stage.engine.fetch(task_id, 0, image)).format == "png"


async def test_an_image_that_is_judged_anew_is_not_fetched_by_the_old_judgement() -> None:
    async with staged(quick(image_fault=ImageFault.EXPIRED_ONCE)) as stage:
        task_id = await stage.engine.submit(submission())
        [image] = (await stage.ended(task_id)).images
        stage.horde.knobs.generation = lambda *_: {"censored": True}
        with pytest.raises(errors.ImageError, match="anew"):
            await stage.engine.fetch(task_id, 0, image)


async def test_a_suspicious_prompt_is_rewritten_not_punished() -> None:
    async with staged() as stage:
        await stage.engine.submit(submission(wish(prompt="a (forbidden) dog", negative_prompt="x")))
        assert stage.horde.tasks[0].prompt == "a dog ### not allowed, x"


async def test_a_corrupt_prompt_concerns_its_member_and_the_time_out_everybody() -> None:
    async with staged() as stage:
        with pytest.raises(errors.RefusedPromptError) as refused:
            await stage.engine.submit(submission(wish(prompt="forbidden")))
        assert refused.value.scope is Scope.MEMBER
        with pytest.raises(errors.RateLimitedError) as paused:
            await stage.engine.submit(submission())
        assert paused.value.scope is Scope.ENGINE
        assert paused.value.retry_after == pytest.approx(180, abs=2)


async def test_refusals_are_told_apart() -> None:
    async with staged(key="another-key-of-sixteen") as stage:
        with pytest.raises(errors.BadKeyError):
            await stage.engine.submit(submission())
    async with staged(quick(maintenance=True)) as stage:
        with pytest.raises(errors.ServerFaultError) as caught:
            await stage.engine.submit(submission())
        assert (caught.value.scope, caught.value.retry_after) == (Scope.ENGINE, 60)
    async with staged(key="0000000000") as stage:
        with pytest.raises(errors.TooCostlyError):
            await stage.engine.submit(submission(wish(steps=41)))
    async with staged(quick(most_waiting=1)) as stage:
        with pytest.raises(errors.RateLimitedError):
            await stage.engine.submit(submission(wish(images=2)))


async def test_a_full_minute_is_left_to_the_queue() -> None:
    async with staged() as stage:
        now = stage.clocks.now()
        stage.budget.uses += [("horde.submit", now)] * 90
        with pytest.raises(errors.RateLimitedError) as caught:
            await stage.engine.submit(submission())
        assert caught.value.retry_after == pytest.approx(60, abs=1)
        assert not stage.horde.requests


async def test_a_database_that_is_away_stops_a_submit_before_it_is_sent() -> None:
    async with staged() as stage:

        async def away(*_: object, **__: object) -> float:
            raise StoreError("away")

        stage.budget.take = away  # type: ignore[method-assign] # a store that fails
        with pytest.raises(errors.RateLimitedError):
            await stage.engine.submit(submission())
        assert not stage.horde.requests


async def test_a_server_that_starts_anew_keeps_its_tasks() -> None:
    async with staged() as stage:
        task_id = await stage.engine.submit(submission())
        await stage.horde.stop()
        with pytest.raises(errors.NetworkFaultError):
            await stage.engine.look(task_id)
        with pytest.raises(errors.NetworkFaultError):
            await stage.engine.submit(submission())
        await stage.horde.start()
        assert (await stage.ended(task_id)).status is TaskStatus.SUCCEEDED


@each_row(
    "fault",
    [
        Fault(route="submit", drop="after"),
        Fault(route="submit", cut=True),
        Fault(route="submit", html=True, status=200),
        Fault(route="submit", html=True, status=502, after=True),
        Fault(route="submit", status=500, message="Internal Server Error"),
        Fault(route="submit", flood=600_000_000),
    ],
)
async def test_a_submit_without_a_whole_answer_is_in_doubt(fault: Fault) -> None:
    async with staged() as stage:
        stage.horde.faults.add(fault)
        with pytest.raises(errors.ReplyLostError):
            await stage.engine.submit(submission())
        await stage.horde.wait_until(lambda horde: bool(horde.asked("submit")), 5)
        assert len(stage.horde.asked("submit")) == 1


@each_row(
    "fault",
    [
        Fault(route="check", drop="before"),
        Fault(route="check", cut=True),
        Fault(route="check", status=500),
        Fault(route="check", html=True, status=200),
        Fault(route="check", body='{"done":'),
        Fault(route="status", html=True, status=503),
    ],
)
async def test_a_look_survives_a_passing_fault(fault: Fault) -> None:
    async with staged() as stage:
        task_id = await stage.engine.submit(submission())
        stage.horde.faults.add(fault)
        assert (await stage.ended(task_id)).status is TaskStatus.SUCCEEDED
        assert fault.met == 1


@each_row(
    "fault, kind",
    [
        (Fault(route="check", html=True, status=302, times=None), errors.RouteGoneError),
        (Fault(route="check", html=True, status=404, times=None), errors.RouteGoneError),
        (Fault(route="check", html=True, status=200, times=None), errors.MalformedReplyError),
        (Fault(route="check", flood=600_000_000, times=None), errors.MalformedReplyError),
    ],
)
async def test_a_server_that_is_not_what_it_claims_ends_no_task(
    fault: Fault, kind: type[errors.EngineError]
) -> None:
    async with staged() as stage:
        task_id = await stage.engine.submit(submission())
        stage.horde.faults.add(fault)
        with pytest.raises(kind):
            await stage.engine.look(task_id)
