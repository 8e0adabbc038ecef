"""Everything at once, at random: jobs, cancels, policies, and a Discord gone mad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.jobs import supervisor
from tests.wire.delivery.storm import Storm

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

SECONDS = 6.0


@pytest.mark.parametrize("restarts", [False, True])
async def test_no_storm_leaves_a_message_untrue(
    idle: WholeBot, monkeypatch: pytest.MonkeyPatch, restarts: bool
) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 1.0)
    await idle.start(max_jobs_per_user=100, max_queued_per_user=1000)
    storm = Storm(idle, seed=20_261_125)
    await storm.rage(SECONDS, restarts=restarts)
    assert len(storm.jobs) > 3
    assert storm.complaints() == []
