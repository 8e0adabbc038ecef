"""What an engine says of a field that it refuses reaches the member: short, and harmless."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.wire.engines.conftest import engines_experienced, paired
from tests.wire.rows import rows
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


__all__ = ["engines_experienced"]

LOUD = (
    "steps must be <= 50, see https://x.example?key=1 @everyone **now** /srv/a/b.txt " + "w" * 900
)


def refusal(message: str) -> str:
    return json.dumps({"code": 400, "reason": "INVALID_REQUEST_BODY", "message": message})


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (refusal("steps must be <= 50"), "The engine says: steps must be <\u2060= 50"),
        (refusal(LOUD), "steps must be <\u2060= 50, see … @\u2060everyone"),
        (refusal(""), "INVALID\\_REQUEST\\_BODY"),
    ],
)
async def test_novitas_own_words_reach_the_member(bot: WholeBot, body: str, told: str) -> None:
    bot.novita.faults.add(route="submit", status=400, body=body)
    message = await bot.imagined("a fox")
    assert told in message.text()
    for secret in ("://", "key=", "/srv", "**now", "w" * 201):
        assert secret not in message.text()
    assert all(not version.pings for version in message.versions)


async def test_a_task_that_failed_without_a_reason_names_its_job(
    bot: WholeBot, capsys: pytest.CaptureFixture[str]
) -> None:
    bot.novita.knobs.fail_reason = " "
    message = await bot.imagined("a fox")
    (row,) = rows(bot.database)
    assert f"job `{row.id}`" in message.text()
    assert "engine says" not in message.text()
    (line,) = [it for it in capsys.readouterr().out.splitlines() if "job.failed" in it]
    assert f"job={row.id}" in line
    assert f"task={bot.novita.tasks[0].task_id[:8]}" in line


TOO_LARGE = {
    "type": "value_bigger_than_max",
    "message": "Value 20 bigger than max of 10",
    "details": "steps",
    "extra_info": {"input_name": "steps"},
}
COMPLAINTS: dict[str, tuple[int, object, str]] = {
    "horde": (400, {"errors": {"params.steps": "20 is too many"}}, "params.steps: 20 is too many"),
    "web ui": (
        422,
        {"detail": [{"loc": ["body", "steps"], "msg": "is too many", "input": "a secret"}]},
        "steps: is too many",
    ),
    "sd.cpp": (400, {"error": "steps 20 is too many"}, "steps 20 is too many"),
    "comfyui 0.33.0": (
        400,
        {"error": {}, "node_errors": {"3": {"class_type": "K", "errors": [TOO_LARGE]}}},
        "steps: Value 20 bigger than max of 10",
    ),
}


@pytest.mark.parametrize("kind", COMPLAINTS)
async def test_other_engines_words_reach_the_member(
    kind: str, engines_experienced: Path, tmp_path: Path, soon_settled: None
) -> None:
    status, body, told = COMPLAINTS[kind]
    async with paired(kind, engines_experienced, tmp_path) as pair:
        await pair.bot.start()
        pair.rig.complain(status, json.dumps(body))
        message = await pair.bot.imagined("a fox")
        assert f"The engine says: {told}" in message.text().replace("\\", "")
        assert "secret" not in message.text()
