"""The engine hears by WebSocket when a task ends, and how far it is."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import aiohttp

from bot.domain.ids import TaskId
from bot.domain.ports import TaskStatus
from bot.engines.comfyui import listening as module
from bot.engines.comfyui.listening import Listener
from bot.engines.comfyui.progress import Progress
from bot.playground.comfyui.server import ComfyuiStandIn
from tests.tables import each_row
from tests.unit.engines.comfyui.doubles import (
    SOON,
    VERSIONS,
    Hints,
    engine_at,
    listening,
    quick,
    submission,
    wish,
)

if TYPE_CHECKING:
    from bot.playground.comfyui.knobs import Version


@each_row("version", VERSIONS)
@each_row("fail", [None, "error", "memory"])
async def test_an_end_is_told_at_once(version: Version, fail: str | None) -> None:
    knobs = quick(version=version, fail=fail, previews=True)
    async with (
        ComfyuiStandIn(knobs) as server,
        engine_at(server) as engine,
        listening(engine, server) as hints,
    ):
        task_id = await engine.submit(submission())
        await hints.until(1)
        assert set(hints.given) == {task_id}


async def test_an_end_that_nobody_waited_for_yet_is_told_once_more() -> None:
    async with (
        ComfyuiStandIn(quick()) as server,
        engine_at(server) as engine,
        listening(engine, server, deaf=9) as hints,
    ):
        task_id = await engine.submit(submission())
        await server.wait_until(lambda it: it.tasks[0].has_ended, SOON)
        # Two frames tell of an end, and a connection that has just been opened may once.
        await hints.until(4)
    assert set(hints.given) == {task_id}


async def test_when_the_last_hint_comes_the_task_has_ended() -> None:
    async with (
        ComfyuiStandIn(quick()) as server,
        engine_at(server) as engine,
        listening(engine, server) as hints,
    ):
        task_id = await engine.submit(submission())
        await hints.until(2)
        assert (await engine.look(task_id)).status is TaskStatus.SUCCEEDED


async def test_a_look_tells_how_far_a_task_is() -> None:
    async with (
        ComfyuiStandIn(quick(duration=60)) as server,
        engine_at(server) as engine,
        listening(engine, server),
    ):
        task_id = await engine.submit(submission(wish(images=2)))
        assert (await engine.look(task_id)).progress is None
        engine._progress.note(task_id, "sampler_1", 0.5)
        assert (await engine.look(task_id)).progress == 25
        await engine.forget(task_id)
        assert (await engine.look(task_id)).progress is None


async def test_the_steps_of_a_task_are_heard_and_those_of_others_are_not() -> None:
    async with (
        ComfyuiStandIn(quick(duration=0.2)) as server,
        engine_at(server) as engine,
        listening(engine, server),
        aiohttp.ClientSession() as session,
    ):
        task_id = await engine.submit(submission(wish(steps=4)))
        graph = json.loads(json.dumps(server.tasks[0].graph).replace("j1-1", "theirs"))
        # Without a client id the server tells everybody.
        await session.post(f"{server.url}/prompt", json={"prompt": graph})
        told = list[int]()
        while not server.tasks[0].has_ended:
            async with asyncio.timeout(SOON):
                await server._state.changed.wait()
            told.append(engine._progress.percent(task_id) or 0)
        await server.wait_until(lambda it: it.tasks[1].has_ended, SOON)
    assert max(told) >= 50
    assert engine._progress.tasks == (task_id,)


async def test_a_broken_connection_is_opened_again_and_what_was_missed_is_hinted() -> None:
    async with (
        ComfyuiStandIn(quick(duration=60)) as server,
        engine_at(server) as engine,
        listening(engine, server) as hints,
    ):
        task_id = await engine.submit(submission())
        await server.hang_up()
        await server.wait_until(lambda it: not it.listeners, SOON)
        await hints.until(1)
        assert hints.given == [task_id]
        await server.wait_until(lambda it: len(it.listeners) == 1, SOON)


async def test_a_task_of_before_a_restart_of_ours_is_hinted_too() -> None:
    async with ComfyuiStandIn(quick(duration=60)) as server:
        async with engine_at(server) as earlier:
            task_id = await earlier.submit(submission())
        async with engine_at(server) as engine, listening(engine, server) as hints:
            assert (await engine.look(task_id)).progress is None
            await server.hang_up()
            await hints.until(1)
            assert hints.given == [task_id]


async def test_pauses_grow_while_nobody_answers_and_are_short_again_after() -> None:
    pauses, paused = list[float](), asyncio.Event()
    progress = Progress()
    progress.expect(TaskId("t"), ())
    async with ComfyuiStandIn(quick()) as server, aiohttp.ClientSession() as session:
        await server.stop()

        async def sleep(seconds: float) -> None:
            pauses.append(seconds)
            await asyncio.sleep(0)
            if len(pauses) == 9:
                await server.start()
            elif len(pauses) > 9:
                paused.set()
                await asyncio.Event().wait()

        hints = Hints()
        listener = Listener(session, server.url, "me", progress, sleep=sleep)
        running = asyncio.create_task(listener.run(hints, lambda: None))
        await hints.until(1)
        await server.hang_up()
        async with asyncio.timeout(SOON):
            await paused.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert pauses[:9] == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30]
    assert pauses[9] == module.FIRST_PAUSE
