"""A job waits past the estimate that its first answer told; then it runs. What does the member see?"""

from __future__ import annotations

import math
import signal
from typing import TYPE_CHECKING

from bot.domain.job import JobState
from bot.views.texts import LATE, STATES
from tests.faults.stage import eventually
from tests.wire import waiting

if TYPE_CHECKING:
    from tests.faults.stage import Stage


async def test_a_job_that_waited_past_its_estimate_is_still_shown(stage: Stage) -> None:
    await stage.start(MAX_JOBS_IN_FLIGHT="1")
    stage.durations |= {"first": math.inf, "second": math.inf}
    await (await stage.imagine("first")).answered()
    await eventually(lambda: stage.tasks("first"))
    second = await stage.imagine("second")
    await second.answered()
    told = second.shown.text()
    assert "message_gone" not in stage.bot.said()
    try:
        # expected 2 x 6 s
        await waiting.eventually(lambda: LATE in second.shown.text(), seconds=16)
    finally:
        stage.tasks("first")[0].finish()
        await eventually(lambda: stage.row(second)["state"] == "running")
        try:
            running = STATES[JobState.RUNNING]
            await waiting.eventually(lambda: running in second.shown.text(), seconds=12)
        finally:
            print("told", told, "\nrunning for a while", second.shown.text())
            print((await stage.end(signal.SIGTERM)).err)
