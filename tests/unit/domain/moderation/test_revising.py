"""How long a message is tried that we may not change, and what of it was never to be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.attachments import posted
from bot.domain.image import treated
from bot.domain.moderation.casefile import is_lost
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.revising import (
    LAST_TRY,
    TRYING,
    Lost,
    blurred_file,
    time_left,
    unseen,
    withheld_again,
)
from bot.domain.verdict import Treatment
from tests.store.builders import GUILD, NOON, make_image


def test_a_week_begins_with_the_decision_and_whoever_comes_late_tries_at_least_once() -> None:
    assert time_left(None, NOON) == TRYING
    assert time_left(NOON - timedelta(days=2), NOON) == timedelta(days=5)
    assert time_left(NOON - timedelta(days=90), NOON) == LAST_TRY
    assert time_left(NOON + timedelta(hours=1), NOON) == TRYING  # clocks differ


def test_what_was_decided_is_unseen_until_its_message_was_made() -> None:
    clear = make_image(1)
    removed = treated(make_image(2), Treatment.REMOVED, None)
    shown = treated(make_image(3), Treatment.SHOWN, make_image(3).file)
    rows = [clear, removed, shown]
    assert unseen(rows, Lost.CLOSED) == [removed, shown]
    # Of a message that is gone, nothing is left that should be taken away.
    assert unseen(rows, Lost.MESSAGE) == [shown]
    assert unseen(posted(rows, {}), Lost.CLOSED) == []
    # What goes back to the file that is there is there; what has none is to be taken away yet.
    file = blurred_file(shown.job_id, 3)
    back = withheld_again(shown, {file.name: 9})
    assert (back.told, back.file) == (True, replace(file, attachment_id=9))
    assert not withheld_again(shown, {}).told


def test_a_case_is_lost_while_nothing_was_decided_after_it_was() -> None:
    def entries(*kinds: EntryKind) -> list[Entry]:
        return [Entry(guild_id=GUILD, kind=kind, at=NOON) for kind in kinds]

    lost, noted, removed = EntryKind.LOST, EntryKind.NOTED, EntryKind.REMOVED
    assert not is_lost([])
    assert not is_lost(entries(noted))
    assert is_lost(entries(removed, lost))
    assert is_lost(entries(removed, lost, noted))
    assert not is_lost(entries(removed, lost, noted, removed))
    assert not is_lost(entries(lost, EntryKind.BLURRED))
