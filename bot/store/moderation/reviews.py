"""Moderators' decisions about images, in SQL: the first of each case counts.

The job's row is locked first, as by whoever changes the images of a job; the case's own row only
then, so that a report and a decision wait for each other in the same order.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.event import Decision, EventKind
from bot.domain.fingerprint import MOST, Remembering
from bot.domain.ids import JobId
from bot.domain.image import WITHHOLDING, Image, ImageFile, may_decide, treated
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.review import Outcome, Ruled, remembered
from bot.domain.verdict import Treatment
from bot.store.jobs import decisions, originals
from bot.store.jobs.decisions import Deciding
from bot.store.jobs.image_rows import to_image, update
from bot.store.moderation import cards, entries, fingerprints, revisions
from bot.store.moderation.case_tables import cases
from bot.store.moderation.cases import to_case
from bot.store.schema import DELIVERED, images, jobs
from bot.store.studio import copies, showcases
from bot.store.types import Moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from bot.domain.ids import CaseId, GuildId
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.review import Ruling
    from bot.store.database import Database

RECENT_JOBS = 2000
"""Of a server, among which those of one channel are looked for."""

_CASE = sa.select(cases).where(
    cases.c.id == sa.bindparam("this", type_=sa.Text),
    cases.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
    cases.c.job.is_not(None),
)
_JOB = jobs.c.id == sa.bindparam("this", type_=sa.Text)
_LOCK = sa.select(jobs.c.id).where(_JOB).with_for_update()
_IMAGE = sa.select(images).where(
    images.c.job == sa.bindparam("this", type_=sa.Text),
    images.c.number == sa.bindparam("image", type_=sa.Integer),
)
_DECIDE = (
    cases.update()
    .where(cases.c.id == sa.bindparam("this", type_=sa.Text), cases.c.decision.is_(None))
    .values(
        decision=sa.bindparam("what", type_=sa.Text),
        decided_by=sa.bindparam("who", type_=sa.BigInteger),
        decided_at=sa.bindparam("moment", type_=Moment),
    )
)
_RECENT = (
    sa.select(jobs.c.id, jobs.c.channel_id, jobs.c.created_at)
    .where(DELIVERED, jobs.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger))
    .order_by(jobs.c.created_at.desc())
    .limit(RECENT_JOBS)
    .subquery()
)
_JUDGED = (
    sa.select(images)
    .join(_RECENT, _RECENT.c.id == images.c.job)
    .where(_RECENT.c.channel_id == sa.bindparam("channel", type_=sa.BigInteger))
    .order_by(_RECENT.c.created_at.desc(), images.c.job, images.c.number.desc())
    .limit(sa.bindparam("most", type_=sa.Integer))
)


class SqlReviewStore:
    """A ReviewStore in the tables of cases, jobs and images."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def decide(
        self, case_id: CaseId, guild_id: GuildId, ruling: Ruling, *, until: datetime
    ) -> Outcome | None:
        """See ReviewStore."""
        wanted = {"this": case_id, "guild": guild_id}

        def decide(connection: sa.Connection) -> Outcome | None:
            if (found := connection.execute(_CASE, wanted).one_or_none()) is None:
                return None
            connection.execute(_LOCK, {"this": found.job}).all()
            # It may have been decided while its job was waited for.
            case = to_case(connection.execute(_CASE, wanted).one())
            return _decide(connection, case, ruling, until)

        return await self._database.transact(decide)

    async def judged(self, guild_id: GuildId, channel_id: int, limit: int) -> Sequence[Image]:
        """See ReviewStore."""
        wanted = {"guild": guild_id, "channel": channel_id, "most": limit}
        found = await self._database.read(
            lambda connection: connection.execute(_JUDGED, wanted).all()
        )
        return [to_image(row) for row in found]


