"""The transport against a real server on loopback."""

from __future__ import annotations

import asyncio
import socket
import traceback
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot import engine_errors
from bot.domain.ids import TaskId
from bot.engines import transport
from bot.engines.novita import wire
from bot.engines.novita.opening import endpoint
from bot.engines.retries import LOOKS, outright
from tests.tables import each_row

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from aiohttp.typedefs import Handler

    from bot.engines.http import Request

KEY = "sk_0123456789abcdef"
LOOK = wire.task_result(TaskId("t1"))
SUBMIT = wire.submit({"prompt": "dog"})


@asynccontextmanager
async def novita(handler: Handler) -> AsyncGenerator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


@asynccontextmanager
async def served(handler: Handler, *, seconds: float = 5) -> AsyncGenerator[transport.Transport]:
    async with (
        novita(handler) as url,
        transport.open_transport(endpoint(url, SecretStr(KEY)), seconds=seconds) as send,
    ):
        yield send


async def echo(request: web.Request) -> web.Response:
    return web.json_response(
        {
            "method": request.method,
            "path": request.path_qs,
            "authorization": request.headers["Authorization"][:7],
            "type": request.headers.get("Content-Type"),
            "body": (await request.read()).decode(),
        },
        headers={"Retry-After": "3"},
        status=418,
    )


async def reset(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def stall(request: web.Request) -> web.Response:
    await asyncio.Event().wait()
    return web.Response()


async def cut(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"task_id":')
    assert request.transport is not None
    request.transport.close()
    return response


async def drip(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b'{"task_id":')
    await asyncio.Event().wait()
    return response


async def flood(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(64):
        await response.write(b" " * 1024 * 1024)
    return response


async def moved(_: web.Request) -> web.Response:
    return web.Response(status=302, headers={"Location": "http://127.0.0.1:1/elsewhere"})


async def test_a_submit_crosses_the_wire_as_it_was_built() -> None:
    async with served(echo) as send:
        response = await send(SUBMIT)
    assert response.status == 418
    assert response.headers["retry-after"] == "3"
    assert response.body == (
        b'{"method": "POST", "path": "/v3/async/txt2img", "authorization": "Bearer ", '
        b'"type": "application/json", "body": "{\\"prompt\\": \\"dog\\"}"}'
    )


async def test_a_look_crosses_the_wire_without_a_body() -> None:
    async with served(echo) as send:
        response = await send(LOOK)
    assert b'"path": "/v3/async/task-result?task_id=t1"' in response.body
    assert b'"type": null, "body": ""' in response.body


@each_row("handler", [reset, stall, cut, drip])
async def test_a_submit_that_was_sent_and_got_no_whole_answer_is_lost(handler: Handler) -> None:
    async with served(handler, seconds=0.2) as send:
        with pytest.raises(engine_errors.ReplyLostError):
            await send(SUBMIT)


@each_row("handler", [reset, stall, cut, drip])
async def test_a_look_that_got_no_whole_answer_may_be_repeated(handler: Handler) -> None:
    async with served(handler, seconds=0.2) as send:
        with pytest.raises(engine_errors.NetworkFaultError) as caught:
            await send(LOOK)
    assert caught.value.transient


@pytest.mark.parametrize("handler", [stall, drip])
async def test_a_look_waits_for_a_silent_engine_once_and_not_long(handler: Handler) -> None:
    async with served(handler, seconds=60) as send, asyncio.timeout(10):
        with pytest.raises(engine_errors.SilentError):
            await outright(LOOKS, lambda: send(replace(LOOK, silence=0.2)))


async def test_an_answer_may_take_longer_than_a_silence() -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(6):
            await asyncio.sleep(0.1)
            await response.write(b".")
        return response

    async with served(slow) as send:
        assert (await send(replace(LOOK, silence=0.4))).body == b"......"


@pytest.mark.parametrize(
    ("request_", "kind"),
    [(LOOK, engine_errors.MalformedReplyError), (SUBMIT, engine_errors.ReplyLostError)],
)
async def test_an_endless_answer_is_cut_short(
    request_: Request, kind: type[engine_errors.EngineError]
) -> None:
    async with served(flood) as send:
        with pytest.raises(kind, match="more than 8388608 bytes"):
            await send(request_)


async def test_a_request_may_say_how_large_its_answer_may_be() -> None:
    async with served(flood) as send:
        with pytest.raises(engine_errors.MalformedReplyError, match="more than 3000 bytes"):
            await send(replace(LOOK, max_bytes=3000))
        body = (await send(replace(LOOK, max_bytes=65 * 1024 * 1024))).body
    assert len(body) == 64 * 1024 * 1024


async def test_a_redirect_is_an_answer_and_the_key_follows_none() -> None:
    async with served(moved) as send:
        assert (await send(LOOK)).status == 302


def closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@each_row("host", ["127.0.0.1", "no-such-host.invalid"])
@each_row("request_", [LOOK, SUBMIT])
async def test_what_was_never_sent_is_a_network_fault(host: str, request_: Request) -> None:
    base_url = f"http://{host}:{closed_port()}"
    async with transport.open_transport(endpoint(base_url, SecretStr(KEY)), seconds=5) as send:
        with pytest.raises(engine_errors.NetworkFaultError):
            await send(request_)


async def test_a_submit_that_waited_in_vain_for_a_connection_was_not_sent() -> None:
    async with (
        novita(stall) as url,
        aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=1),
            trace_configs=[transport.noting_connections()],
        ) as session,
    ):
        first, second = (
            transport.Transport(session, endpoint(url, SecretStr(KEY)), seconds=seconds)
            for seconds in (5, 0.1)
        )
        holding = asyncio.create_task(first(LOOK))
        await asyncio.sleep(0)
        with pytest.raises(engine_errors.NetworkFaultError):
            await second(SUBMIT)
        holding.cancel()
        await asyncio.gather(holding, return_exceptions=True)


async def test_one_connection_carries_many_requests() -> None:
    peers: set[object] = set()

    async def note(request: web.Request) -> web.Response:
        assert request.transport is not None
        peers.add(request.transport.get_extra_info("peername"))
        return web.Response()

    async with served(note) as send:
        for _ in range(5):
            await send(LOOK)
    assert len(peers) == 1


async def test_a_submit_on_a_connection_that_died_meanwhile_is_lost() -> None:
    calls = 0

    async def once(request: web.Request) -> web.Response:
        nonlocal calls
        calls += 1
        return web.Response() if calls == 1 else await reset(request)

    async with served(once) as send:
        await send(LOOK)
        with pytest.raises(engine_errors.ReplyLostError):
            await send(SUBMIT)
    assert calls == 2


async def test_an_echoed_key_is_blotted_out() -> None:
    async def tell(request: web.Request) -> web.Response:
        return web.Response(text=request.headers["Authorization"], status=403)

    async with served(tell) as send:
        assert (await send(LOOK)).body == b"Bearer [key]"


@each_row("handler", [reset, stall, cut])
async def test_the_key_is_in_no_error_and_no_repr(handler: Handler) -> None:
    async with served(handler, seconds=0.2) as send:
        with pytest.raises(engine_errors.EngineError) as caught:
            await send(SUBMIT)
        assert KEY not in repr(send) + repr(SUBMIT)
    assert KEY not in "".join(traceback.format_exception(caught.value))
