"""Looks for the task of a submission whose reply was lost, among those of our key.

The list names ids and nothing else, appears up to half a minute late, and holds what ended
lately too. A task is ours if its images have the seeds that we sent, no job of ours has it, and
no other submission that was lost sent those seeds.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from bot.domain.ids import TaskId
from bot.domain.ports import Found, Submission, Whereabouts
from bot.domain.verdict import Asked
from bot.engine_errors import NetworkFaultError, TaskNotFoundError
from bot.engines.horde import replies, seeds, views, wire
from bot.engines.horde.models import User
from bot.engines.horde.spending import OTHER
from bot.engines.words import is_id
from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from bot.engines.horde.spending import Spending
    from bot.engines.horde.watching import Watching
    from bot.engines.transport import Send

Key = TypeVar("Key")
Value = TypeVar("Value")

LATE = 35.0
"""Seconds after which a task must be listed."""

PATIENCE = 180.0
"""Seconds that may be waited for a task which runs and could be ours."""

PAUSE = 5.0
LIFETIME = timedelta(hours=1)
"""A request is gone 20 minutes after its last refresh; what was lost before has none."""

MOST = 100
"""Ids that are looked at, and remembered."""

UNSURE = Found(where=Whereabouts.UNSURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """What the store knows of our jobs."""

    owner_of: Callable[[TaskId], Awaitable[JobId | None]]
    """Which job has a task, whatever became of it."""
    lost: Callable[[datetime], Awaitable[Sequence[Job]]]
    """The jobs of this engine that may have a task they do not know of, unless ended before."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    seeds: tuple[int, ...]
    models: frozenset[str]


class Finding:
    """Adopts what is surely ours."""

    def __init__(
        self,
        send: Send,
        watching: Watching,
        spending: Spending,
        ours: Ours,
        *,
        steady: Callable[[], float],
        now: Callable[[], datetime],
    ) -> None:
        """Ask with the key through ``send``, and about tasks through ``watching``."""
        self._send = send
        self._watching = watching
        self._spending = spending
        self._ours = ours
        self._steady = steady
        self._now = now
        self._since: OrderedDict[JobId, float] = OrderedDict()
        self._outcomes: OrderedDict[TaskId, _Outcome | None] = OrderedDict()

    async def find(self, submission: Submission) -> Found:
        """Return where a submission's task is, or after how many seconds to ask again."""
        since = _kept(self._since, submission.job_id, self._steady())
        try:
            found, may_come = await self._search(submission)
        except StoreError as error:
            raise NetworkFaultError("cannot tell which tasks are ours") from error
        waited = self._steady() - since
        if not found and may_come is not None and waited < (PATIENCE if may_come else LATE):
            return Found(where=Whereabouts.UNSURE, wait=PAUSE)
        self._since.pop(submission.job_id, None)
        return Found(where=Whereabouts.KNOWN, task_id=found) if found else UNSURE

    async def _search(self, submission: Submission) -> tuple[TaskId | None, bool | None]:
        """Return the task, and whether one that runs may be it; None is that none ever can be."""
        wanted = seeds.made(submission)
        if await self._is_ambiguous(submission, wanted):
            return None, None
        model, may_come = submission.request.model, False
        for task_id in await self._listed():
            if await self._ours.owner_of(task_id) is not None:
                continue
            outcome, still_runs = await self._outcome(task_id, len(wanted))
            may_come = may_come or still_runs
            if outcome and outcome.seeds == wanted and outcome.models <= {model}:
                return task_id, False
        return None, may_come

    async def _is_ambiguous(self, submission: Submission, wanted: tuple[int, ...]) -> bool:
        lost = await self._ours.lost(self._now() - LIFETIME)
        return any(_seeds_of(job) == wanted for job in lost if job.id != submission.job_id)

    async def _listed(self) -> list[TaskId]:
        await self._spending.turn(OTHER)
        user = replies.read(await self._send(wire.find_user()), User)
        return [TaskId(name) for name in user.active_generations.image if is_id(name)][:MOST]

    async def _outcome(self, task_id: TaskId, images: int) -> tuple[_Outcome | None, bool]:
        """Return what a task made, None if it is not to be had; and whether it still runs."""
        if task_id in self._outcomes:
            return self._outcomes[task_id], False
        try:
            check = await self._watching.check(task_id)
            if not views.has_ended(check):
                return None, check.total == images
            status = await self._watching.read(task_id)
        except TaskNotFoundError:
            return _kept(self._outcomes, task_id, None), False
        models = frozenset(made.model for made in status.generations if made.model)
        return _kept(self._outcomes, task_id, _Outcome(views.seeds_of(status), models)), False


def _seeds_of(job: Job) -> tuple[int, ...]:
    asked = Asked(job.detection_asked, job.detection_level)
    return seeds.made(Submission(job_id=job.id, request=job.request, asked=asked))


def _kept(kept: OrderedDict[Key, Value], key: Key, value: Value) -> Value:
    """Keep a value unless there is one; of too many, the oldest is forgotten."""
    found = kept.setdefault(key, value)
    if len(kept) > MOST:
        kept.popitem(last=False)
    return found
