"""A change is told by an entry, and taken back rule by rule, where nobody changed it since."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.domain.ids import PlaceId
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.policy_change import (
    PolicyChange,
    Touched,
    read,
    taken_back,
    told,
    touched_by,
)
from bot.domain.policy import Action, PolicyPatch
from tests.store.builders import ANN, BEN, GUILD, NOON

BEFORE = PolicyPatch(threshold=70.0, action=Action.BLUR, models_deny=("a*",))
AFTER = PolicyPatch(threshold=50.0, action=Action.HOLD, level=2)
CHANGE = PolicyChange(place=PlaceId(7), before=BEFORE, after=AFTER)
ENTRY = told(CHANGE, GUILD, by=ANN, at=NOON)
STORED = replace(ENTRY, details=json.loads(json.dumps(ENTRY.details)))


def test_an_entry_tells_the_rules_that_changed_and_no_other() -> None:
    assert CHANGE.rules == ("threshold", "level", "action", "models_deny")
    assert (ENTRY.kind, ENTRY.by, ENTRY.place) == (EntryKind.POLICY_CHANGED, ANN, 7)
    assert ENTRY.details["before"] == {
        "threshold": 70.0,
        "level": None,
        "action": Action.BLUR,
        "models_deny": ("a*",),
    }
    undone = told(CHANGE, GUILD, by=BEN, at=NOON, undoes=12)
    assert undone.details["undoes"] == 12


def test_what_is_stored_is_read_in_its_own_kinds() -> None:
    found = read({"action": "hold", "models_deny": ["a*"], "level": None, "of_tomorrow": 1})
    assert found == {"action": Action.HOLD, "models_deny": ("a*",), "level": None}


def test_a_change_is_taken_back_where_it_still_holds() -> None:
    assert taken_back(AFTER, STORED) == (BEFORE, ())
    since = replace(AFTER, threshold=30.0, level=None)
    # The threshold was changed again; the level is as it was before, by whomever.
    assert taken_back(since, STORED) == (replace(BEFORE, threshold=30.0), ("threshold",))
    broken = replace(STORED, details={"before": "?", "after": None})
    assert taken_back(since, broken) == (since, ())


def test_who_changed_a_rule_last_is_the_newest_that_did() -> None:
    newer = told(
        PolicyChange(place=PlaceId(7), before=AFTER, after=replace(AFTER, level=1)),
        GUILD,
        by=BEN,
        at=NOON,
    )
    found = touched_by(["level", "action", "stars"], [newer, ENTRY])
    assert found == {"level": Touched(BEN, NOON), "action": Touched(ANN, NOON), "stars": None}
