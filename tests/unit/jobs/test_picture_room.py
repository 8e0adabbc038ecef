"""Room for the pictures that wait to be posted."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.ids import JobId
from bot.jobs.picture_room import PictureRoom

A, B, C, D = (JobId(name) for name in "abcd")


@pytest.fixture
def room() -> PictureRoom:
    return PictureRoom(100)


def entering(room: PictureRoom, job_id: JobId, size: int) -> asyncio.Task[None]:
    return asyncio.create_task(room.enter(job_id, size))


async def test_as_much_as_there_is_room_for_comes_in(room: PictureRoom) -> None:
    await room.enter(A, 60)
    await room.enter(B, 40)
    third = entering(room, C, 1)
    await asyncio.sleep(1)
    assert not third.done()
    assert room.is_crowded
    room.leave(B)
    await third
    assert not room.is_crowded


async def test_whoever_is_alone_may_have_more(room: PictureRoom) -> None:
    await room.enter(A, 500)
    assert room.resize(A, 700)


async def test_the_large_are_not_overtaken_by_the_small(room: PictureRoom) -> None:
    await room.enter(A, 50)
    large, small = entering(room, B, 60), entering(room, C, 10)
    await asyncio.sleep(1)
    assert not small.done()
    room.leave(A)
    await asyncio.wait_for(asyncio.gather(large, small), 1)


async def test_who_turns_out_larger_may_stay_where_there_is_room(room: PictureRoom) -> None:
    await room.enter(A, 10)
    await room.enter(B, 10)
    assert room.resize(A, 90)
    assert not room.resize(A, 91)


async def test_who_turns_out_smaller_lets_others_in(room: PictureRoom) -> None:
    await room.enter(A, 100)
    second = entering(room, B, 50)
    await asyncio.sleep(1)
    assert room.resize(A, 50)
    await asyncio.wait_for(second, 1)


async def test_who_comes_again_has_left_before(room: PictureRoom) -> None:
    await room.enter(A, 100)
    await asyncio.wait_for(room.enter(A, 100), 1)
    assert room._inside == {A: 100}


async def test_who_gives_up_waiting_stands_in_nobodys_way(room: PictureRoom) -> None:
    await room.enter(A, 50)
    impatient, patient = entering(room, B, 60), entering(room, C, 50)
    await asyncio.sleep(1)
    impatient.cancel()
    await asyncio.wait_for(patient, 1)
    assert room._inside == {A: 50, C: 50}


async def test_who_is_let_in_and_cancelled_at_once_gives_the_room_back(room: PictureRoom) -> None:
    await room.enter(A, 100)
    second, third = entering(room, B, 100), entering(room, C, 100)
    await asyncio.sleep(1)
    room.leave(A)
    second.cancel()
    await asyncio.wait_for(third, 1)
    assert room._inside == {C: 100}


async def test_leaving_is_harmless_for_whoever_is_not_inside(room: PictureRoom) -> None:
    room.leave(D)
    assert not room.is_crowded


async def test_only_who_still_waits_makes_a_crowd(room: PictureRoom) -> None:
    await room.enter(A, 100)
    second = entering(room, B, 1)
    await asyncio.sleep(0)
    assert room.is_crowded
    second.cancel()
    await asyncio.sleep(0.1)
    assert not room.is_crowded
