"""The HTTP server, beside the running bot."""

from __future__ import annotations

import json
import math
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import pytest_asyncio

from tests.wire.sharing import alone, sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.wire.whole_bot import WholeBot

pytestmark = sharing

SECRET = "0123456789abcdef0123456789abcdef"


@asynccontextmanager
async def posting(port: int) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        yield session


@pytest.fixture(scope="module")
def settings(unused_tcp_port_factory: Callable[[], int]) -> dict[str, Any]:
    """Return those of a bot that the engine tells of each end."""
    port = unused_tcp_port_factory()
    return {
        "http_port": port,
        "novita_webhook_url": f"http://127.0.0.1:{port}",
        "novita_webhook_secret": SECRET,
    }


@pytest_asyncio.fixture(loop_scope="module")
async def web(bot: WholeBot) -> AsyncIterator[aiohttp.ClientSession]:
    async with posting(bot.settings["http_port"]) as session:
        yield session


async def test_healthz_is_200_while_all_is_well(bot: WholeBot, web: aiohttp.ClientSession) -> None:
    async with web.get("/healthz") as response:
        assert response.status == 200
        assert await response.json() == {"ok": True, "database": True, "shards": True}


async def test_healthz_is_503_while_the_gateway_is_away(
    bot: WholeBot, web: aiohttp.ClientSession
) -> None:
    bot.discord.gateway.accepting = False
    await bot.discord.disconnect_gateway("drop")

    async def health() -> int:
        async with web.get("/healthz") as response:
            return response.status

    statuses = [await health()]
    while 503 not in statuses and len(statuses) < 200:
        statuses.append(await health())
    assert 503 in statuses


async def test_metrics_count_what_happens(bot: WholeBot, web: aiohttp.ClientSession) -> None:
    await bot.imagined()
    async with web.get("/metrics") as response:
        assert response.status == 200
        text = await response.text()
    assert "darkroom_" in text
    assert SECRET not in text


async def test_the_engine_is_told_where_to_report(bot: WholeBot) -> None:
    await bot.imagined()
    port = bot.settings["http_port"]
    webhook = bot.novita.tasks[0].extra["webhook"]
    assert webhook["url"] == f"http://127.0.0.1:{port}/webhooks/novita/{SECRET}"


async def test_an_event_brings_the_next_look_forward(bot: WholeBot) -> None:
    # An unlearned model is looked at after 0.7 s and then not before 2 s.
    bot.novita.knobs.duration = 0.9
    invocation = await bot.imagine(model="sd_xl_base_1.0.safetensors")
    message = await invocation.final()
    task = bot.novita.tasks[0]
    assert len(message.pictures()) == 1
    assert message.now.came_at - task.completed_at < 0.4
    assert len(task.polls) == 2


async def test_an_event_before_its_end_and_twice_does_no_harm(bot: WholeBot) -> None:
    bot.novita.knobs.webhook_copies = 2
    bot.novita.knobs.webhook_delay_ms = -100
    bot.novita.knobs.duration = 0.3
    message = await bot.imagined()
    assert len(message.pictures()) == 1
    assert bot.asked("submit") == 1


async def test_a_forged_event_is_not_believed(bot: WholeBot, web: aiohttp.ClientSession) -> None:
    bot.novita.knobs.duration = math.inf
    invocation = await bot.imagine()
    await bot.submitted()
    task = bot.novita.tasks[0]
    looks = len(task.polls)
    payload = {
        "task": {"task_id": task.task_id, "status": "TASK_STATUS_SUCCEED"},
        "images": [{"image_url": "https://evil.example/x.png", "image_type": "png"}],
    }
    event = {"event_type": "ASYNC_TASK_RESULT", "payload": payload}
    async with web.post(f"/webhooks/novita/{SECRET}", json=event) as response:
        assert response.status == 204
    await eventually(lambda: len(task.polls) > looks)
    assert not invocation.shown.is_final
    assert bot.uploads() == []


async def test_who_lacks_the_secret_is_told_nothing(web: aiohttp.ClientSession) -> None:
    for secret in ("wrong", SECRET[:-1], "%00%ff"):
        async with web.post(f"/webhooks/novita/{secret}", json={}) as response:
            assert response.status == 404, secret


NONSENSE: tuple[Any, ...] = ("", "null", "[]", "{}", '{"payload": 3}', "\xff", "[" * 5000)


async def test_nonsense_with_the_secret_does_no_harm(
    bot: WholeBot, web: aiohttp.ClientSession
) -> None:
    for body in NONSENSE:
        async with web.post(f"/webhooks/novita/{SECRET}", data=body.encode("latin-1")) as response:
            assert response.status == 204, body
        assert len((await bot.imagined()).pictures()) == 1, body


async def test_an_event_too_large_is_refused(web: aiohttp.ClientSession) -> None:
    async with web.post(f"/webhooks/novita/{SECRET}", data=b" " * 1_000_000) as response:
        assert response.status == 413


async def test_the_secret_is_in_no_log(
    bot: WholeBot,
    web: aiohttp.ClientSession,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    for path in (f"/webhooks/novita/{SECRET}", "/webhooks/novita/wrong"):
        async with web.post(path, data=json.dumps({"payload": {"task": {}}})):
            pass
    await bot.imagined()
    written = capfd.readouterr()
    assert "webhook.received" in written.out + written.err
    assert SECRET not in written.out + written.err + caplog.text


@alone
async def test_without_a_port_nothing_is_served(bot: WholeBot, unused_tcp_port: int) -> None:
    async with posting(unused_tcp_port) as session:
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get("/healthz")
    await bot.imagined()
    assert "webhook" not in bot.novita.tasks[0].extra
