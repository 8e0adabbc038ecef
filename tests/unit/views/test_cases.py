"""Cases at their longest fit into a message, in every language; words of moderators stay theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.ids import CaseId, GuildId, JobId, ListingId, PlaceId, UserId
from bot.domain.moderation.appeal import WORDS, Appeal
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.casefile import MEMBERS_READ, Telling
from bot.domain.moderation.entry import Entry, EntryKind
from bot.texts.languages import NAMES
from bot.views.moderation.appeal import appeal_modal, appeal_view
from bot.views.moderation.case_view import (
    ENTRIES,
    PAGE_SIZE,
    CaseSheet,
    CasesPage,
    case_view,
    cases_view,
)
from bot.views.moderation.case_words import DID
from bot.views.moderation.own_cases import PAGE_SIZE as OWN_SIZE
from bot.views.moderation.own_cases import OwnCases, own_cases_view
from bot.views.moderation.telling import telling_view
from tests.tables import each_row
from tests.unit.views.samples import assert_within_limits, job, text

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BIG = 2**63 - 1
ANN, BEN = UserId(BIG), UserId(BIG - 1)
LISTING = ListingId("l" * 32)
WORST = ("*" * 1000, "狐" * 1000, "😀" * 1000)
JOB = replace(job(), id=JobId("j" * 32), user_id=ANN)
CASE = Case(
    id=CaseId("c" * 32),
    guild_id=GuildId(BIG),
    number=2**31 - 1,
    kind=CaseKind.IMAGE,
    subject=ANN,
    opened_at=NOON,
    place=PlaceId(BIG),
    job_id=JOB.id,
    image=8,
    decision=EntryKind.REMEMBERED,
    decided_by=BEN,
    decided_at=NOON,
)


def happened(kind: EntryKind, why: str = "", by: UserId = BEN) -> Entry:
    details = {"on_behalf_of": BIG, "until": 4 * 10**9, "gone": True}
    return Entry(guild_id=CASE.guild_id, kind=kind, at=NOON, by=by, why=why, details=details)


def asked(why: str) -> Appeal:
    return Appeal(case_id=CASE.id, guild_id=CASE.guild_id, member=ANN, at=NOON, why=why)


@each_row("locale", NAMES)
def test_whatever_a_case_holds_fits(locale: str) -> None:
    for why in WORST:
        read = [happened(kind, why) for kind in sorted(MEMBERS_READ)]
        reports = [happened(EntryKind.REPORTED, by=UserId(BIG - n)) for n in range(200)]
        answered = replace(asked(why), is_granted=False, decided_by=BEN, decided_at=NOON)
        for appeal in (asked(why), answered):
            sheet = CaseSheet(
                case=CASE,
                entries=[*reports, *read * 90],
                appeal=appeal,
                job=JOB,
                log_channel=BIG,
            )
            assert_within_limits(case_view(sheet, LISTING, 99, locale))
            for private in (True, False):
                assert_within_limits(
                    appeal_view(CASE, appeal, "x" * 90, locale, is_private=private)
                )
        cases = [replace(CASE, id=CaseId(f"c{n}")) for n in range(PAGE_SIZE)]
        appeals = {case.id: answered for case in cases}
        page = CasesPage(cases=cases, total=10**6, appeals=appeals, jobs={JOB.id: JOB})
        assert_within_limits(cases_view(page, LISTING, 99, locale))
        own = OwnCases(
            member=ANN,
            cases=cases[:OWN_SIZE],
            total=10**6,
            entries={case.id: read for case in cases},
            appeals={},
            jobs={JOB.id: JOB},
        )
        assert_within_limits(own_cases_view(own, LISTING, 99, locale))
        telling = Telling(member=ANN, case=CASE, entries=tuple(read), tries=0, reason=why)
        assert_within_limits(telling_view(telling, why, JOB, locale))
    modal = appeal_modal(CASE, locale)
    assert len(modal.title) <= 45
    assert modal.to_components()[0]["component"]["max_length"] == WORDS.high


def test_moderators_see_all_that_happened_and_members_their_part() -> None:
    entries = [happened(kind, f"why {kind}") for kind in DID]
    sheet = CaseSheet(case=CASE, entries=entries, appeal=None, job=JOB, log_channel=None)
    pages = [text(case_view(sheet, LISTING, n)) for n in range(1, 6)]
    shown = "".join(pages)
    for kind in DID:
        assert (f"> why {kind.value}" in shown.replace("\\", "")) is (
            kind is not EntryKind.REPORTED
        )
    assert len(DID) > ENTRIES
    assert f"1 report: <@{BEN}>" in pages[0]
    told = text(
        telling_view(Telling(member=BEN, case=CASE, entries=(entries[5],), tries=0), "S", JOB)
    )
    assert "You reported image 8" in told
    assert "Moderators removed image 8." in told
    assert "to appeal" not in told
    assert str(BEN) not in told
