"""Laws of the queue: fewest in flight first, then age; within the room; nobody starves."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.fairness import Room, Waiting, pick
from bot.domain.ids import JobId, UserId

ANN, BOB, CID = map(UserId, (1, 2, 3))
AMPLE = Room(jobs=100, per_user=100, images=1000)

USERS = st.integers(1, 5).map(UserId)
QUEUES = st.lists(st.tuples(USERS, st.integers(1, 8)), max_size=30).map(
    lambda jobs: queue(*jobs),
)
IN_FLIGHT = st.dictionaries(USERS, st.integers(0, 5))
ROOMS = st.builds(
    Room, jobs=st.integers(-2, 20), per_user=st.integers(0, 4), images=st.integers(-5, 60)
)


def queue(*jobs: tuple[UserId, int]) -> list[Waiting]:
    return [Waiting(JobId(str(age)), user, images) for age, (user, images) in enumerate(jobs)]


def test_the_oldest_goes_first() -> None:
    assert pick(queue((ANN, 1), (BOB, 1), (CID, 1)), {}, AMPLE) == ("0", "1", "2")


def test_who_has_fewest_in_flight_goes_before_who_is_older() -> None:
    assert pick(queue((ANN, 1), (BOB, 1), (CID, 1)), {ANN: 2, BOB: 1}, AMPLE) == ("2", "1", "0")


def test_users_take_turns() -> None:
    assert pick(queue((ANN, 1), (ANN, 1), (ANN, 1), (BOB, 1)), {}, AMPLE) == ("0", "3", "1", "2")


def test_a_job_too_large_for_the_budget_is_not_passed_by_a_small_one() -> None:
    waiting = queue((ANN, 2), (BOB, 4), (CID, 1))
    assert pick(waiting, {}, Room(jobs=9, per_user=9, images=5)) == ("0",)


def test_a_job_that_just_fits_is_picked() -> None:
    waiting = queue((ANN, 2), (BOB, 4))
    assert pick(waiting, {}, Room(jobs=2, per_user=1, images=6)) == ("0", "1")


@given(QUEUES, IN_FLIGHT, ROOMS)
def test_a_pick_never_exceeds_the_room(
    waiting: list[Waiting], in_flight: dict[UserId, int], room: Room
) -> None:
    picked = pick(waiting, in_flight, room)
    jobs = {job.job_id: job for job in waiting}
    users = Counter(jobs[job_id].user_id for job_id in picked)
    assert len(set(picked)) == len(picked) <= max(0, room.jobs)
    assert sum(jobs[job_id].images for job_id in picked) <= max(0, room.images)
    assert all(users[user] + in_flight.get(user, 0) <= room.per_user for user in users)


@given(QUEUES, IN_FLIGHT, ROOMS)
def test_each_job_picked_is_of_a_user_with_fewest_in_flight_and_the_oldest_of_those(
    waiting: list[Waiting], in_flight: dict[UserId, int], room: Room
) -> None:
    busy, left = Counter(in_flight), list(waiting)
    for job_id in pick(waiting, in_flight, room):
        best = min(left, key=lambda job: (busy[job.user_id], int(job.job_id)))
        assert best.job_id == job_id
        busy[best.user_id] += 1
        left.remove(best)


@given(QUEUES, IN_FLIGHT, ROOMS)
def test_a_pick_stops_only_where_the_room_ends(
    waiting: list[Waiting], in_flight: dict[UserId, int], room: Room
) -> None:
    picked = set(pick(waiting, in_flight, room))
    busy, images = Counter(in_flight), room.images
    for job in waiting:
        if job.job_id in picked:
            busy[job.user_id] += 1
            images -= job.images
    left = [job for job in waiting if job.job_id not in picked]
    if left and len(picked) < room.jobs:
        following = min(left, key=lambda job: (busy[job.user_id], int(job.job_id)))
        assert busy[following.user_id] >= room.per_user or following.images > images


@pytest.mark.parametrize("flood", [1, 50])
def test_a_flood_of_one_user_does_not_hold_up_another(flood: int) -> None:
    waiting = queue(*[(ANN, 1)] * flood, (BOB, 1))
    assert str(flood) in pick(waiting, {}, Room(jobs=2, per_user=2, images=8))


@given(QUEUES)
def test_repeated_picks_serve_everybody(waiting: list[Waiting]) -> None:
    left = list(waiting)
    for _ in waiting:
        picked = pick(left, {}, Room(jobs=3, per_user=2, images=8))
        assert picked
        left = [job for job in left if job.job_id not in picked]
        if not left:
            break
    assert not left
