"""What moderators and members do with cases: notes, reasons, appeals and their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.domain.moderation.appeal import WORDS, Appeal, objection
from bot.domain.moderation.casefile import SANCTIONS
from bot.domain.moderation.entry import Entry, EntryKind
from bot.errors import RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId, UserId
    from bot.domain.moderation.appeal import Answered
    from bot.domain.moderation.case import Case
    from bot.domain.ports import AppealStore, CaseStore
    from bot.texts.text import Text

GONE = text("case.gone")

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Casework:
    """A case is known in its own server only."""

    def __init__(
        self,
        cases: CaseStore,
        appeals: AppealStore,
        now: Callable[[], datetime],
        tell: Callable[[], None],
    ) -> None:
        """Keep what is done with ``cases`` and ``appeals``, at the time that ``now`` says.

        ``tell`` has whom it concerns told soon.
        """
        self.cases = cases
        self.appeals = appeals
        self._now = now
        self.tell = tell

    async def numbered(self, guild_id: GuildId, number: int) -> Case:
        """Return a case of a server by its number.

        Raises:
            RefusedError: there is none.

        """
        case = await self.cases.numbered(guild_id, number)
        if case is None:
            raise RefusedError(text("case.unknown", number=number))
        return case

    async def of_server(self, case_id: CaseId, guild_id: GuildId) -> Case:
        """Return a case whose button was pressed.

        Raises:
            RefusedError: there is none of this id in this server.

        """
        case = await self.cases.get(case_id)
        if case is None or case.guild_id != guild_id:
            raise RefusedError(GONE)
        return case

    async def write(
        self,
        case: Case,
        kind: EntryKind,
        words: str,
        *,
        by: UserId,
        behalf: UserId | None = None,
    ) -> None:
        """Add a moderator's note or reason.

        Args:
            case: To which.
            kind: NOTED, for moderators only, or REASONED, which its member reads.
            words: The moderator's.
            by: Who writes it.
            behalf: The moderator for whom they do, if for another.

        """
        details = {} if behalf in {None, by} else {"on_behalf_of": behalf}
        entry = Entry(
            guild_id=case.guild_id,
            kind=kind,
            at=self._now(),
            by=by,
            member=case.subject,
            place=case.place,
            why=words.strip(),
            details=details,
        )
        if await self.cases.add(case.id, [entry]) is None:
            raise RefusedError(GONE)
        log.info("case.written", case=case.id, kind=kind.value, by=by)

    async def check_may_appeal(self, case: Case, by: UserId) -> None:
        """Refuse who may not appeal.

        Raises:
            RefusedError: it is not about them, or was appealed, or there is nothing to appeal.

        """
        entries = (await self.cases.entries_of([case.id], SANCTIONS))[case.id]
        appeal = (await self.appeals.of([case.id])).get(case.id)
        if (why_not := objection(case, entries, appeal, by)) is not None:
            raise RefusedError(why_not)

    async def appeal(self, case: Case, by: UserId, why: str, locale: str) -> None:
        """Ask moderators to look at a case again.

        Raises:
            RefusedError: as ``check_may_appeal`` says; or there are no words, or too many.

        """
        await self.check_may_appeal(case, by)
        why = why.strip()
        if len(why) not in WORDS:
            raise RefusedError(text("appeal.words", most=int(WORDS.high)))
        asked = Appeal(
            case_id=case.id,
            guild_id=case.guild_id,
            member=by,
            at=self._now(),
            why=why,
            locale=locale,
        )
        if not await self.appeals.ask(asked):
            raise RefusedError(text("appeal.twice"))
        self.tell()
        log.info("case.appealed", case=case.id, by=by)

    async def answer(self, case: Case, *, granted: bool, by: UserId) -> Answered:
        """Answer an appeal; one's own too, where there is one moderator: the entry says so.

        Raises:
            RefusedError: it was answered before, or there is none.

        """
        answered = await self.appeals.answer(case.id, granted=granted, by=by, now=self._now())
        if answered is None:
            raise RefusedError(text("appeal.none"))
        if not answered.is_first:
            raise RefusedError(_answered_by(answered.appeal))
        self.tell()
        log.info("case.answered", case=case.id, granted=granted, by=by)
        return answered

    async def appeals_of(self, cases: Sequence[Case]) -> dict[CaseId, Appeal]:
        """Return the appeals of some cases, by case."""
        return dict(await self.appeals.of([case.id for case in cases]))


def _answered_by(appeal: Appeal) -> Text:
    when = f"<t:{int(appeal.decided_at.timestamp())}:R>" if appeal.decided_at else ""
    return text("appeal.answered", member=f"<@{appeal.decided_by}>", when=when)