def _decide(connection: sa.Connection, case: Case, ruling: Ruling, until: datetime) -> Outcome:
    if case.decision is not None:
        return Outcome(case, Ruled.BEFORE)
    job_id = case.job_id or JobId("")
    row = connection.execute(_IMAGE, {"this": job_id, "image": case.image}).one_or_none()
    image = None if row is None else to_image(row)
    changed: Image | None = image
    if ruling.kind is EntryKind.APPROVED:
        approved = _approved(connection, image, ruling)
        if isinstance(approved, Ruled):
            return Outcome(case, approved)
        changed = approved
    elif ruling.kind is not EntryKind.KEPT:
        changed = image and treated(image, Treatment.REMOVED, None)
    remembering: Remembering | None = None
    if ruling.kind is EntryKind.REMEMBERED:
        remembering = _remembered(connection, case, image, ruling)
        if remembering is not Remembering.DONE:
            ruling = replace(ruling, kind=EntryKind.REMOVED)
    said = {"what": ruling.kind.value, "who": ruling.by, "moment": ruling.at}
    if not connection.execute(_DECIDE, {"this": case.id} | said).rowcount:
        return Outcome(to_case(_case(connection, case)), Ruled.BEFORE)
    is_to_tell = (
        image is not None
        and changed is not None
        and _wrote(connection, image, replace(changed, reviewed=True), ruling)
    )
    if is_to_tell:
        revisions.untell(connection, job_id)
        if ruling.kind is EntryKind.APPROVED:
            originals.extend(connection, job_id, case.image or 0, until)
    entries.add(connection, [_entry(case, ruling)], case.id)
    cards.touch(connection, case.id, ruling.at)
    return Outcome(to_case(_case(connection, case)), Ruled.DECIDED, is_to_tell, remembering)


def _remembered(
    connection: sa.Connection, case: Case, image: Image | None, ruling: Ruling
) -> Remembering:
    """Remember how an image looks, if that can be."""
    if image is None or image.fingerprint is None:
        return Remembering.UNKNOWN
    if image.fingerprint.is_plain:
        return Remembering.PLAIN
    entry = remembered(case, image.fingerprint, ruling)
    is_kept = fingerprints.add(connection, case.guild_id, [entry], MOST) == 1
    if is_kept or fingerprints.is_there(connection, case.guild_id, entry.bits):
        return Remembering.DONE
    return Remembering.FULL


def _approved(connection: sa.Connection, image: Image | None, ruling: Ruling) -> Image | Ruled:
    """Return the image as it is to be shown; what is shown already stays as it is."""
    if image is None or not may_decide(image, EventKind.SHOWN):
        return Ruled.IMAGE_GONE
    if image.judged.treatment in {Treatment.SHOWN, Treatment.SPOILERED}:
        return image
    kept = originals.alive(connection, image.job_id, image.number, ruling.at)
    if kept is None:
        return Ruled.ORIGINAL_GONE
    form, size = kept
    name = f"{image.job_id}-{image.number}.{form.extension}"
    return treated(image, Treatment.SHOWN, ImageFile(name=name, format=form, size=size))


def _wrote(connection: sa.Connection, image: Image, changed: Image, ruling: Ruling) -> bool:
    """Write what an image is from now on; return whether its message says anything else of it."""
    now, before = changed.judged.treatment, image.judged.treatment
    if before is Treatment.REMOVED:  # its author deleted it while it waited
        originals.forget(connection, image.job_id, image.number)
    if now is before:
        is_said = now in WITHHOLDING
        if may_decide(image, EventKind.SHOWN):
            update(connection, [replace(changed, told=image.told and not is_said)])
        return is_said
    kind = EventKind.REMOVED if now is Treatment.REMOVED else EventKind.SHOWN
    decision = Decision(at=ruling.at, by=ruling.by, why=ruling.why)
    deciding = Deciding(image.job_id, image.number, kind, decision, lambda _: changed)
    decided = decisions.decide(connection, deciding)
    if kind is EventKind.REMOVED:
        showcases.reopen(connection, image.job_id, ruling.at)
        copies.withdraw(connection, image.job_id, ruling.at)
    return decided is not None


def _case(connection: sa.Connection, case: Case) -> Row[Any]:
    return connection.execute(_CASE, {"this": case.id, "guild": case.guild_id}).one()


def _entry(case: Case, ruling: Ruling) -> Entry:
    return Entry(
        guild_id=case.guild_id,
        kind=ruling.kind,
        at=ruling.at,
        by=ruling.by,
        member=case.subject,
        place=case.place,
        job_id=case.job_id,
        image=case.image,
        why=ruling.why,
    )
