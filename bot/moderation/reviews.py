"""What moderators decide about images, and what their thresholds would have done to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.domain.moderation.review import Ruled, Ruling
from bot.domain.moderation.tuning import JUDGED, tuned
from bot.errors import RefusedError, UndeliveredError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from bot.domain.ids import CaseId, GuildId, UserId
    from bot.domain.image import Image
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.entry import EntryKind
    from bot.domain.moderation.review import Outcome
    from bot.domain.moderation.tuning import Tuning
    from bot.domain.policy import Policy
    from bot.domain.ports import CaseStore, ReviewStore

UNKNOWN = text("review.unknown")
ORIGINAL_GONE = text("review.original_gone")
IMAGE_GONE = text("review.image_gone")
TOO_EARLY = text("review.too_early")

_WHY_NOT = {Ruled.ORIGINAL_GONE: ORIGINAL_GONE, Ruled.IMAGE_GONE: IMAGE_GONE}

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Reviews:
    """Decides for moderators, who are known to be some; the first press counts."""

    def __init__(
        self,
        store: ReviewStore,
        cases: CaseStore,
        now: Callable[[], datetime],
        retention: timedelta,
    ) -> None:
        """Keep the original of what is approved for ``retention`` more, until it is shown."""
        self._store = store
        self._cases = cases
        self._now = now
        self._retention = retention

    async def case(self, case_id: CaseId, guild_id: GuildId) -> Case:
        """Return a case about an image of a server.

        Raises:
            RefusedError: there is none of this id there.

        """
        case = await self._cases.get(case_id)
        if case is None or case.guild_id != guild_id or case.job_id is None:
            raise RefusedError(UNKNOWN)
        return case

    async def decide(
        self, case_id: CaseId, guild_id: GuildId, kind: EntryKind, *, by: UserId
    ) -> Outcome:
        """Decide a case; return how it is decided, by them or somebody before.

        Raises:
            RefusedError: there is none of this id there, or what was decided cannot be shown.

        """
        now = self._now()
        ruling = Ruling(kind=kind, by=by, at=now)
        try:
            until = now + self._retention
            outcome = await self._store.decide(case_id, guild_id, ruling, until=until)
        except UndeliveredError as error:
            raise RefusedError(TOO_EARLY) from error
        if outcome is None:
            raise RefusedError(UNKNOWN)
        if outcome.ruled in _WHY_NOT:
            raise RefusedError(_WHY_NOT[outcome.ruled])
        if outcome.ruled is Ruled.DECIDED:
            log.info("case.decided", case=case_id, kind=kind.value, by=by, guild=guild_id)
        return outcome

    async def tuning(self, case: Case, image: Image, policy: Policy) -> Tuning:
        """Return what other thresholds would have done to the last images of a case's channel."""
        judged = await self._store.judged(case.guild_id, case.place or 0, JUDGED)
        return tuned(image, judged, policy)
