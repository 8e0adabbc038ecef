"""What goes wrong at a submit: never paid twice unawares, never left without words."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.wire.sharing import alone, sharing

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


REFUSALS: dict[str, tuple[dict[str, Any], str]] = {
    "401": ({"status": 401, "reason": "INVALID_API_KEY"}, "rejected the bot's API key"),
    "401 without a known reason": ({"status": 401, "reason": "X"}, "rejected the bot's API key"),
    "403": ({"status": 403, "reason": "ACCESS_DENY"}, "rejected the bot's API key"),
    "403 page": ({"status": 403, "html": True}, "rejected the bot's API key"),
    "no balance": ({"status": 400, "reason": "BILLING_BALANCE_NOT_ENOUGH"}, "out of credit"),
    "404 route": ({"status": 404, "reason": "API_NOT_FOUND"}, "no longer offers"),
    "404 page": ({"status": 404, "html": True}, "no longer offers"),
    "404 model": ({"status": 404, "reason": "MODEL_NOT_FOUND"}, "doesn't have this model"),
    "400": ({"status": 400, "reason": "INVALID_REQUEST_BODY"}, "rejected this request"),
    "prompt": ({"status": 400, "reason": "ILLEGAL_PROMPT"}, "rejected this prompt"),
    "balance in the old envelope": ({"body": '{"code": 7, "msg": "no"}'}, "out of credit"),
}

SAFE: dict[str, dict[str, Any]] = {
    "429": {"status": 429, "reason": "RATE_LIMIT_EXCEEDED"},
    "429 saying when": {"status": 429, "reason": "X", "headers": {"Retry-After": "1"}},
    "500": {"status": 500, "reason": "INTERNAL_ERROR"},
    "503": {"status": 503, "reason": "SERVICE_NOT_AVAILABLE"},
}

LOST: dict[str, dict[str, Any]] = {
    "502 page": {"status": 502, "html": True},
    "503 page": {"status": 503, "html": True},
    "200 page": {"status": 200, "html": True},
    "cut JSON": {"cut": True},
    "no task in the reply": {"body": "{}", "after": True},
    "null": {"body": "null", "after": True},
    "half of the JSON": {"body": '{"task_id": "0fe0f2', "after": True},
    "reset before": {"drop": "before"},
    "reset after": {"drop": "after"},
}


@pytest.mark.parametrize("case", REFUSALS)
async def test_a_refusal_is_told_in_its_own_words_and_not_repeated(
    bot: WholeBot, case: str
) -> None:
    plan, words = REFUSALS[case]
    bot.novita.faults.add(route="submit", times=None, **plan)
    message = await bot.imagined()
    assert words in message.text()
    assert message.pictures() == []
    assert bot.asked("submit") == 1


@pytest.mark.parametrize("case", SAFE)
async def test_a_refusal_that_precedes_the_task_is_tried_again(bot: WholeBot, case: str) -> None:
    bot.novita.faults.add(route="submit", **SAFE[case])
    message = await bot.imagined()
    assert len(message.pictures()) == 1
    assert bot.asked("submit") == 2
    assert len(bot.novita.tasks) == 1


@pytest.mark.parametrize("case", LOST)
async def test_a_lost_reply_is_tried_once_more(bot: WholeBot, case: str) -> None:
    bot.novita.faults.add(route="submit", **LOST[case])
    message = await bot.imagined()
    assert len(message.pictures()) == 1
    assert bot.asked("submit") == 2


@pytest.mark.parametrize("case", ["502 page", "reset after", "cut JSON"])
async def test_two_lost_replies_end_the_job_clearly(bot: WholeBot, case: str) -> None:
    bot.novita.faults.add(route="submit", times=None, **LOST[case])
    message = await bot.imagined()
    assert "response was lost twice" in message.text()
    assert "may still be charged" in message.text()
    assert bot.asked("submit") == 2


async def test_a_lost_reply_counts_across_a_restart(bot: WholeBot) -> None:
    bot.novita.faults.add(route="submit", times=None, drop="after")
    invocation = await bot.imagine()
    await bot.submitted()
    await bot.restart()
    message = await invocation.final()
    assert "response was lost twice" in message.text()
    assert bot.asked("submit") == 2


@alone
async def test_refusals_go_on_until_the_deadline_and_no_longer(idle: WholeBot) -> None:
    await idle.start(job_deadline_seconds=1)
    idle.novita.faults.add(route="submit", times=None, status=500)
    message = await idle.imagined()
    assert re.search("ran into an error|took too long", message.text())
    assert len(idle.novita.tasks) == 0
    assert idle.asked("submit") >= 1


async def test_a_route_that_is_gone_is_told_for_what_it_is(bot: WholeBot) -> None:
    bot.novita.knobs.route_gone = "text"
    assert "no longer offers" in (await bot.imagined()).text()


async def test_an_engines_own_words_come_without_markup_or_pings(bot: WholeBot) -> None:
    words = "bad **@everyone** [x](https://evil.example)"
    body = {"code": 400, "reason": "INVALID_REQUEST_BODY", "message": words, "metadata": {}}
    bot.novita.faults.add(route="submit", status=400, body=json.dumps(body))
    message = await bot.imagined()
    assert all(not version.pings for version in message.versions)
    assert "evil.example" not in message.text()
