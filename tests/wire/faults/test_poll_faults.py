"""What goes wrong while a task runs: a look that fails never ends the job by itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from tests.wire.sharing import alone, sharing

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


LOOKS: dict[str, dict[str, Any]] = {
    "401": {"status": 401, "reason": "INVALID_API_KEY"},
    "403": {"status": 403, "reason": "ACCESS_DENY"},
    "404 task": {"status": 404, "reason": "TASK_NOT_FOUND"},
    "404 route": {"status": 404, "reason": "API_NOT_FOUND"},
    "404 page": {"status": 404, "html": True},
    "429": {"status": 429, "reason": "RATE_LIMIT_EXCEEDED"},
    "500": {"status": 500},
    "502 page": {"status": 502, "html": True},
    "503": {"status": 503, "reason": "SERVICE_NOT_AVAILABLE"},
    "200 page": {"status": 200, "html": True},
    "cut JSON": {"cut": True},
    "null": {"body": "null"},
    "a list": {"body": "[]"},
    "an empty object": {"body": "{}"},
    "reset before": {"drop": "before"},
    "reset after": {"drop": "after"},
}


@pytest.mark.parametrize("case", LOOKS)
async def test_a_failed_look_is_repeated_and_the_task_is_not(bot: WholeBot, case: str) -> None:
    fault = bot.novita.faults.add(route="result", times=2, **LOOKS[case])
    message = await bot.imagined()
    assert fault.met == 2
    assert len(message.pictures()) == 1
    assert bot.asked("submit") == 1


@alone
async def test_looks_that_fail_until_the_deadline_end_the_job(idle: WholeBot) -> None:
    await idle.start(job_deadline_seconds=1)
    idle.novita.faults.add(route="result", times=None, status=500)
    message = await idle.imagined()
    assert "Generation took too long." in message.text()
    assert idle.asked("submit") == 1


@alone
async def test_a_silent_engine_does_not_outlast_the_deadline_by_much(idle: WholeBot) -> None:
    await idle.start(job_deadline_seconds=1)
    idle.novita.knobs.duration = math.inf
    silence = idle.novita.faults.add(route="result", delay=20)
    invocation = await idle.imagine()
    message = await invocation.final()
    assert silence.met == 1
    assert "Generation took too long." in message.text()


@alone
async def test_a_task_that_never_ends_is_given_up_at_the_deadline(idle: WholeBot) -> None:
    await idle.start(job_deadline_seconds=1)
    idle.novita.knobs.duration = math.inf
    message = await idle.imagined()
    assert "Generation took too long." in message.text()
    versions = len(message.versions)
    idle.novita.tasks[0].finish()
    assert (await idle.imagined("another")).is_final
    assert len(message.versions) == versions


async def test_an_unknown_status_is_not_an_end(bot: WholeBot) -> None:
    bot.novita.knobs.unknown_status = "TASK_STATUS_DREAMING"
    bot.novita.knobs.unknown_status_ms = 400
    message = await bot.imagined()
    assert len(message.pictures()) == 1
    assert len(bot.novita.tasks[0].polls) >= 2


async def test_a_task_that_is_hidden_at_first_is_found(bot: WholeBot) -> None:
    bot.novita.knobs.task_hidden_ms = 400
    message = await bot.imagined()
    assert len(message.pictures()) == 1
    assert bot.asked("submit") == 1


async def test_a_failed_task_says_the_engines_reason_harmlessly(bot: WholeBot) -> None:
    bot.novita.knobs.fail_reason = "out of **memory** @everyone\nsee https://evil.example?key=sk_1"
    message = await bot.imagined()
    assert "couldn't generate these images" in message.text()
    assert "out of \\*\\*memory\\*\\*" in message.text()
    assert "evil.example" not in message.text()
    assert all(not version.pings for version in message.versions)
    assert bot.asked("submit") == 1


async def test_a_failed_task_without_a_reason_has_words_all_the_same(bot: WholeBot) -> None:
    bot.novita.knobs.fail_reason = " "
    message = await bot.imagined()
    assert "couldn't generate these images" in message.text()


async def test_fewer_images_than_asked_are_posted_and_counted(bot: WholeBot) -> None:
    bot.novita.knobs.image_count = 1
    message = await bot.imagined(images=3)
    assert len(message.pictures()) == 1
    assert "generated 1 of the 3 requested images" in message.text()


async def test_success_without_any_image_is_told(bot: WholeBot) -> None:
    bot.novita.knobs.image_count = 0
    message = await bot.imagined(images=3)
    assert message.pictures() == []
    assert "finished without returning any images" in message.text()


@pytest.mark.parametrize("ttl", [3600, "", None, -1, "soon"])
async def test_any_form_of_ttl_will_do(bot: WholeBot, ttl: object) -> None:
    bot.novita.knobs.ttl = ttl
    bot.novita.knobs.seed_as_int = True
    assert len((await bot.imagined()).pictures()) == 1
