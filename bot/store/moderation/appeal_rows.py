"""Appeals as rows, and their answers as entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.domain.ids import CaseId, GuildId, UserId
from bot.domain.moderation.appeal import Appeal
from bot.domain.moderation.casefile import Posted
from bot.domain.moderation.entry import Entry, EntryKind, own

if TYPE_CHECKING:
    from sqlalchemy import Row

    from bot.domain.moderation.appeal import Answered


def entry_of(answered: Answered) -> Entry:
    """Return what a case says of an answer."""
    appeal = answered.appeal
    kind = EntryKind.APPEAL_GRANTED if appeal.is_granted else EntryKind.APPEAL_REFUSED
    follows = {
        "reopened": answered.reopened,
        "gone": answered.gone,
        "lifted": answered.lifted,
        "locale": appeal.locale,
    }
    return Entry(
        guild_id=appeal.guild_id,
        kind=kind,
        at=appeal.decided_at or appeal.at,
        by=appeal.decided_by,
        member=appeal.member,
        case_id=appeal.case_id,
        details={name: value for name, value in follows.items() if value}
        | own(appeal.decided_by, appeal.member),
    )


def to_appeal(row: Row[Any]) -> Appeal:
    """Return the appeal of a row of all columns."""
    return Appeal(
        case_id=CaseId(row.case_id),
        guild_id=GuildId(row.guild_id),
        member=UserId(row.member),
        at=row.at,
        why=row.why,
        locale=row.locale,
        is_granted=row.granted,
        decided_by=row.decided_by and UserId(row.decided_by),
        decided_at=row.decided_at,
        posted=row.message_id and Posted(row.channel_id, row.message_id),
    )


def row_of(appeal: Appeal) -> dict[str, object]:
    """Return the row of a new appeal, whose message is to be made."""
    return {
        "case_id": appeal.case_id,
        "guild_id": appeal.guild_id,
        "member": appeal.member,
        "at": appeal.at,
        "why": appeal.why,
        "locale": appeal.locale,
        "due_at": appeal.at,
    }
