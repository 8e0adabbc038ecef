"""Calls that are held, done late, or answered with what nobody can read."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.playground.discord import DiscordStandIn, Weather
from bot.playground.discord.faults import Fault
from tests.tables import each_row
from tests.unit.playground_discord.wire import text, v2
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from typing import Any

    from bot.playground.discord import Invocation
    from bot.playground.discord.faults import Plan
    from tests.unit.playground_discord.wire import Wire

EDIT = r"/messages/@original$"


async def answered(wire: Wire) -> Invocation:
    it = await wire.act()
    await wire.answer(it, 4, v2(text("first")))
    return it


async def test_a_call_is_held_before_it_is_done(wire: Wire) -> None:
    it = await answered(wire)
    fault = wire.discord.faults.add(path=EDIT, hold=True)
    edit = asyncio.create_task(wire.edit(it, v2(text("second"))))
    await eventually(lambda: fault.held)
    assert it.text() == "first"
    fault.release()
    assert (await edit).status == 200
    assert (it.text(), fault.held) == ("second", 0)


async def test_an_answer_is_held_after_the_deed(wire: Wire) -> None:
    it = await answered(wire)
    fault = wire.discord.faults.add(path=EDIT, hold="after")
    edit = asyncio.create_task(wire.edit(it, v2(text("second"))))
    await eventually(lambda: fault.held)
    assert it.text() == "second"
    assert not edit.done()
    fault.release()
    assert (await edit).status == 200


async def test_what_is_held_can_still_be_cut_or_refused(wire: Wire) -> None:
    it = await answered(wire)
    cut = wire.discord.faults.add(path=EDIT, hold=True, drop=True)
    edit = asyncio.create_task(wire.edit(it, v2(text("second"))))
    await eventually(lambda: cut.held)
    cut.release()
    with pytest.raises(aiohttp.ClientConnectionError):
        await edit
    refused = wire.discord.faults.add(path=EDIT, hold=True, status=503)
    refused.release()
    assert (await wire.edit(it, v2(text("third")))).status == 503
    assert it.text() == "first"


async def test_clearing_lets_go_of_what_is_held(wire: Wire) -> None:
    it = await answered(wire)
    fault = wire.discord.faults.add(path=EDIT, hold=True)
    edit = asyncio.create_task(wire.edit(it, v2(text("second"))))
    await eventually(lambda: fault.held)
    wire.discord.faults.clear()
    assert (await edit).status == 200


async def test_later_edits_pass_one_that_is_held(wire: Wire) -> None:
    it = await answered(wire)
    fault = wire.discord.faults.add(path=EDIT, hold=True)
    edit = asyncio.create_task(wire.edit(it, v2(text("second"))))
    await eventually(lambda: fault.held)
    await wire.edit(it, v2(text("third")))
    fault.release()
    await edit
    assert it.text() == "second"


@pytest.mark.parametrize("end", [{"drop": True}, {"status": 502}, {"status": 403, "html": True}])
async def test_what_was_refused_is_done_late(wire: Wire, end: dict[str, Any]) -> None:
    it = await answered(wire)
    wire.discord.faults.add(path=EDIT, late=0.2, **end)
    try:
        raw = await sent(wire, it, "second")
    except aiohttp.ClientConnectionError:
        assert "drop" in end
    else:
        assert raw.status == end["status"]
    assert it.text() == "first"
    await it.until(lambda: it.text() == "second")
    assert it.shown.now.at >= it.shown.now.came_at + 0.2


async def test_what_is_late_counts_towards_the_limit_when_it_comes(wire: Wire) -> None:
    it = await answered(wire)
    wire.discord.faults.add(path=EDIT, late=0.2, drop=True)
    with pytest.raises(aiohttp.ClientConnectionError):
        await wire.edit(it, v2(text("late")))
    heard = [await wire.edit(it, v2(text(str(n)))) for n in range(5)]
    assert [each.status for each in heard] == [200] * 4 + [429]
    await it.until(lambda: it.text() == "late")


async def test_what_is_later_than_the_end_is_not_done(http: aiohttp.ClientSession) -> None:
    async with DiscordStandIn(weather=Weather.still()) as discord:
        discord.faults.add(path="/messages$", late=60, status=500)
        url = f"{discord.api_url}/channels/{discord.world.channel.id}/messages"
        headers = {"Authorization": f"Bot {discord.token}"}
        async with http.post(url, json={"content": "x"}, headers=headers) as answer:
            assert answer.status == 500
    assert discord.registry.everything() == []


@pytest.mark.parametrize("status", [403, 404, 429, 502, 520])
async def test_a_proxy_answers_with_a_page(wire: Wire, status: int) -> None:
    it = await answered(wire)
    wire.discord.faults.add(path=EDIT, status=status, html=True)
    answer = await sent(wire, it, "second")
    assert answer.status == status
    assert answer.content_type == "text/html"
    assert str(status) in await answer.text()
    assert "Via" not in answer.headers
    assert ("Retry-After" in answer.headers) is (status == 429)
    assert it.text() == "first"
    assert wire.discord.requests.all[-1].code == 0


@pytest.mark.parametrize("body", [b"", b"{", b"<html>", b"\xff\xfe"])
async def test_a_success_that_cannot_be_read_is_one(wire: Wire, body: bytes) -> None:
    it = await answered(wire)
    wire.discord.faults.add(path=EDIT, body=body)
    answer = await sent(wire, it, "second")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert await answer.read() == body
    assert it.text() == "second"


async def test_a_refusal_can_be_read_all_the_same(wire: Wire) -> None:
    it = await answered(wire)
    wire.discord.faults.add(path=EDIT, body=b"{")
    assert (await wire.edit(it, v2(flags=1 << 15))).refusal == (400, 50006)


@each_row(
    "plan",
    [
        {"late": 1.0},
        {"late": 1.0, "drop": "after"},
        {"late": -1.0, "drop": True},
        {"delay": -0.1},
        {"status": 200},
        {"status": 500, "drop": True},
        {"code": 50013},
        {"html": True},
        {"html": True, "status": 403, "code": 50013},
        {"body": b"", "status": 500},
        {"body": b"", "drop": "after"},
        {"hold": "after", "drop": True},
        {"hold": "after", "status": 500},
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(plan: Plan) -> None:
    with pytest.raises(ValueError, match=r"^\w+"):
        Fault(**plan)


async def sent(wire: Wire, it: Invocation, words: str) -> aiohttp.ClientResponse:
    """Edit the message of an answer and return what came back, unread."""
    url = f"{wire.discord.api_url}/webhooks/{wire.discord.application_id}/{it.token}"
    body = json.dumps(v2(text(words)))
    headers = {"Content-Type": "application/json"}
    answer = await wire.http.patch(f"{url}/messages/@original", data=body, headers=headers)
    await answer.read()
    return answer
