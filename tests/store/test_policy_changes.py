"""Changes of policies: told with what was, and taken back as far as nobody changed more since."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.domain.ids import GuildId, PlaceId, UserId
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.policy_change import Touched
from bot.domain.policy import Action, PolicyPatch
from bot.store.moderation.case_tables import entries
from bot.store.moderation.entries import to_entry
from bot.store.policies import SqlPolicyStore
from tests.store.builders import ANN, BEN, GUILD, NOON, run_sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.moderation.policy_change import PolicyChange, Undone
    from bot.domain.ports import PolicyStore
    from bot.store.database import Database

HERE, THERE = PlaceId(1), PlaceId(2)
CLO = UserId(BEN + 1)
LATER = NOON + timedelta(hours=1)
FULL = PolicyPatch(threshold=12.5, level=0, action=Action.SPOILER, models_allow=("a*", "lora:*"))
ENTRIES = sa.select(entries).order_by(entries.c.id)


@pytest.fixture
def policies(policy_stores: Sequence[PolicyStore]) -> PolicyStore:
    return policy_stores[0]


async def put(
    policies: PolicyStore, place: PlaceId, patch: PolicyPatch, by: UserId = ANN, minutes: int = 0
) -> PolicyChange:
    now = NOON + timedelta(minutes=minutes)
    return await policies.put(GUILD, place, patch, by=by, now=now)


async def undo(policies: PolicyStore, entry: int, by: UserId = BEN) -> Undone:
    undone = await policies.undo(GUILD, entry, by=by, now=LATER)
    assert undone is not None
    return undone


async def test_what_is_said_already_is_no_change(policies: PolicyStore) -> None:
    first = await put(policies, HERE, FULL)
    again = await put(policies, HERE, PolicyPatch(level=0, models_allow=("a*", "lora:*")), BEN, 5)
    assert (first.before, first.after) == (PolicyPatch(), FULL)
    assert (again.rules, again.entry, again.after) == ((), 0, FULL)
    assert await policies.touched(GUILD, [THERE, HERE]) == Touched(ANN, NOON)


async def test_a_change_is_taken_back_and_so_is_that(policies: PolicyStore) -> None:
    await put(policies, HERE, PolicyPatch(threshold=30.0))
    await put(policies, THERE, PolicyPatch(level=2), BEN, 1)
    gone = await policies.reset(GUILD, HERE, by=ANN, now=NOON)
    full = await put(policies, HERE, FULL)
    back = await undo(policies, full.entry)
    assert (back.change.after, back.since) == (PolicyPatch(), {})
    assert await policies.patches(GUILD, [HERE, THERE]) == {THERE: PolicyPatch(level=2)}
    assert await policies.touched(GUILD, [HERE]) == Touched(BEN, LATER)
    assert (await undo(policies, back.change.entry)).change.after == FULL
    # Both of what took turns are as they were: nothing is left to put back.
    twice = await undo(policies, back.change.entry)
    assert (twice.change.rules, twice.since) == ((), {})
    assert (await undo(policies, gone.entry)).since == {"threshold": Touched(BEN, LATER)}


async def test_a_rule_that_somebody_changed_meanwhile_stays(policies: PolicyStore) -> None:
    first = await put(policies, HERE, PolicyPatch(level=2, enabled=False, action=Action.HOLD))
    await put(policies, HERE, PolicyPatch(level=1, max_images=2), BEN, 2)
    await put(policies, HERE, PolicyPatch(level=0), CLO, 3)
    await put(policies, HERE, PolicyPatch(max_images=3), ANN, 4)
    await put(policies, THERE, PolicyPatch(level=1), ANN, 5)
    undone = await undo(policies, first.entry)
    assert undone.change.rules == ("action", "enabled")
    assert undone.since == {"level": Touched(CLO, NOON + timedelta(minutes=3))}
    left = PolicyPatch(level=0, max_images=3)
    assert await policies.patches(GUILD, [HERE]) == {HERE: left}


async def test_two_who_take_back_at_once_do_it_once(policy_stores: Sequence[PolicyStore]) -> None:
    here, there = policy_stores
    change = await put(here, HERE, PolicyPatch(level=2))
    both = await asyncio.gather(undo(here, change.entry), undo(there, change.entry, CLO))
    assert sorted(each.change.rules for each in both) == [(), ("level",)]
    assert await here.patches(GUILD, [HERE]) == {}


async def test_only_changes_of_policies_of_the_same_server_are_taken_back(
    policies: PolicyStore,
) -> None:
    change = await put(policies, HERE, PolicyPatch(level=2))
    for guild, entry in ((GuildId(5), change.entry), (GUILD, change.entry + 1), (GUILD, 0)):
        assert await policies.undo(guild, entry, by=ANN, now=NOON) is None
    assert await policies.touched(GuildId(5), [HERE]) is None
    assert await policies.patches(GUILD, [HERE]) == {HERE: PolicyPatch(level=2)}


async def test_the_entry_tells_what_was_and_is(database: Database) -> None:
    policies = SqlPolicyStore(database)
    await put(policies, HERE, PolicyPatch(level=2))
    change = await put(policies, HERE, PolicyPatch(level=2, action=Action.HOLD), BEN)
    back = await undo(policies, change.entry)
    rows = await database.read(lambda connection: connection.execute(ENTRIES).all())
    told = [to_entry(row) for row in rows]
    assert [(it.kind, it.by, it.place) for it in told] == [
        (EntryKind.POLICY_CHANGED, who, HERE) for who in (ANN, BEN, BEN)
    ]
    assert told[1].details == {"before": {"action": None}, "after": {"action": "hold"}}
    assert told[2].details == {
        "before": {"action": "hold"},
        "after": {"action": None},
        "undoes": change.entry,
    }
    assert back.change.entry == told[2].id


async def test_an_older_row_tells_who_changed_it(database: Database) -> None:
    policies = SqlPolicyStore(database)
    await put(policies, HERE, PolicyPatch(level=2))
    await run_sql(database, "DELETE FROM entries")
    assert await policies.touched(GUILD, [THERE, HERE]) == Touched(ANN, NOON)
