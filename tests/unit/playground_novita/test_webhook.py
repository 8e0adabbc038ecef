"""The event of a task's end."""

from __future__ import annotations

import asyncio
import math
import time
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from tests.unit.playground_novita.caller import Caller, Json, body_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.playground.novita.server import NovitaStandIn


class Receiver:
    """Takes events on a loopback socket."""

    def __init__(self) -> None:
        self.url = ""
        self.events: asyncio.Queue[Any] = asyncio.Queue(100)
        self.statuses = [204]
        self.silence_s = 0.0

    async def take(self, request: web.Request) -> web.Response:
        self.events.put_nowait(await request.json())
        await asyncio.sleep(self.silence_s)
        return web.Response(status=self.statuses.pop(0) if self.statuses[1:] else self.statuses[0])

    async def next_event(self) -> Json:
        return await asyncio.wait_for(self.events.get(), 2)


@pytest.fixture
async def receiver() -> AsyncGenerator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


def hooked(receiver: Receiver, **webhook: Json) -> dict[str, Any]:
    body = body_of(image_num=2)
    body["extra"]["webhook"] = {"url": receiver.url} | webhook
    return body


async def test_the_event_holds_the_result_without_seed(
    caller: Caller, stand_in: NovitaStandIn, receiver: Receiver
) -> None:
    stand_in.knobs.ttl = 3600
    await caller.submit(hooked(receiver))
    event = await receiver.next_event()
    payload = event["payload"]
    assert event["event_type"] == "ASYNC_TASK_RESULT"
    assert payload["task"]["task_id"] == stand_in.tasks[0].task_id
    assert payload["task"]["status"] == "TASK_STATUS_SUCCEED"
    assert payload["extra"]["webhook"] == {"url": receiver.url}
    assert "seed" not in payload["extra"]
    assert [image["image_url_ttl"] for image in payload["images"]] == ["3600"] * 2


async def test_the_event_comes_when_the_task_ends(
    caller: Caller, stand_in: NovitaStandIn, receiver: Receiver
) -> None:
    stand_in.knobs.duration = math.inf
    await caller.submit(hooked(receiver))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(receiver.events.get(), 0.05)
    stand_in.tasks[0].finish("no GPU")
    event = await receiver.next_event()
    assert event["payload"]["task"]["reason"] == "no GPU"


async def test_the_event_comes_after_the_time_that_the_task_takes(
    caller: Caller, stand_in: NovitaStandIn, receiver: Receiver
) -> None:
    stand_in.knobs.duration = 0.03
    await caller.submit(hooked(receiver))
    await receiver.next_event()
    assert time.monotonic() >= stand_in.tasks[0].completed_at


async def test_the_event_may_come_before_a_poll_shows_the_end(
    caller: Caller, stand_in: NovitaStandIn, receiver: Receiver
) -> None:
    stand_in.knobs.duration = 60
    stand_in.knobs.webhook_delay_ms = -60_000
    task_id = (await caller.submit(hooked(receiver))).json["task_id"]
    assert (await receiver.next_event())["payload"]["task"]["status"] == "TASK_STATUS_SUCCEED"
    assert (await caller.poll(task_id)).json["images"] == []


async def test_a_failed_delivery_is_tried_five_times_more(
    caller: Caller, stand_in: NovitaStandIn, receiver: Receiver
) -> None:
    stand_in.knobs.webhook_backoff_s = 0
    receiver.statuses = [500]
    await caller.submit(hooked(receiver))
    await stand_in.wait_until(lambda s: len(s.tasks[0].webhook_attempts) == 6, 2)
    await asyncio.sleep(0)
    assert stand_in.tasks[0].webhook_attempts == [500] * 6


async def test_a_delivery_is_not_repeated_once_taken(
    caller: Caller, stand_in: NovitaStandIn, receiver: Receiver
) -> None:
    stand_in.knobs.webhook_backoff_s = 0
    receiver.statuses = [500, 204]
    await caller.submit(hooked(receiver))
    await stand_in.wait_until(lambda s: len(s.tasks[0].webhook_attempts) == 2, 2)
    await caller.submit(hooked(receiver))
    await stand_in.wait_until(lambda s: len(s.tasks[1].webhook_attempts) == 1, 2)
    assert stand_in.tasks[0].webhook_attempts == [500, 204]


async def test_silence_is_a_failed_delivery(
    caller: Caller, stand_in: NovitaStandIn, receiver: Receiver
) -> None:
    stand_in.knobs.webhook_timeout_s = 0.02
    stand_in.knobs.webhook_attempts = 2
    stand_in.knobs.webhook_backoff_s = 0
    receiver.silence_s = 5
    await caller.submit(hooked(receiver))
    await stand_in.wait_until(lambda s: s.tasks[0].webhook_attempts == [None, None], 2)


async def test_events_may_be_doubled(
    caller: Caller, stand_in: NovitaStandIn, receiver: Receiver
) -> None:
    stand_in.knobs.webhook_copies = 2
    await caller.submit(hooked(receiver))
    events = [await receiver.next_event() for _ in range(2)]
    stand_in.repeat_event(stand_in.tasks[0])
    events.append(await receiver.next_event())
    assert {e["payload"]["task"]["task_id"] for e in events} == {stand_in.tasks[0].task_id}


@pytest.mark.parametrize("status", ["TASK_STATUS_SUCCEED", "TASK_STATUS_FAILED"])
async def test_a_test_event_comes_at_once_with_the_status_asked(
    caller: Caller, stand_in: NovitaStandIn, receiver: Receiver, status: str
) -> None:
    stand_in.knobs.duration = math.inf
    mode = {"enabled": True, "return_task_status": status}
    await caller.submit(hooked(receiver, test_mode=mode))
    assert (await receiver.next_event())["payload"]["task"]["status"] == status
