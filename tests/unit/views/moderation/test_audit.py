"""Whatever is told fits into a message, in every language; and nothing is left without words."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from bot.domain.ids import CaseId, GuildId, JobId, ListingId, PlaceId, UserId
from bot.domain.listing import Listing, ListingKind
from bot.domain.moderation.audit import GROUPS, MOST_COUNTED, PAGE_SIZE, Group, Told, moment_of
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.within import Within
from bot.errors import InvalidOptionError
from bot.interactions.moderation.reach import Sight
from bot.store.moderation.audit_log import TOGETHER
from bot.texts.languages import LANGUAGES
from bot.views.moderation.audit import SENTENCES, audit_view, log_view
from bot.views.moderation.audit_file import COLUMNS, Form, Names, head, line
from cogs.audit import KINDS
from tests.tables import each_row
from tests.unit.views.samples import assert_within_limits, text

NOW = datetime(2026, 11, 22, 12, 30, 15, tzinfo=UTC)
WIDEST = 2**63 - 1
NOTES = Sight(Within(frozenset()), at_large=False, is_partial=True).notes()


def told(kind: EntryKind, number: int = 0, why: str = "狐@everyone**" * 90) -> Told:
    entry = Entry(
        guild_id=GuildId(WIDEST),
        kind=kind,
        at=NOW,
        by=UserId(WIDEST),
        member=UserId(WIDEST - 1),
        place=PlaceId(WIDEST - 2),
        case_id=CaseId("c"),
        job_id=JobId(f"{'j' * 30}{number:02}"),
        image=8,
        why=why,
        details={"狐" * 40: "`x`" * 99, "many": [1] * 999},
        id=WIDEST,
    )
    return Told(entry=entry, case=10**9, channel_id=WIDEST, message_id=WIDEST)


def listing(name: str = "L") -> Listing:
    return Listing(
        id=ListingId(name),
        kind=ListingKind.AUDIT,
        owner=UserId(2),
        guild_id=GuildId(1),
        created_at=NOW,
    )


@each_row("language", LANGUAGES)
def test_the_fullest_page_and_the_fullest_message_fit(language: str) -> None:
    for kind in EntryKind:
        page = [told(kind, number) for number in range(PAGE_SIZE)]
        asked = listing("L" * 32)
        assert_within_limits(audit_view(page, MOST_COUNTED + 1, 2, asked, language, notes=NOTES))
        several = [told(kind) for _ in range(TOGETHER)]
        assert_within_limits(log_view(several, language, for_members=False))


def test_a_change_of_rules_says_what_they_were_and_are() -> None:
    details = {"before": {"threshold": 70.0, "jobs": None}, "after": {"threshold": 50.0, "jobs": 2}}
    changed = Entry(
        guild_id=GuildId(1), kind=EntryKind.POLICY_CHANGED, at=NOW, by=UserId(2), details=details
    )
    page = text(audit_view([Told(entry=changed)], 1, 1, listing()))
    assert "`threshold: 70 → 50, jobs: – → 2`" in page


READ: list[tuple[EntryKind, dict[str, object], str]] = [
    (
        EntryKind.POLICY_CHANGED,
        {
            "before": {"log_channel": None, "stars": False, "models_deny": None},
            "after": {"log_channel": 2**62, "stars": True, "models_deny": ["a*", "b*"]},
        },
        f"-# log_channel: – → <#{2**62}> · `stars: off → on, models_deny: – → a* b*`",
    ),
    (EntryKind.TIER_CHANGED, {"role": "77", "before": {}, "after": {"jobs": 3}}, "<@&77> · `jobs"),
    (EntryKind.BLOCKED, {"until": 4_000_000_000}, "-# → <t:4000000000:f>"),
    (EntryKind.NOTED, {"on_behalf_of": 2**60}, f"-# → <@{2**60}>"),
    (EntryKind.KEPT, {"own": True}, "own image"),
]


def test_ids_are_shown_as_discord_shows_them_and_have_names_in_files() -> None:
    for kind, details, words in READ:
        entry = Entry(guild_id=GuildId(1), kind=kind, at=NOW, by=UserId(2), details=details)
        page = text(audit_view([Told(entry=entry)], 1, 1, listing()))
        assert words in page
        assert str(2**62) not in page.replace(f"<#{2**62}>", "")
        names = Names(lambda _: "#log", lambda _: "@Patrons")
        said = json.loads(line(Told(entry=entry), Form.JSONL, names))
        match kind:
            case EntryKind.POLICY_CHANGED:
                assert said["details"]["after"]["log_channel"] == f"{2**62} (#log)"
            case EntryKind.TIER_CHANGED:
                assert said["details"]["role"] == "77 (@Patrons)"
            case _:
                assert said["details"] == details


def test_every_kind_has_words_and_is_asked_for_by_one_choice() -> None:
    assert set(SENTENCES) == set(EntryKind)
    assert sorted(chain(*GROUPS.values())) == sorted(EntryKind)
    assert set(KINDS) == set(GROUPS) == set(Group)
    assert len(KINDS) <= 25


def test_what_members_may_read_holds_no_reason_and_nothing_of_what_was_caught() -> None:
    caught = told(EntryKind.FILTERED, why="a secret word")
    assert "狐" in text(audit_view([caught], 1, 1, listing()))
    logged = text(log_view([caught], for_members=False))
    assert ["secret" in logged, "狐" in logged] == [True, False]
    assert "secret" not in text(log_view([caught]))
    assert "@everyone" not in text(log_view([told(EntryKind.NOTED)], for_members=False))


def test_a_table_computes_nothing_and_keeps_ids_whole() -> None:
    for why in ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "a;=1", "＝1", '",=1'):
        row = line(told(EntryKind.NOTED, why=why), Form.CSV, Names()).decode()
        assert f'"{WIDEST}"' in row
        (cells,) = csv.reader(io.StringIO(row))
        assert cells[COLUMNS.index("reason")].endswith(why.strip()[-1])
        parts = [part.lstrip() for cell in cells for part in re.split("[;,]", cell)]
        assert not any(part.startswith(("=", "+", "-", "@", "＝")) for part in parts)
    assert head(Form.CSV).decode("utf-8-sig").count(",") == len(COLUMNS) - 1
    assert head(Form.JSONL) == b""


MOMENTS = {
    "2026-11-20": datetime(2026, 11, 20, tzinfo=UTC),
    " 2026-11-20 18:30 ": datetime(2026, 11, 20, 18, 30, tzinfo=UTC),
    "2026-11-20T18:30+02:00": datetime(2026, 11, 20, 16, 30, tzinfo=UTC),
    "2026-11-20t18:30z": datetime(2026, 11, 20, 18, 30, tzinfo=UTC),
    "7D": NOW - timedelta(days=7),
    "90m": NOW - timedelta(minutes=90),
    "2 w": NOW - timedelta(weeks=2),
}


def test_a_moment_is_a_day_a_time_or_some_time_ago() -> None:
    assert {typed: moment_of("since", typed, NOW) for typed in MOMENTS} == MOMENTS
    end = moment_of("until", "2026-11-20", NOW, whole_day=True)
    assert end == datetime(2026, 11, 21, tzinfo=UTC)
    assert moment_of("until", "2026-11-20 01:00", NOW, whole_day=True).hour == 1
    for typed in ("", "yesterday", "7", "d", "99999d", "2026-13-01", "9999-12-31"):
        with pytest.raises(InvalidOptionError):
            moment_of("until", typed, NOW, whole_day=True)
