"""Patience with Discord: which fault is met how, and for how long."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from bot import errors
from bot.domain.job import JobState
from bot.failure_kinds import FailureKind
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

AWAY = errors.DeliveryError("Discord is away")


def said(stage: Stage) -> list[object]:
    return [sent.says for sent in stage.publisher.sent]


async def test_a_way_that_changed_is_taken_anew_at_once(stage: Stage) -> None:
    stage.publisher.finishes = Faults(*[errors.RouteChangedError("dead token")] * 3, None)
    stage.engine.runs = 0.0
    await stage.work(await stage.running())
    assert [sent.at for sent in stage.publisher.sent] == pytest.approx([0.7] * 4)


async def test_a_way_that_never_stops_changing_is_tried_ever_more_rarely(stage: Stage) -> None:
    stage.publisher.finishes = Faults(*[errors.RouteChangedError("again")] * 5, None)
    stage.engine.runs = 0.0
    await stage.work(await stage.running())
    *_, fourth, fifth, sixth = [sent.at for sent in stage.publisher.sent]
    assert fifth - fourth == pytest.approx(2)
    assert sixth - fifth == pytest.approx(4)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (errors.FilesRefusedError("too large"), FailureKind.FILES_REFUSED),
        (errors.MessageGoneError("deleted"), FailureKind.MESSAGE_GONE),
    ],
)
async def test_what_discord_will_never_take_fails_the_job(
    stage: Stage, error: errors.DeliveryError, kind: FailureKind
) -> None:
    stage.publisher.finishes = Faults(error, None)
    job = await stage.running()
    ended = await stage.work(job)
    assert (ended.state, ended.failure, ended.shown) == (JobState.FAILED, kind, True)
    assert said(stage)[1:] == ([kind] if kind is FailureKind.FILES_REFUSED else [])


async def test_discord_is_never_asked_sooner_than_it_wishes(stage: Stage) -> None:
    stage.publisher.finishes = Faults(errors.DeliveryError("slower", retry_after=100), None)
    await stage.work(await stage.running())
    first, second = stage.publisher.sent
    assert second.at - first.at == 100


async def test_discord_is_waited_for_for_a_day_and_no_longer(stage: Stage) -> None:
    stage.publisher.finishes = Faults(errors.DeliveryError("away", retry_after=300))
    ended = await stage.work(await stage.running())
    assert ended.failure is FailureKind.MESSAGE_GONE
    assert 24 * 3600 < stage.clock.steady() < 24 * 3600 + 310


async def test_attempts_come_ever_more_rarely_but_at_least_twice_a_minute(stage: Stage) -> None:
    stage.publisher.finishes = Faults(*[AWAY] * 10, None)
    await stage.work(await stage.running())
    at = [sent.at for sent in stage.publisher.sent]
    pauses = [round(later - earlier, 2) for earlier, later in itertools.pairwise(at)]
    assert pauses == [0.25, 0.5, 1, 2, 4, 8, 15, 15, 15, 15]
