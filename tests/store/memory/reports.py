"""Reports in a dict."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.event import Decision, EventKind
from bot.domain.ids import PlaceId
from bot.domain.image import PICKABLE, event_of, may_keep
from bot.domain.job import JobState
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.report import SEEN, WRONG, WRONG_WITHIN, Filed, Heard, pace_of, withheld
from bot.domain.verdict import CLEAR
from tests.store.memory.cases import MemoryCaseStore
from tests.store.memory.revisions import untell

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import GuildId, JobId, UserId
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.moderation.report import Filing
    from tests.store.memory.shelf import Shelf

DISMISSALS = frozenset({EntryKind.APPROVED, EntryKind.KEPT})


class MemoryReportStore:
    """A ReportStore that forgets everything with the test."""

    def __init__(self, shelf: Shelf, cases: MemoryCaseStore | None = None) -> None:
        self._shelf = shelf
        self.cases = cases or MemoryCaseStore()
        self._reports: dict[tuple[JobId, int, UserId], tuple[GuildId, datetime, bool]] = {}

    async def file(self, filing: Filing) -> Filed:
        report = filing.report
        row = self._shelf.jobs.get(report.job_id)
        image = self._shelf.images.get(report.job_id, {}).get(report.image)
        if row is None or image is None or not _is_seen(row.job, image):
            return Filed(heard=Heard.NOTHING)
        if row.job.state is JobState.DELIVERING:
            return Filed(heard=Heard.EARLY)
        job, case = row.job, await self.cases.of_image(report.job_id, report.image)
        if (report.job_id, report.image, report.by) in self._reports:
            return Filed(heard=Heard.AGAIN, case=case.number if case else None)
        dismissed = self._dismissed(job.guild_id, report.by, report.at)
        pace = pace_of(dismissed)
        lately = self._lately(job.guild_id, report.by, report.at - pace.within)[: pace.reports]
        if len(lately) >= pace.reports:
            return Filed(heard=Heard.TOO_MANY, again_at=lately[-1] + pace.within)
        is_open = case is None or case.is_open
        counts = is_open and dismissed < WRONG
        count = self._count(report.job_id, report.image) + counts
        withholds = counts and count >= filing.to_blur and image.judged.treatment in CLEAR
        if withholds and filing.found is None:
            return Filed(heard=Heard.UNREADY)
        key = report.job_id, report.image, report.by
        self._reports[key] = job.guild_id, report.at, counts
        told = [_entry(filing, job, EntryKind.REPORTED, by=report.by, details={"counts": counts})]
        if withholds:
            self._withhold(filing, image)
            told.append(_entry(filing, job, EntryKind.BLURRED, details={"reports": count}))
        opened = await self.cases.open(case or _case(filing, job), told)
        heard = Heard.FILED if is_open else Heard.DECIDED
        return Filed(heard=heard, case=opened.number, reports=count, is_withheld=withholds)

    def _withhold(self, filing: Filing, image: Image) -> None:
        original = filing.found.original if filing.found else None
        changed = withheld(image, has_original=True)
        if original is None or not may_keep(changed):
            changed = withheld(image, has_original=False)
        else:
            self._shelf.originals[image.job_id, image.number] = original
        self._shelf.images[image.job_id][image.number] = changed
        decision = Decision(at=filing.report.at, why="reported by members")
        self._shelf.events.append(event_of(changed, EventKind.WITHHELD, decision))
        untell(self._shelf, image.job_id)

    def _count(self, job_id: JobId, image: int) -> int:
        return sum(
            counts
            for (job, number, _), (_, _, counts) in self._reports.items()
            if (job, number) == (job_id, image)
        )

    def _lately(self, guild: GuildId, member: UserId, since: datetime) -> list[datetime]:
        found = (
            at
            for (_, _, by), (where, at, _) in self._reports.items()
            if (where, by) == (guild, member) and at > since
        )
        return sorted(found, reverse=True)

    def _dismissed(self, guild: GuildId, member: UserId, at: datetime) -> int:
        return sum(
            (where, by) == (guild, member) and self._is_dismissed(job, number, told, at)
            for (job, number, by), (where, told, _) in self._reports.items()
        )

    def _is_dismissed(self, job_id: JobId, number: int, told: datetime, at: datetime) -> bool:
        image = self._shelf.images[job_id][number]
        return image.judged.treatment in CLEAR and any(
            (case.job_id, case.image) == (job_id, number)
            and case.decision in DISMISSALS
            and case.decided_at is not None
            and case.decided_at > at - WRONG_WITHIN
            and case.decided_at - told >= timedelta(0)
            for case in self.cases.cases.values()
        )


def _is_seen(job: Job, image: Image) -> bool:
    is_there = job.state in SEEN and job.deleted_by is None
    return is_there and not job.request.private and image.judged.treatment in PICKABLE


def _case(filing: Filing, job: Job) -> Case:
    return Case(
        id=filing.case_id,
        guild_id=job.guild_id,
        kind=CaseKind.IMAGE,
        subject=job.user_id,
        opened_at=filing.report.at,
        place=PlaceId(job.address.channel_id),
        job_id=job.id,
        image=filing.report.image,
    )


def _entry(
    filing: Filing,
    job: Job,
    kind: EntryKind,
    *,
    by: UserId | None = None,
    details: dict[str, object],
) -> Entry:
    return Entry(
        guild_id=job.guild_id,
        kind=kind,
        at=filing.report.at,
        by=by,
        member=job.user_id,
        place=PlaceId(job.address.channel_id),
        job_id=job.id,
        image=filing.report.image,
        details=details,
    )
