"""Reports in SQL: each is one transaction with its entry, and with the blur that it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.event import Decision, EventKind
from bot.domain.ids import PlaceId
from bot.domain.image import PICKABLE
from bot.domain.job import JobState
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.report import SEEN, WRONG, WRONG_WITHIN, Filed, Heard, pace_of, withheld
from bot.domain.verdict import CLEAR, Treatment
from bot.store.jobs import decisions, drafts, originals
from bot.store.jobs.decisions import Deciding
from bot.store.jobs.image_rows import to_image
from bot.store.jobs.job_rows import to_job
from bot.store.moderation import cases, entries
from bot.store.moderation.report_table import reports
from bot.store.moderation.revisions import untell
from bot.store.schema import cases as case_table
from bot.store.schema import images, jobs
from bot.store.studio import copies, showcases
from bot.store.types import Moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.moderation.report import Filing
    from bot.store.database import Database

_JOB = sa.select(jobs).where(jobs.c.id == sa.bindparam("this", type_=sa.Text)).with_for_update()
"""Locked first, as by whoever changes the images of a job: its reports are counted in turn."""

_IMAGE = sa.select(images).where(
    images.c.job == sa.bindparam("this", type_=sa.Text),
    images.c.number == sa.bindparam("image", type_=sa.Integer),
)
_OF_IMAGE = sa.and_(
    reports.c.job == sa.bindparam("this", type_=sa.Text),
    reports.c.image == sa.bindparam("image", type_=sa.Integer),
)
_BY_MEMBER = sa.and_(
    reports.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
    reports.c.member == sa.bindparam("who", type_=sa.BigInteger),
)
_KNOWN = sa.select(reports.c.at).where(
    _OF_IMAGE, reports.c.member == sa.bindparam("who", type_=sa.BigInteger)
)
_COUNT = sa.select(sa.func.count()).select_from(reports).where(_OF_IMAGE, reports.c.counts)
_LATELY = (
    sa.select(reports.c.at)
    .where(_BY_MEMBER, reports.c.at > sa.bindparam("since", type_=Moment))
    .order_by(reports.c.at.desc())
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_DISMISSED = (
    sa.select(sa.func.count())
    .select_from(reports)
    .join(
        case_table,
        sa.and_(case_table.c.job == reports.c.job, case_table.c.image == reports.c.image),
    )
    .join(images, sa.and_(images.c.job == reports.c.job, images.c.number == reports.c.image))
    .where(
        _BY_MEMBER,
        case_table.c.decision.in_([EntryKind.APPROVED.value, EntryKind.KEPT.value]),
        case_table.c.decided_at > sa.bindparam("since", type_=Moment),
        case_table.c.decided_at >= reports.c.at,
        images.c.treatment.in_([Treatment.SHOWN.value, Treatment.SPOILERED.value]),
    )
)
"""Reports of images that a moderator has seen, and that are shown all the same."""

_INSERT = reports.insert()


class SqlReportStore:
    """A ReportStore in one table, with its neighbours."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def file(self, filing: Filing) -> Filed:
        """See ReportStore; the original is put before, as those of other decisions are."""
        put: Sequence[int] = ()
        if filing.found is not None and (original := filing.found.original) is not None:
            deciding = _deciding(filing, has_original=True)
            found = await drafts.put(
                self._database,
                lambda connection: decisions.permitted(connection, deciding, original),
            )
            put = found or ()

        def file(connection: sa.Connection) -> Filed:
            filed = _file(connection, filing, put)
            originals.drop(connection, put)
            return filed

        # One after the other for each member: two at once would both find room in their pace.
        return await self._database.transact(file, lock=filing.report.by)


