"""Reports by members: kept at once, and at the place's number the image is withheld."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol
from weakref import WeakValueDictionary

import structlog

from bot.domain.ids import CaseId
from bot.domain.image import Original
from bot.domain.moderation.report import Filing, Found, Heard, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime, timedelta
    from typing import Any

    from bot.domain.ids import JobId, UserId
    from bot.domain.job import Job
    from bot.domain.moderation.report import Filed
    from bot.domain.policy import Policy
    from bot.domain.ports import PostedOriginals, ReportStore

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class RuleOf(Protocol):
    """What holds where the message of a job stands."""

    async def __call__(self, job: Job, /) -> Policy:
        """Return the policy of this moment; where it cannot be told, the strictest."""
        ...


class Reports:
    """Takes reports; whoever reports is told the case."""

    def __init__(  # noqa: PLR0913 - the composition root's one call
        self,
        store: ReportStore,
        originals: PostedOriginals,
        rule_of: RuleOf,
        *,
        now: Callable[[], datetime],
        retention: timedelta,
        new_id: Callable[[], str],
        withheld: Callable[[], None],
    ) -> None:
        """Keep reports in ``store``.

        Args:
            store: Where they are kept.
            originals: Where an image is had before it is withheld.
            rule_of: What holds where a job stands.
            now: The calendar's time.
            retention: How long an original is kept for moderators.
            new_id: Returns an id that nobody guesses.
            withheld: Called when an image was withheld: messages are to be made anew.

        """
        self._store = store
        self._originals = originals
        self._rule_of = rule_of
        self._now = now
        self._retention = retention
        self._new_id = new_id
        self._withheld = withheld
        self._turns: WeakValueDictionary[tuple[JobId, int], asyncio.Lock] = WeakValueDictionary()
        self._kept = set["asyncio.Task[Filed]"]()

    async def report(self, job: Job, number: int, *, by: UserId) -> Filed:
        """File a report; it is filed to its end, whoever waits for it."""
        return await asyncio.shield(self._keep(self._report(job, number, by)))

    async def _report(self, job: Job, number: int, by: UserId) -> Filed:
        policy = await self._rule_of(job)
        filing = Filing(
            report=Report(job_id=job.id, image=number, by=by, at=self._now()),
            case_id=CaseId(self._new_id()),
            to_blur=policy.reports_to_blur,
        )
        filed = await self._store.file(filing)
        if filed.heard is Heard.UNREADY:
            filed = await self._decisive(job, filing)
        if filed.is_withheld:
            log.info("image.reported_away", job=job.id, number=number, reports=filed.reports)
            self._withheld()
        return filed

    async def _decisive(self, job: Job, filing: Filing) -> Filed:
        """File a report that has its image withheld, with the image; one at a time of each."""
        turn = self._turns.setdefault((job.id, filing.report.image), asyncio.Lock())
        async with turn:
            filed = await self._store.file(filing)
            if filed.heard is not Heard.UNREADY:
                return filed
            found = Found(await self._original(job, filing.report.image))
            return await self._store.file(replace(filing, found=found))

    async def _original(self, job: Job, number: int) -> Original | None:
        picture = await self._originals.of(job, number)
        if picture is None:
            return None
        return Original(
            job_id=job.id,
            number=number,
            data=picture.data,
            format=picture.format,
            expires_at=self._now() + self._retention,
        )

    def _keep(self, filing: Coroutine[Any, Any, Filed]) -> asyncio.Task[Filed]:
        task = asyncio.create_task(filing)
        self._kept.add(task)
        task.add_done_callback(self._kept.discard)
        return task
