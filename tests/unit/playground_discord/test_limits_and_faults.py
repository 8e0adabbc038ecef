"""Rate limits and the faults that can be armed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import aiohttp
import pytest

from bot.playground.discord.calls import Answer, Call, Limit, Route
from bot.playground.discord.ratelimits import RateLimits
from tests.unit.playground_discord.wire import text, v2

if TYPE_CHECKING:
    from tests.unit.playground_discord.wire import Wire

EDITS = Limit("edits", 2, 5.0, "channel")


def route(limit: Limit = EDITS, *, by_token: bool = False) -> Route:
    return Route("PATCH", "/x/{channel}", lambda _: Answer(), limit, by_token)


def call(at: float, channel: str = "1") -> Call:
    return Call(method="PATCH", path="/x", params={"channel": channel}, at=at)


def test_a_bucket_empties_and_fills_again() -> None:
    limits = RateLimits()
    rulings = [limits.rule(route(), call(at)) for at in (0, 1, 4.9, 5.0)]
    assert [each.allowed for each in rulings] == [True, True, False, True]
    assert [each.headers["X-RateLimit-Remaining"] for each in rulings] == ["1", "0", "0", "1"]
    assert limits.refused == 1


def test_each_channel_has_its_own_bucket() -> None:
    limits = RateLimits()
    channels = ["1", "1", "2", "2"]
    assert all(limits.rule(route(), call(0, channel)).allowed for channel in channels)


def test_a_refusal_says_when_and_that_it_came_through_a_proxy() -> None:
    limits = RateLimits()
    ruling = [limits.rule(route(), call(at)) for at in (0, 0, 1.5)][-1]
    assert ruling.retry_after == 3.5
    assert ruling.headers["Retry-After"] == "4"
    assert ruling.headers["X-RateLimit-Scope"] == "user"
    assert "Via" in ruling.headers


def test_the_bot_has_fifty_calls_a_second_over_all() -> None:
    limits, wide = RateLimits(), Limit("wide", 1000, 1.0)
    rulings = [limits.rule(route(wide), call(0)) for _ in range(51)]
    assert [each.allowed for each in rulings] == [True] * 50 + [False]
    assert rulings[-1].headers["X-RateLimit-Global"] == "true"


def test_interactions_do_not_count_towards_the_global_limit() -> None:
    limits, wide = RateLimits(), Limit("wide", 1000, 1.0)
    assert all(limits.rule(route(wide, by_token=True), call(0)).allowed for _ in range(200))
    assert limits.rule(route(wide), call(0)).allowed


async def test_a_hundred_members_can_be_answered_at_once(wire: Wire) -> None:
    acts = [await wire.act() for _ in range(100)]
    heard = [await wire.answer(it, 4, v2(text())) for it in acts]
    assert {each.status for each in heard} == {200}


async def test_a_webhook_takes_five_calls_in_two_seconds(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(text()))
    heard = [await wire.edit(it, v2(text(str(n)))) for n in range(6)]
    assert [each.status for each in heard] == [200] * 5 + [429]
    assert 0 < heard[-1].body["retry_after"] <= 2
    assert heard[0].headers["X-RateLimit-Remaining"] == "4"
    assert (len(it.shown.versions), wire.discord.limits.refused) == (6, 1)


async def test_a_channel_takes_five_edits_in_five_seconds(wire: Wire) -> None:
    message = await wire.said()
    path = f"{wire.channel_path()}/{message.id}"
    heard = [await wire.call("PATCH", path, v2(text(str(n)))) for n in range(6)]
    assert [each.status for each in heard] == [200] * 5 + [429]
    assert 2 < heard[-1].body["retry_after"] <= 5


async def test_a_fault_answers_instead_and_then_is_spent(wire: Wire) -> None:
    fault = wire.discord.faults.add(method="POST", path="/callback$", status=500, times=1)
    it = await wire.act()
    assert (await wire.answer(it, 4, v2(text()))).refusal == (500, 0)
    assert it.callback is None
    assert (await wire.answer(it, 4, v2(text()))).status == 200
    assert fault.hits == 1


async def test_a_fault_can_let_some_through_and_choose_its_code(wire: Wire) -> None:
    wire.discord.faults.add(path="/users/@me", status=403, code=50001, skip=1, times=None)
    heard = [await wire.call("GET", "/users/@me") for _ in range(3)]
    assert [each.status for each in heard] == [200, 403, 403]
    assert heard[1].refusal == (403, 50001)
    wire.discord.faults.clear()
    assert (await wire.call("GET", "/users/@me")).status == 200


async def test_a_fault_can_wait_for_files(wire: Wire) -> None:
    wire.discord.faults.add(path="/messages$", status=413, code=40005, with_files=True)
    path = wire.channel_path()
    assert (await wire.call("POST", path, v2(text()))).status == 200
    assert (await wire.call("POST", path, {}, files={"a": b"x"})).refusal == (413, 40005)


async def test_a_429_on_demand_has_its_headers(wire: Wire) -> None:
    wire.discord.faults.add(path="/users/@me", status=429, retry_after=0.25)
    heard = await wire.call("GET", "/users/@me")
    assert (heard.status, heard.body["retry_after"]) == (429, 0.25)
    assert {"Via", "Retry-After"} <= set(heard.headers)


@pytest.mark.parametrize(("drop", "done"), [(True, False), ("after", True)])
async def test_a_connection_is_reset_before_or_after_the_deed(
    wire: Wire, drop: bool | Literal["after"], done: bool
) -> None:
    it = await wire.act()
    wire.discord.faults.add(path="/callback$", drop=drop)
    with pytest.raises(aiohttp.ClientConnectionError):
        await wire.answer(it, 4, v2(text()))
    assert (it.message is not None) is done
    (logged,) = wire.discord.requests.find(path="/callback$")
    assert logged.status == 0


async def test_a_delay_without_more_is_only_late(wire: Wire) -> None:
    wire.discord.faults.add(path="/callback$", delay=0.05)
    it = await wire.act()
    assert (await wire.answer(it, 4, v2(text()))).status == 200
