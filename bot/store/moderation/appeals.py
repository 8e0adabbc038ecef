"""Appeals, in SQL: one of each case, and its answer in one transaction with all that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import sqlalchemy as sa

from bot.domain.ids import CaseId, UserId
from bot.domain.moderation.appeal import Answered, Appeal
from bot.domain.moderation.casefile import CONTESTED, Posted
from bot.domain.moderation.entry import Entry, EntryKind
from bot.store.moderation import entries as told
from bot.store.moderation.appeal_rows import entry_of, row_of, to_appeal
from bot.store.moderation.appeal_tables import IS_DUE, UNANSWERED, appeals
from bot.store.moderation.case_tables import cases
from bot.store.moderation.cases import reopen, to_case
from bot.store.schema import originals
from bot.store.types import Moment

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.domain.moderation.case import Case
    from bot.store.database import Database

LOCK = -1_300
"""Held by whoever takes one, so that no two take the same."""

_NOW = sa.bindparam("now", type_=Moment)
_THIS = appeals.c.case_id == sa.bindparam("this", type_=sa.Text)
_ONE = sa.select(appeals).where(_THIS)
_THESE = sa.select(appeals).where(
    appeals.c.case_id.in_(sa.bindparam("these", expanding=True, type_=sa.Text))
)
_CASE = sa.select(cases).where(cases.c.id == sa.bindparam("this", type_=sa.Text)).with_for_update()
"""Locked first, as by whoever decides about it."""

_ASK = appeals.insert()
_ANSWER = (
    appeals.update()
    .where(_THIS, UNANSWERED)
    .values(
        granted=sa.bindparam("said", type_=sa.Boolean),
        decided_by=sa.bindparam("moderator", type_=sa.BigInteger),
        decided_at=_NOW,
        due_at=_NOW,
    )
    .returning(*appeals.c)
)
_ORIGINAL = sa.select(originals.c.id).where(
    originals.c.job == sa.bindparam("which_job", type_=sa.Text),
    originals.c.number == sa.bindparam("which_image", type_=sa.Integer),
    originals.c.kept,
    originals.c.expires_at > _NOW,
)
_DUE = (
    sa.select(appeals)
    .where(IS_DUE, appeals.c.due_at <= _NOW)
    .order_by(appeals.c.due_at, appeals.c.case_id)
    .limit(1)
)
_POSTPONE = appeals.update().where(_THIS).values(due_at=sa.bindparam("until", type_=Moment))
_POSTED = (
    appeals.update()
    .where(_THIS)
    .values(
        channel_id=sa.bindparam("channel", type_=sa.BigInteger),
        message_id=sa.bindparam("message", type_=sa.BigInteger),
        due_at=sa.bindparam("until", type_=Moment),
    )
)


class Following(Protocol):
    """What else follows from an appeal that is granted, in its transaction."""

    def __call__(self, connection: sa.Connection, case: Case, *, by: UserId, now: datetime) -> bool:
        """Do it, and return whether anything was left to be done."""
        ...


def nothing(connection: sa.Connection, case: Case, *, by: UserId, now: datetime) -> bool:  # noqa: ARG001 - as any of its kind
    """Let nothing follow."""
    return False


class SqlAppealStore:
    """An AppealStore in one table."""

    def __init__(
        self,
        database: Database,
        *,
        lift: Following = nothing,
        reopened: Following = nothing,
        lock: int | None = None,
    ) -> None:
        """Use ``database``, which somebody else opens and closes.

        Args:
            database: Where they are kept.
            lift: Ends what a case led to.
            reopened: Tells that the image of a case waits for a moderator again.
            lock: Held while an appeal is answered, for what ``lift`` changes.

        """
        self._database = database
        self._lift = lift
        self._reopened = reopened
        self._lock = lock

    async def ask(self, appeal: Appeal) -> bool:
        """See AppealStore."""
        entry = Entry(
            guild_id=appeal.guild_id, kind=EntryKind.APPEALED, at=appeal.at, by=appeal.member
        )

        def ask(connection: sa.Connection) -> bool:
            key = {"this": appeal.case_id}
            if connection.execute(_CASE, key).one_or_none() is None:
                return False
            if connection.execute(_ONE, key).one_or_none() is not None:
                return False
            connection.execute(_ASK, row_of(appeal))
            told.add(connection, [entry], appeal.case_id)
            return True

        return await self._database.transact(ask)

    async def of(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, Appeal]:
        """See AppealStore."""
        wanted = {"these": list(case_ids)}
        rows = await self._database.read(
            lambda connection: connection.execute(_THESE, wanted).all()
        )
        return {CaseId(row.case_id): to_appeal(row) for row in rows}

    async def answer(
        self, case_id: CaseId, *, granted: bool, by: UserId, now: datetime
    ) -> Answered | None:
        """See AppealStore."""
        said = {"this": case_id, "said": granted, "moderator": by, "now": now}

        def answer(connection: sa.Connection) -> Answered | None:
            case = connection.execute(_CASE, {"this": case_id}).one_or_none()
            found = connection.execute(_ONE, {"this": case_id}).one_or_none()
            if case is None or found is None:
                return None
            row = connection.execute(_ANSWER, said).one_or_none()
            if row is None:
                return Answered(appeal=to_appeal(found), is_first=False)
            answered = Answered(appeal=to_appeal(row), is_first=True)
            if granted:
                answered = self._granted(connection, to_case(case), to_appeal(row))
            told.add(connection, [entry_of(answered)], case_id)
            return answered

        return await self._database.transact(answer, lock=self._lock)

    def _granted(self, connection: sa.Connection, case: Case, appeal: Appeal) -> Answered:
        by, now = appeal.decided_by, appeal.decided_at
        if by is None or now is None:
            raise TypeError("an answer has its moderator and its time")
        lifted = self._lift(connection, case, by=by, now=now)
        image = {"which_job": case.job_id, "which_image": case.image, "now": now}
        is_contested = case.decision in CONTESTED
        is_kept = is_contested and connection.execute(_ORIGINAL, image).first() is not None
        if is_kept:
            reopen(connection, case.id)
            self._reopened(connection, case, by=by, now=now)
        return Answered(
            appeal=appeal,
            is_first=True,
            reopened=is_kept,
            gone=is_contested and not is_kept,
            lifted=lifted,
        )

    async def take(self, *, now: datetime, until: datetime) -> Appeal | None:
        """See AppealStore."""

        def due(connection: sa.Connection) -> Appeal | None:
            row = connection.execute(_DUE, {"now": now}).first()
            if row is None:
                return None
            connection.execute(_POSTPONE, {"this": row.case_id, "until": until})
            return to_appeal(row)

        return await self._database.transact(due, lock=LOCK)

    async def posted(self, appeal: Appeal, posted: Posted | None, *, now: datetime) -> None:
        """See AppealStore."""
        marks: dict[str, object] = {
            "this": appeal.case_id,
            "channel": posted and posted.channel_id,
            "message": posted and posted.message_id,
        }

        def note(connection: sa.Connection) -> None:
            row = connection.execute(_ONE.with_for_update(), {"this": appeal.case_id}).one_or_none()
            if row is not None:
                is_stale = posted is not None and row.granted != appeal.is_granted
                connection.execute(_POSTED, marks | {"until": now if is_stale else None})

        await self._database.transact(note)
