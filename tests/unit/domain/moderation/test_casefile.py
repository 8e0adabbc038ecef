"""Who may appeal, who is told of what, and which reason is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.ids import CaseId, GuildId, JobId, UserId
from bot.domain.moderation import appeal as appeals
from bot.domain.moderation.appeal import Appeal, objection
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.casefile import MEMBERS_READ, audience, end_of, reason_of
from bot.domain.moderation.entry import Entry, EntryKind
from tests.tables import each_row

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANN, BEN, CAT = UserId(1), UserId(2), UserId(3)
IMAGE = Case(
    id=CaseId("c"),
    guild_id=GuildId(7),
    kind=CaseKind.IMAGE,
    subject=ANN,
    opened_at=NOON,
    job_id=JobId("j"),
    image=1,
)
MEMBER = replace(IMAGE, kind=CaseKind.MEMBER, job_id=None, image=None)


def happened(kind: EntryKind, by: UserId | None = BEN, why: str = "", **details: object) -> Entry:
    return Entry(guild_id=GuildId(7), kind=kind, at=NOON, by=by, why=why, details=details)


def test_whom_a_case_is_about_appeals_once_against_what_was_decided() -> None:
    removed = replace(IMAGE, decision=EntryKind.REMOVED)
    approved = replace(IMAGE, decision=EntryKind.APPROVED)
    blocked = [happened(EntryKind.BLOCKED)]
    asked = Appeal(case_id=IMAGE.id, guild_id=GuildId(7), member=ANN, at=NOON, why="?")
    for case, entries, appeal, by, why_not in (
        (removed, [], None, ANN, None),
        (removed, [], None, BEN, appeals.NOT_YOURS),
        (removed, [], asked, ANN, appeals.TWICE),
        (replace(IMAGE, decision=EntryKind.KEPT), [], None, ANN, None),
        (approved, [], None, ANN, appeals.NOTHING),
        (approved, blocked, None, ANN, None),
        (IMAGE, [], None, ANN, appeals.UNDECIDED),
        (IMAGE, blocked, None, ANN, None),
        (MEMBER, blocked, None, ANN, None),
        (MEMBER, [happened(EntryKind.UNBLOCKED)], None, ANN, appeals.NOTHING),
    ):
        assert objection(case, entries, appeal, by) == why_not


def test_who_is_told_of_what() -> None:
    reporters = [CAT, BEN]
    assert audience(IMAGE, happened(EntryKind.REMOVED), reporters) == {ANN, CAT}
    assert audience(IMAGE, happened(EntryKind.REMOVED, ANN), reporters) == {BEN, CAT}
    assert audience(IMAGE, happened(EntryKind.APPEAL_REFUSED), reporters) == {ANN}
    assert audience(IMAGE, happened(EntryKind.STRUCK, None), reporters) == {ANN}
    of_cat = replace(happened(EntryKind.BLOCKED), member=CAT)
    assert audience(IMAGE, of_cat, reporters) == {CAT}
    assert audience(IMAGE, replace(of_cat, kind=EntryKind.REMOVED), [BEN]) == {ANN}
    other = replace(happened(EntryKind.BLOCKED), member=CAT)
    assert audience(IMAGE, other, reporters) == {CAT}
    for kind in (EntryKind.NOTED, EntryKind.REPORTED, EntryKind.WITHHELD, EntryKind.REASONED):
        assert audience(IMAGE, happened(kind), reporters) == set()


def test_the_latest_reason_is_shown_and_no_note() -> None:
    entries = [
        happened(EntryKind.REMOVED, why="first"),
        happened(EntryKind.REASONED, why="second"),
        happened(EntryKind.NOTED, why="a note"),
        happened(EntryKind.APPEAL_REFUSED, why="no"),
        happened(EntryKind.BLOCKED),
    ]
    assert reason_of(entries) == "second"
    assert reason_of([*entries, happened(EntryKind.UNBLOCKED, why="third")]) == "third"
    assert reason_of([]) == ""
    assert not {EntryKind.NOTED, EntryKind.REPORTED, EntryKind.APPEALED} & MEMBERS_READ


@each_row(
    "told, end",
    [
        (NOON.timestamp(), NOON),
        (NOON.isoformat(), NOON),
        ("2026-11-22T12:00:00", NOON),
        ((NOON + timedelta(days=1)).isoformat(), NOON + timedelta(days=1)),
        (None, None),
        ("soon", None),
        (True, None),
    ],
)
def test_the_end_of_a_sanction_is_read(told: object, end: datetime | None) -> None:
    assert end_of(happened(EntryKind.BLOCKED, until=told)) == end
