"""The built-in filter before every job: sexual content with minors is refused, everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.minors import is_about_minors
from bot.errors import FilteredError
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.domain.ports import AuditStore, Grant, Wanted

RULE = "minors"
"""What the audit calls it."""

REFUSED = text("filter.refused")
"""The same for whatever is refused by words: it gives nothing away."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Minors:
    """A Check that no setting opens."""

    def __init__(self, audit: AuditStore) -> None:
        """Note in ``audit`` that something was refused, and never what."""
        self._audit = audit

    async def __call__(self, wanted: Wanted, grant: Grant, /) -> Grant:
        """See Check."""
        if not is_about_minors(wanted.request, wanted.told):
            return grant
        log.info("filter.refused", guild=wanted.guild_id, user=wanted.user_id, rule=RULE)
        if not wanted.is_trial:
            await self._audit.add([_refused(wanted)])
        raise FilteredError(REFUSED)


def _refused(wanted: Wanted) -> Entry:
    return Entry(
        guild_id=wanted.guild_id,
        kind=EntryKind.FILTERED,
        at=wanted.at,
        member=wanted.user_id,
        place=wanted.places[0] if wanted.places else None,
        job_id=wanted.job_id,
        details={"rule": RULE},
    )
