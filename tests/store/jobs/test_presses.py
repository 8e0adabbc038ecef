"""Presses that come together make one job: whoever of two processes is first."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.ids import JobId
from bot.domain.policy import Policy
from bot.domain.presses import WINDOW
from bot.errors import RefusedError
from tests.store.builders import ANN, BEN, FULL, NOON, make_job, put

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.ports import Accepted, JobStore

AT = 1 << 60


def pressed(name: str, *, at: int = AT, **said: Any) -> Job:  # noqa: ANN401 # any field
    values: dict[str, Any] = {
        "user_id": ANN,
        "parent_job": JobId("old"),
        "parent_image": 2,
        "made_by": "vary",
    } | said
    job = make_job(name, **values)
    return replace(job, address=replace(job.address, interaction_id=at))


async def accept(store: JobStore, job: Job) -> Accepted:
    return await store.accept(job, policy=Policy(), max_queued=99, room=FULL, now=NOON)


async def test_of_two_presses_at_once_one_makes_a_job(store: JobStore) -> None:
    both = [accept(store, pressed(name, at=AT + at)) for at, name in enumerate("ab")]
    outcomes = await asyncio.gather(*both, return_exceptions=True)
    [refused] = [it for it in outcomes if isinstance(it, BaseException)]
    assert isinstance(refused, RefusedError)
    assert refused.text.code == "press.twice"
    assert sorted([await store.get(JobId(name)) is None for name in "ab"]) == [False, True]


async def test_what_is_another_press_makes_another_job(store: JobStore) -> None:
    first = pressed("first")
    await accept(store, first)
    others: dict[str, dict[str, Any]] = {
        "somebody": {"user_id": BEN},
        "image": {"parent_image": 1},
        "all": {"parent_image": None},
        "action": {"made_by": "upscale"},
        "parent": {"parent_job": JobId("other")},
        "later": {"at": AT + WINDOW},
        "earlier": {"at": AT - WINDOW},
    }
    for name, said in others.items():
        await accept(store, pressed(name, **said))
    for at in (AT - WINDOW + 1, AT + WINDOW - 1):
        with pytest.raises(RefusedError):
            await accept(store, pressed("again", at=at))
    assert await store.get(first.id) == first
    # Nor are two commands one that have no parent.
    for name in "ab":
        await accept(store, replace(pressed(name), parent_job=None))


async def test_what_was_taken_back_may_be_pressed_for_again(store: JobStore) -> None:
    await put(store, pressed("a"))
    assert await store.cancel(JobId("a"), now=NOON, by=ANN)
    await accept(store, pressed("b"))
    assert await store.get(JobId("b")) is not None


async def test_a_member_who_has_had_their_share_is_told_of_the_double_press(
    store: JobStore,
) -> None:
    slow = Policy(cooldown_seconds=60)
    await store.accept(pressed("a"), policy=slow, max_queued=99, room=FULL, now=NOON)
    with pytest.raises(RefusedError) as refused:
        await store.accept(pressed("b"), policy=slow, max_queued=99, room=FULL, now=NOON)
    assert refused.value.text.code == "press.twice"
