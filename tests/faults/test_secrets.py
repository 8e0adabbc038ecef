"""What the bot logs while jobs succeed and fail: nothing that opens a door, and no traceback."""

from __future__ import annotations

import json
import signal
import socket
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.stage import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.faults.stage import Stage

WEBHOOK_SECRET = "webhook-secret-of-thirty-two-characters"
SIGNED = "X-Amz-"
"""In the query of every presigned address."""

ENGINE_FAULTS: dict[str, dict[str, Any]] = {
    "submit refused": {"route": "submit", "status": 500},
    "submit reset": {"route": "submit", "drop": "before"},
    "key refused": {"route": "submit", "status": 403, "reason": "INVALID_API_KEY"},
    "look answered by a page": {"route": "result", "html": True, "times": 3},
    "image denied": {"route": "image", "status": 403, "times": None},
}
DISCORD_FAULTS: dict[str, dict[str, Any]] = {
    "answer reset": {"path": "/callback$", "drop": True},
    "post refused": {"with_files": True, "status": 500, "times": 6},
    "post reset": {"with_files": True, "drop": True, "times": 6},
    "message gone": {"with_files": True, "status": 404, "code": 10008},
}


@pytest.mark.parametrize("style", ["text", "json"])
async def test_a_log_of_good_and_bad_days_gives_nothing_away(stage: Stage, style: str) -> None:
    jobs = await _bad_day(stage, style)
    ended = await stage.end(signal.SIGTERM)
    assert (ended.code, ended.out) == (0, "")
    lines = ended.err.splitlines()
    assert sum("task.submitted" in line for line in lines) >= len(ENGINE_FAULTS)
    tokens = [job.token for job in jobs]
    for secret in (stage.discord.token, stage.novita.api_key, WEBHOOK_SECRET, SIGNED, *tokens):
        assert [line for line in lines if secret in line] == []
    assert "Traceback" not in ended.err
    if style == "json":
        records = [json.loads(line) for line in lines]
        assert all({"event", "level", "timestamp"} <= record.keys() for record in records)
        assert [record for record in records if "exception" in record] == []


async def _bad_day(stage: Stage, style: str) -> list[Invocation]:
    """Let jobs succeed, and fail in many ways that we name."""
    port = _free_port()
    await stage.start(
        LOG_LEVEL="DEBUG",
        LOG_FORMAT=style,
        HTTP_PORT=str(port),
        NOVITA_WEBHOOK_URL=f"http://127.0.0.1:{port}",
        NOVITA_WEBHOOK_SECRET=WEBHOOK_SECRET,
    )
    jobs = [await _ended(stage, "must fail"), await _ended(stage, "--steps")]
    for name, fault in ENGINE_FAULTS.items():
        stage.novita.faults.add(**fault)
        jobs.append(await _ended(stage, name))
        stage.novita.faults.clear()
    for name, fault in DISCORD_FAULTS.items():
        armed = stage.discord.faults.add(**fault)
        jobs.append(await stage.imagine(name))
        await eventually(lambda: armed.hits)  # noqa: B023 - awaited at once
        stage.discord.faults.clear()
    await eventually(lambda: any(204 in task.webhook_attempts for task in stage.novita.tasks))
    return jobs


async def _ended(stage: Stage, prompt: str) -> Invocation:
    invocation = await stage.imagine(prompt)
    await invocation.final()
    return invocation


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
