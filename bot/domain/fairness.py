"""Whose job is next: the user with the fewest in flight, then age. Pure."""

from __future__ import annotations

import heapq
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.domain.ids import JobId, UserId


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queued job, as far as the order of the queue needs it."""

    job_id: JobId
    user_id: UserId
    images: int
    engine: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much more may be started now."""

    jobs: int
    per_user: int
    images: int
    """What is left of the engine's images per minute."""
    engine: str = ""
    """To which jobs are sent now; empty where there is but one."""
    engine_jobs: int | None = None
    """How many more that one takes, where it is fewer than ``jobs``."""
    others: Mapping[str, int] = field(default_factory=dict[str, int])
    """How many more other ones take, of jobs that were meant for them, where it is fewer."""


def pick(
    waiting: Iterable[Waiting], in_flight: Mapping[UserId, int], room: Room
) -> tuple[JobId, ...]:
    """Return the jobs to start now, in order.

    The first job that the image budget does not hold ends the pick, so that a large job
    is not passed by small ones for ever.

    Args:
        waiting: Due jobs, oldest first.
        in_flight: Jobs that each user has started and not finished.
        room: What may be started.

    """
    queues: dict[UserId, deque[tuple[int, Waiting]]] = {}
    for age, job in enumerate(waiting):
        queues.setdefault(job.user_id, deque()).append((age, job))
    busy = Counter(in_flight)
    turns = [(busy[user], queue[0][0], user) for user, queue in queues.items()]
    heapq.heapify(turns)
    picked: list[JobId] = []
    images, others = room.images, dict(room.others)
    while turns and len(picked) < room.jobs:
        started, _, user = heapq.heappop(turns)
        if started >= room.per_user:
            break
        job = queues[user].popleft()[1]
        if has_place := others.get(job.engine, 1) > 0:
            if job.images > images:
                break
            images -= job.images
            picked.append(job.job_id)
            others[job.engine] = others.get(job.engine, room.jobs + 1) - 1
        if queues[user]:
            heapq.heappush(turns, (started + has_place, queues[user][0][0], user))
    return tuple(picked)
