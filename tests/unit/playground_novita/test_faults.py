"""Faults on demand."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Literal

import aiohttp
import pytest

from tests.unit.playground_novita.caller import body_of

if TYPE_CHECKING:
    from bot.playground.novita.faults import Route
    from bot.playground.novita.server import NovitaStandIn
    from tests.unit.playground_novita.caller import Caller

TARGETS: dict[Route, tuple[str, str]] = {
    "submit": ("POST", "/v3/async/txt2img"),
    "result": ("GET", "/v3/async/task-result"),
    "model": ("GET", "/v3/model"),
    "user": ("GET", "/v3/user"),
    "balance": ("GET", "/openapi/v1/billing/balance/detail"),
    "image": ("GET", "/images/prod/task/name.jpeg"),
}


@pytest.mark.parametrize("route", TARGETS)
async def test_each_route_can_fail_as_often_as_told(
    caller: Caller, stand_in: NovitaStandIn, route: Route
) -> None:
    fault = stand_in.faults.add(route=route, status=503, reason="SERVICE_NOT_AVAILABLE", times=2)
    replies = [await caller.call(*TARGETS[route]) for _ in range(3)]
    assert [r.status == 503 for r in replies] == [True, True, False]
    assert replies[0].json["reason"] == "SERVICE_NOT_AVAILABLE"
    assert (fault.met, fault.is_spent) == (2, True)


async def test_a_fault_without_end_lasts_until_it_is_cleared(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.faults.add(route="user", status=500, times=None)
    assert [(await caller.call("GET", "/v3/user")).status for _ in range(3)] == [500] * 3
    stand_in.faults.clear()
    assert (await caller.call("GET", "/v3/user")).status == 200


async def test_headers_and_body_are_sent_word_for_word(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.faults.add(route="user", status=429, body="{}", headers={"Retry-After": "3"})
    reply = await caller.call("GET", "/v3/user")
    assert (reply.status, reply.json, reply.headers["Retry-After"]) == (429, {}, "3")


async def test_a_gateway_answers_in_html(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.faults.add(route="submit", html=True)
    reply = await caller.submit(body_of())
    assert (reply.status, reply.headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert len(stand_in.tasks) == 0


async def test_html_may_come_with_200_after_the_task_was_made(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.faults.add(route="submit", html=True, status=200, after=True)
    reply = await caller.submit(body_of())
    assert (reply.status, reply.json) == (200, None)
    assert len(stand_in.tasks) == 1


@pytest.mark.parametrize(("drop", "tasks"), [("before", 0), ("after", 1)])
async def test_a_reply_is_lost_before_or_after_the_task_is_made(
    caller: Caller, stand_in: NovitaStandIn, drop: Literal["before", "after"], tasks: int
) -> None:
    stand_in.faults.add(route="submit", drop=drop)
    with pytest.raises(aiohttp.ClientConnectionError):
        await caller.submit(body_of())
    assert len(stand_in.tasks) == tasks
    assert stand_in.requests[-1].status is None


async def test_a_false_answer_can_be_given_after_the_task_was_made(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.faults.add(route="submit", body='{"task_id": "0fe', after=True)
    reply = await caller.call("POST", "/v3/async/txt2img", json=body_of(), read_json=False)
    assert (reply.content, len(stand_in.tasks)) == (b'{"task_id": "0fe', 1)


async def test_a_cut_answer_ends_in_the_middle(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.faults.add(route="submit", cut=True)
    with pytest.raises(aiohttp.ClientPayloadError):
        await caller.submit(body_of())
    assert len(stand_in.tasks) == 1


async def test_a_silence_outlasts_the_client_and_the_task_is_made(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.faults.add(route="submit", delay=30)
    with pytest.raises(TimeoutError):
        await caller.call(
            "POST",
            "/v3/async/txt2img",
            json=body_of(),
            timeout=aiohttp.ClientTimeout(total=0.05),
        )
    assert len(stand_in.tasks) == 1


async def test_a_delayed_answer_is_the_true_one(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.faults.add(route="user", delay=0.03)
    asked_at = time.monotonic()
    reply = await caller.call("GET", "/v3/user")
    assert time.monotonic() - asked_at >= 0.03
    assert reply.json["credit_balance"] == stand_in.knobs.balance
