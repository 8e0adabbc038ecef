"""A reply to a submit that was lost: no task more than the engine's rule allows, and one end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.engines.horde import finding
from bot.failure_kinds import FailureKind
from bot.texts.say import say
from bot.views.texts import FAILURES
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from tests.wire.engines.conftest import Pair

ENDS_OF_TWO = (FailureKind.REPLY_LOST, FailureKind.RESULT_LOST)
pytestmark = sharing


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let AI Horde's list be late by less, and look at it more often."""
    monkeypatch.setattr(finding, "LATE", 0.3)
    monkeypatch.setattr(finding, "PAUSE", 0.1)


async def test_a_reply_lost_before_the_task_costs_nothing(pair: Pair) -> None:
    before = pair.rig.submits
    pair.rig.lose("before")
    message = await pair.bot.imagined("lost before")
    assert len(message.pictures()) == 1
    assert pair.rig.submits == before + 2
    assert len(pair.rig.of("lost before")) == 1


async def test_a_reply_lost_after_the_task_makes_no_more_than_the_rule_allows(pair: Pair) -> None:
    pair.rig.lose("after")
    message = await pair.bot.imagined("lost after", images=2)
    tasks = pair.rig.of("lost after")
    assert len(message.pictures()) == 2
    assert len(tasks) == pair.rig.lost_after
    assert len({task.seeds for task in tasks}) == 1


async def test_two_lost_replies_make_no_third_task(pair: Pair) -> None:
    pair.rig.lose("after", times=2)
    message = await pair.bot.imagined("lost twice")
    tasks = pair.rig.of("lost twice")
    assert len(tasks) == pair.rig.lost_after
    if pair.rig.lost_after == 1:
        assert len(message.pictures()) == 1
        pair.rig.mend()
    else:
        assert any(say(FAILURES[kind].why) in message.text() for kind in ENDS_OF_TWO)
    assert message.is_final
