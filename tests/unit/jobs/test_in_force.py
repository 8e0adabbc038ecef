"""Whose policy holds: known or asked, never guessed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot import errors
from bot.domain.ids import PlaceId
from bot.domain.policy import PolicyPatch
from bot.jobs.in_force import FRESH, LONGEST_ANSWER, PATIENCE
from tests.store.builders import ANN, GUILD, NOON, make_job
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

JOB = make_job()


async def say(stage: Stage, place: int, threshold: float) -> None:
    patch = PolicyPatch(threshold=threshold)
    await stage.said.put(GUILD, PlaceId(place), patch, by=ANN, now=NOON)


async def test_what_the_nearest_place_says_holds_at_once(stage: Stage) -> None:
    await say(stage, 4, 40)
    await say(stage, GUILD, 30)
    assert (await stage.tools.in_force.policy(JOB)).threshold == 40
    assert stage.clock.steady() == 0


async def test_a_place_that_cannot_be_told_is_asked_again(stage: Stage) -> None:
    await say(stage, 4, 40)
    stage.desk.forget()
    stage.after(7, stage.desk.remember)
    assert (await stage.tools.in_force.policy(JOB)).threshold == 40
    assert 7 <= stage.clock.steady() <= 9


async def test_one_that_stays_unknown_counts_as_the_strictest(stage: Stage) -> None:
    await say(stage, GUILD, 40)
    await say(stage, 5, 10)
    stage.desk.forget()
    assert (await stage.tools.in_force.policy(JOB)).threshold == 10
    assert stage.clock.steady() == PATIENCE


async def test_a_job_waits_for_it_once_in_all(stage: Stage) -> None:
    stage.desk.forget()
    await stage.tools.in_force.policy(JOB)
    before = stage.clock.steady()
    await stage.tools.in_force.policy(JOB)
    assert stage.clock.steady() == before


async def test_what_was_told_a_moment_ago_is_known_and_no_longer(stage: Stage) -> None:
    await say(stage, GUILD, 40)
    await say(stage, 5, 10)
    await stage.tools.in_force.policy(JOB)
    stage.desk.forget()
    await asyncio.sleep(FRESH)
    assert (await stage.tools.in_force.policy(JOB)).threshold == 40
    assert stage.clock.steady() == FRESH
    await asyncio.sleep(0.1)
    assert (await stage.tools.in_force.policy(JOB)).threshold == 10
    assert stage.clock.steady() == FRESH + 0.1 + PATIENCE


async def test_one_that_becomes_known_begins_anew(stage: Stage) -> None:
    stage.desk.forget()
    await stage.tools.in_force.policy(JOB)
    stage.desk.is_known = True
    await stage.tools.in_force.policy(JOB)
    stage.desk.forget()
    await asyncio.sleep(FRESH + 1)
    before = stage.clock.steady()
    await stage.tools.in_force.policy(JOB)
    assert stage.clock.steady() == before + PATIENCE


async def test_one_that_is_forgotten_begins_anew(stage: Stage) -> None:
    stage.desk.forget()
    await stage.tools.in_force.policy(JOB)
    stage.tools.in_force.forget(JOB.id)
    before = stage.clock.steady()
    await stage.tools.in_force.policy(JOB)
    assert stage.clock.steady() == before + PATIENCE


async def test_an_answer_that_does_not_come_is_none(stage: Stage) -> None:
    stage.desk.takes = 1e6
    async with asyncio.timeout(PATIENCE + 2 * LONGEST_ANSWER):
        await stage.tools.in_force.policy(JOB)


async def test_a_database_away_is_said(stage: Stage) -> None:
    stage.said.reads = Faults(errors.StoreError("away"))
    with pytest.raises(errors.StoreError):
        await stage.tools.in_force.policy(JOB)
