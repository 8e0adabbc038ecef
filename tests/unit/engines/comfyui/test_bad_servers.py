"""Servers that are not what they claim, or that break in the middle of an answer."""

from __future__ import annotations

import pytest
from stamina import AsyncRetryingCaller

from bot import engine_errors
from bot.engines.comfyui.opening import open_comfyui
from bot.playground.comfyui.faults import Fault
from bot.playground.comfyui.server import ComfyuiStandIn
from tests.tables import each_row
from tests.unit.engines.comfyui.doubles import (
    SOON,
    ended,
    engine_at,
    listening,
    options,
    quick,
    submission,
)

HUGE = 600_000_000
ONCE = AsyncRetryingCaller(attempts=1)


async def test_a_login_page_is_told_to_the_operator() -> None:
    async with (
        ComfyuiStandIn(quick(front="login page")) as server,
        open_comfyui(options(server.url)) as engine,
    ):
        with pytest.raises(engine_errors.ReplyLostError):
            await engine.submit(submission())
        for ask in (engine.find(submission()), engine.look(submission().job_id)):  # type: ignore[arg-type]
            with pytest.raises(engine_errors.RouteGoneError, match="a web page, not ComfyUI"):
                await ask
        for question in engine.questions().values():
            with pytest.raises(engine_errors.RouteGoneError, match="COMFYUI_URL"):
                await question()
        assert not await engine.catalogue.refresh()
        assert engine.catalogue.default_checkpoint() is None


async def test_a_password_is_told_to_the_operator() -> None:
    async with (
        ComfyuiStandIn(quick(front="password")) as server,
        open_comfyui(options(server.url)) as engine,
    ):
        with pytest.raises(engine_errors.BadKeyError, match="password"):
            await engine.submit(submission())
        with pytest.raises(engine_errors.BadKeyError):
            await engine.find(submission())
        with pytest.raises(engine_errors.BadKeyError):
            await engine.questions()["ComfyUI server"]()


async def test_a_server_that_is_off_is_no_answer() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        await server.stop()
        for ask in (engine.submit(submission()), engine.find(submission())):
            with pytest.raises(engine_errors.NetworkFaultError):
                await ask


@each_row("route", ["job", "history", "queue", "models", "object_info", "stats"])
async def test_an_endless_answer_is_dropped_after_a_fraction(route: str) -> None:
    async with (
        ComfyuiStandIn(quick(version="0.3.64")) as server,
        open_comfyui(options(server.url)) as engine,
    ):
        task_id = await engine.submit(submission())
        await server.wait_until(lambda it: it.tasks[0].has_ended, SOON)
        await server.restart()
        server.faults.add(Fault(route=route, flood=HUGE, times=None))
        engine.catalogue._lists = ONCE
        asks = [engine.look(task_id), engine.catalogue.ask()]
        asks += [question() for question in engine.questions().values()]  # type: ignore[misc]
        failures = list[engine_errors.EngineError]()
        for ask in asks:
            try:
                await ask
            except engine_errors.EngineError as error:
                failures.append(error)
        assert any("bytes" in str(error) for error in failures)


async def test_an_endless_answer_to_a_submit_leaves_doubt() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        server.faults.add(Fault(route="prompt", flood=HUGE, after=True))
        with pytest.raises(engine_errors.ReplyLostError):
            await engine.submit(submission())
        assert (await engine.find(submission())).task_id == server.tasks[0].task_id


@each_row(
    "fault",
    [
        Fault(route="view", flood=HUGE, kind="image/png", times=None),
        Fault(route="view", body="<html>", kind="text/html", times=None),
        Fault(route="view", body=b"", kind="image/png", times=None),
        Fault(route="view", status=302, headers={"Location": "/view?filename=x"}, times=None),
        Fault(route="view", status=302, headers={"Location": "http://example.com"}, times=None),
    ],
)
async def test_what_is_no_image_is_refused_for_good(fault: Fault) -> None:
    fault.met = 0
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission())
        view = await ended(engine, server, task_id)
        server.faults.add(fault)
        with pytest.raises(engine_errors.ImageError) as caught:
            await engine.fetch(task_id, 0, view.images[0])
        assert not caught.value.transient
        assert fault.met == 1


@each_row("fault", [{"cut": True}, {"drop": "before"}, {"status": 503}])
async def test_a_fault_that_passes_costs_no_image(fault: dict[str, object]) -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission())
        view = await ended(engine, server, task_id)
        server.faults.add(Fault(route="view", **fault))  # type: ignore[arg-type]
        assert (await engine.fetch(task_id, 0, view.images[0])).width == 128


async def test_a_look_survives_a_passing_fault() -> None:
    async with ComfyuiStandIn(quick()) as server, engine_at(server) as engine:
        task_id = await engine.submit(submission())
        await ended(engine, server, task_id)
        for fault in ({"status": 500}, {"body": "{"}, {"drop": "before"}):
            server.faults.add(Fault(route="job", **fault))
            assert (await engine.look(task_id)).images


@pytest.mark.parametrize("front", ["password", "login page"])
async def test_listening_survives_a_server_that_is_none(front: str) -> None:
    async with (
        ComfyuiStandIn(quick()) as server,
        engine_at(server) as engine,
        listening(engine, server),
    ):
        server.knobs.front = front  # type: ignore[assignment]
        await server.hang_up()
        await server.wait_until(
            lambda it: [seen.route for seen in it.requests].count("ws") > 1, SOON
        )
        server.knobs.front = None
        await server.wait_until(lambda it: bool(it.listeners), SOON)