def _file(connection: sa.Connection, filing: Filing, put: Sequence[int]) -> Filed:
    report = filing.report
    job = _reportable(connection, filing)
    image = _image(connection, filing) if job else None
    if job is None or image is None:
        return Filed(heard=Heard.NOTHING)
    if job.state is JobState.DELIVERING:
        return Filed(heard=Heard.EARLY)
    about = {"this": job.id, "image": report.image, "who": report.by, "guild": job.guild_id}
    case = cases.of_image(connection, job.id, report.image)
    if connection.execute(_KNOWN, about).first() is not None:
        return Filed(heard=Heard.AGAIN, case=case.number if case else None)
    dismissed = connection.scalar(_DISMISSED, about | {"since": report.at - WRONG_WITHIN}) or 0
    pace = pace_of(dismissed)
    asked = about | {"since": report.at - pace.within, "most": pace.reports}
    lately: Sequence[datetime] = connection.scalars(_LATELY, asked).all()
    if len(lately) >= pace.reports:
        return Filed(heard=Heard.TOO_MANY, again_at=lately[-1] + pace.within)
    is_open = case is None or case.is_open
    counts = is_open and dismissed < WRONG
    count = (connection.scalar(_COUNT, about) or 0) + counts
    withholds = counts and count >= filing.to_blur and image.judged.treatment in CLEAR
    if withholds and filing.found is None:
        return Filed(heard=Heard.UNREADY)
    connection.execute(_INSERT, _row(filing, job, counts=counts))
    case = cases.opened(connection, _case(filing, job), [_reported(filing, job, counts=counts)])
    if withholds:
        _withhold(connection, filing, put)
        entries.add(connection, [_blurred(filing, job, count)], case.id)
    heard = Heard.FILED if is_open else Heard.DECIDED
    return Filed(heard=heard, case=case.number, reports=count, is_withheld=withholds)


def _reportable(connection: sa.Connection, filing: Filing) -> Job | None:
    """Return the job, locked, if others than its member see its images."""
    row = connection.execute(_JOB, {"this": filing.report.job_id}).one_or_none()
    if row is None:
        return None
    job = to_job(row)
    is_seen = job.state in SEEN and job.deleted_by is None
    return job if is_seen and not job.request.private else None


def _image(connection: sa.Connection, filing: Filing) -> Image | None:
    asked = {"this": filing.report.job_id, "image": filing.report.image}
    row = connection.execute(_IMAGE, asked).one_or_none()
    if row is None:
        return None
    image = to_image(row)
    return image if image.judged.treatment in PICKABLE else None


def _withhold(connection: sa.Connection, filing: Filing, put: Sequence[int]) -> None:
    """Withhold the image, and have all that shows it made anew."""
    decisions.decide(connection, _deciding(filing, has_original=bool(put)), put)
    untell(connection, filing.report.job_id)
    showcases.reopen(connection, filing.report.job_id, filing.report.at)
    copies.withdraw(connection, filing.report.job_id, filing.report.at)


def _deciding(filing: Filing, *, has_original: bool) -> Deciding:
    report = filing.report
    return Deciding(
        report.job_id,
        report.image,
        EventKind.WITHHELD,
        Decision(at=report.at, why="reported by members"),
        lambda image: withheld(image, has_original=has_original),
    )


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


def _entry(filing: Filing, job: Job, kind: EntryKind, **said: Any) -> Entry:  # noqa: ANN401 # fields
    return Entry(
        guild_id=job.guild_id,
        kind=kind,
        at=filing.report.at,
        member=job.user_id,
        place=PlaceId(job.address.channel_id),
        job_id=job.id,
        image=filing.report.image,
        **said,
    )


def _reported(filing: Filing, job: Job, *, counts: bool) -> Entry:
    details = {"counts": counts}
    return _entry(filing, job, EntryKind.REPORTED, by=filing.report.by, details=details)


def _blurred(filing: Filing, job: Job, count: int) -> Entry:
    return _entry(filing, job, EntryKind.BLURRED, details={"reports": count})


def _row(filing: Filing, job: Job, *, counts: bool) -> dict[str, object]:
    report = filing.report
    return {
        "job": report.job_id,
        "image": report.image,
        "member": report.by,
        "guild_id": job.guild_id,
        "at": report.at,
        "counts": counts,
    }
