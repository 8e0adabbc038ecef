"""Images that were posted stay, whatever the engine says of their task after a stop."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.jobs import deadlines, supervisor
from bot.jobs.steps import watch
from tests.wire.delivery.versions import is_final
from tests.wire.rows import rows, until_over
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

FORGOTTEN: dict[str, dict[str, Any]] = {
    "unknown": {"status": 404, "reason": "TASK_NOT_FOUND"},
    "failed": {"body": '{"task": {"status": "TASK_STATUS_FAILED", "reason": "gone"}}'},
    "broken": {"status": 500},
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.1)
    monkeypatch.setattr(watch, "NOT_FOUND_GRACE", 0.5)
    monkeypatch.setattr(deadlines, "FOUND_LATE", timedelta(seconds=1))


@pytest.mark.parametrize("posted", [True, False])
@pytest.mark.parametrize("case", FORGOTTEN)
async def test_only_what_was_not_posted_fails(idle: WholeBot, case: str, posted: bool) -> None:
    await idle.start(job_deadline_seconds=4)
    how: dict[str, Any] = {"hold": "after"} if posted else {"drop": True, "delay": 60.0}
    upload = idle.discord.faults.add(method="PATCH", with_files=True, **how)
    invocation = await idle.imagine()
    await eventually(lambda: upload.hits and bool(invocation.shown.pictures()) is posted)
    await idle.stop()
    assert rows(idle.database)[0].state == "delivering"
    idle.discord.faults.clear()
    idle.novita.faults.add(route="result", times=None, **FORGOTTEN[case])
    await idle.start()
    row = await until_over(idle.database)
    assert row.state == ("delivered" if posted else "failed")
    assert len(invocation.shown.pictures()) == posted
    assert is_final(invocation.shown.now)
