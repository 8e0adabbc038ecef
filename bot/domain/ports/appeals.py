"""Where appeals are kept, and what of outcomes members are still to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.domain.ids import CaseId, UserId
    from bot.domain.moderation.appeal import Answered, Appeal
    from bot.domain.moderation.casefile import Posted, Telling


class AppealStore(Protocol):
    """Appeals: one of each case, and one answer to each."""

    async def ask(self, appeal: Appeal) -> bool:
        """Keep an appeal with its entry; return False where its case has one, or is not there."""
        ...

    async def of(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, Appeal]:
        """Return the appeals of some cases; those that have none are left out."""
        ...

    async def answer(
        self, case_id: CaseId, *, granted: bool, by: UserId, now: datetime
    ) -> Answered | None:
        """Answer an appeal, with its entry; None where there is none. The first answer counts.

        Granted, what the case led to is lifted, and its image waits for a moderator again where
        its original is still kept: all in one transaction.
        """
        ...

    async def take(self, *, now: datetime, until: datetime) -> Appeal | None:
        """Return one whose message is to be made, which nobody else is given before ``until``."""
        ...

    async def posted(self, appeal: Appeal, posted: Posted | None, *, now: datetime) -> None:
        """Note the message that tells an appeal as it was taken; None: there will be none.

        It is due again where it was answered meanwhile, and when it is answered later.
        """
        ...


class TellingStore(Protocol):
    """Outcomes that members are to be told of: noted with each entry, gone once it is done."""

    async def take(self, *, now: datetime, until: datetime) -> Telling | None:
        """Return what one member is to be told of one case, which nobody else is given till then.

        None where nothing is due.
        """
        ...

    async def later(self, telling: Telling, at: datetime) -> None:
        """Have it told at another time."""
        ...

    async def end(self, telling: Telling) -> None:
        """Note that they were told, or cannot be."""
        ...
