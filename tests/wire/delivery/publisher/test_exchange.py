"""One HTTP request for each attempt, whatever the answer; and what answers mean."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from discord.http import Route

from bot.delivery.exchange import MOST_ANSWER_BYTES
from bot.errors import DeliveryError
from tests.wire.delivery.publisher.results import result
from tests.wire.hanging_up import hanging_up

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.playground.discord import DiscordStandIn, Invocation
    from tests.wire.publishing_bot import PublishingBot

EDIT = r"/messages/\d+$"
WAYS = {"by token": timedelta(), "by channel": timedelta(minutes=15)}

PASSING: dict[str, dict[str, Any]] = {
    "429": {"status": 429, "retry_after": 0.01},
    "500": {"status": 500},
    "502": {"status": 502, "html": True},
    "520": {"status": 520, "html": True},
    "403 of an edge": {"status": 403, "html": True},
    "404 of an edge": {"status": 404, "html": True},
    "400 of an edge": {"status": 400, "html": True},
    "429 of an edge": {"status": 429, "html": True, "retry_after": 0.01},
    "reset": {"drop": True},
    "reset after": {"drop": "after"},
}

UNREADABLE = {
    "garbage": b"\x00\xff<p>",
    "empty": b"",
    "a list": b"[]",
    "nothing": b"null",
    "cut": b'{"id": "1", "compo',
    "deep": b'{"a":' * 100_000,
    "endless": b" " * (MOST_ANSWER_BYTES + 1),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", PASSING)
async def test_an_attempt_is_one_request_and_passing_faults_are_named_so(
    discord: DiscordStandIn, bot: PublishingBot, job: Job, case: str, way: str
) -> None:
    bot.ahead = WAYS[way]
    discord.faults.add(method="PATCH", path=EDIT, **PASSING[case])
    with pytest.raises(DeliveryError) as caught:
        await bot.post(job, result())
    assert type(caught.value) is DeliveryError
    assert len(discord.requests.find("PATCH", EDIT)) == 1


async def test_what_a_429_asks_for_is_passed_on(
    discord: DiscordStandIn, bot: PublishingBot, job: Job
) -> None:
    discord.faults.add(method="PATCH", path=EDIT, status=429, retry_after=7.5)
    with pytest.raises(DeliveryError) as caught:
        await bot.post(job, result())
    assert caught.value.retry_after == 7.5


@pytest.mark.parametrize("case", UNREADABLE)
async def test_a_success_that_cannot_be_read_is_a_success(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job, case: str
) -> None:
    discord.faults.add(method="PATCH", path=EDIT, body=UNREADABLE[case])
    await bot.post(job, result())
    assert len(drawing.shown.pictures()) == 3
    assert len(discord.requests.find("PATCH", EDIT)) == 1


async def test_a_server_that_hangs_up_is_asked_once(bot: PublishingBot, job: Job) -> None:
    async with hanging_up() as deaf:
        Route.BASE = deaf.url
        with pytest.raises(DeliveryError) as caught:
            await bot.post(job, result())
    assert caught.value.may_land
    assert deaf.asked["PATCH"] == 1


async def test_a_server_that_is_not_there_was_sent_nothing(
    bot: PublishingBot, job: Job, unused_tcp_port: int
) -> None:
    Route.BASE = f"http://127.0.0.1:{unused_tcp_port}"
    with pytest.raises(DeliveryError) as caught:
        await bot.post(job, result())
    assert not caught.value.may_land
