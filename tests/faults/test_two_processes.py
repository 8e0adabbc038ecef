"""Two processes on one PostgreSQL: they share every limit and rule, and finish for each other."""

from __future__ import annotations

import asyncio
import math
import re
from typing import TYPE_CHECKING

import pytest

from tests.faults.household import Household, housed
from tests.faults.stage import FAR, eventually
from tests.wire.elsewhere import FLAGGED, is_same

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.playground.discord import Invocation, Message

COMMANDS, AT_ONCE, LEFT = 100, 8, 10
PATIENCE = 20.0
MADE = "SELECT count(*) FROM jobs WHERE failure IS NULL AND id NOT LIKE 'past%'"


@pytest.fixture
async def house(postgres_database: Path, tmp_path: Path, nursery: Path) -> AsyncIterator[Household]:
    async with housed(postgres_database, tmp_path, nursery) as household:
        yield household


async def wave(house: Household, numbers: range) -> None:
    """Use commands at once, turn by turn at each process; on a busy machine some are too late."""
    sent: list[Invocation] = []
    for number in numbers:
        house.listen((house.first, house.second)[number % 2])
        options = {"prompt": f"fox {number}"}
        sent.append(await house.discord.slash("imagine", options, user=house.discord.world.member))
    await asyncio.gather(*(it.answered(PATIENCE) for it in sent), return_exceptions=True)


async def used_up(house: Household) -> str:
    """Use commands until none is taken any more, and return what is said then.

    Whose answer came too late is given up after a while, and another may be made in its place.
    """
    unsure = "SELECT 1 FROM jobs WHERE failure IS NULL AND message_id IS NULL"
    while True:
        await eventually(lambda: not house.ask(unsure))
        refused = await house.use(house.second, "imagine", house.discord.world.member, prompt="?")
        if refused.ephemeral and "used all" in refused.text():
            return refused.text()


async def test_what_is_left_is_left_in_all_processes_and_rules_hold_at_once(
    house: Household,
) -> None:
    world = house.discord.world
    role = world.guild.roles[world.join(world.guild, world.member, role="Booster").roles[0]]
    house.novita.knobs.duration = math.inf
    await house.start_both(MAX_QUEUED_PER_USER="100")
    await house.use(house.first, "policy limits", world.admin, hourly_images=LEFT)
    for at in range(0, COMMANDS, AT_ONCE):
        await wave(house, range(COMMANDS)[at : at + AT_ONCE])
        assert house.ask(MADE)[0][0] <= LEFT
    assert f"used all {LEFT}" in await used_up(house)
    assert house.ask(MADE) == [(LEFT,)]

    # What is set by one process holds in the other with its next command.
    other = world.second_member
    await house.use(house.first, "policy set", world.admin, max_images=1)
    refused = await house.use(house.second, "imagine", other, prompt="a fox", images=2)
    assert "between 1 and 1 here" in refused.text()
    await house.use(house.second, "policy reset", world.admin)
    await house.use(house.second, "filter add", world.admin, phrase="zeppelin")
    refused = await house.use(house.first, "imagine", other, prompt="a zeppelin")
    assert "This can't be made here" in refused.text()
    await house.use(house.first, "block", world.moderator, member=other)
    refused = await house.use(house.second, "imagine", other, prompt="a fox")
    assert refused.ephemeral
    await house.use(house.second, "unblock", world.moderator, member=other)
    assert not (await house.use(house.first, "imagine", other, prompt="a fox", images=2)).ephemeral
    await house.use(house.second, "tier set", world.admin, role=role, unlimited="hourly_images")
    assert not (await house.use(house.first, "imagine", world.member, prompt="more")).ephemeral


async def test_what_one_was_at_when_it_was_killed_the_other_brings_to_its_end(
    house: Household,
) -> None:
    world, faults = house.discord.world, house.discord.faults
    house.novita.knobs.nsfw_result = lambda task, _: (
        FLAGGED if "hidden" in task.request["prompt"] else {"valid": True, "confidence": 1.0}
    )
    await house.start_both()
    await house.use(house.first, "policy set", world.admin, review_channel=world.mod_review)

    # Amid showing what was approved, ...
    approved = await (await house.imagine("hidden, approved")).final()
    [task] = house.tasks("hidden, approved")
    [card] = await eventually(lambda: cards(house))
    await eventually(lambda: not house.ask("SELECT 1 FROM jobs WHERE NOT shown"))
    path = rf"^/channels/{approved.channel_id}/messages/{approved.id}$"
    edit = faults.add(method="PATCH", path=path, delay=FAR, drop=True)
    button = card.button("approve")["custom_id"]
    press = await house.discord.press(card, button, user=world.moderator)
    await press.answered()
    await eventually(lambda: edit.hits)
    # ... amid posting a card, ...
    path = rf"^/channels/{world.mod_review.id}/messages$"
    post = faults.add(method="POST", path=path, delay=FAR, drop=True)
    await (await house.imagine("hidden, without a card")).final()
    await eventually(lambda: post.hits)
    # ... and amid a delivery.
    late = await (await house.imagine("a late fox")).answered()
    final = faults.add(
        method="PATCH", path=re.escape(late.token), delay=FAR, drop=True, with_files=True
    )
    await eventually(lambda: final.hits)
    await house.kill(house.first)
    faults.clear()
    house.let_leases_pass()

    house.listen(house.second)
    await (await house.imagine("hidden, of the other")).final()
    await eventually(lambda: late.shown.is_final and len(late.shown.pictures()) == 1)
    await eventually(lambda: "blurred" not in approved.pictures()[0].name)
    original = await house.novita.picture(task, 0)
    assert is_same(approved.pictures()[0].data, original)
    await eventually(lambda: len(cards(house)) == 3)
    await eventually(lambda: "Approved by" in card.text())
    await eventually(lambda: not house.ask("SELECT 1 FROM jobs WHERE NOT shown"))
    assert sorted(re.findall(r"Case (\d)", "".join(it.text() for it in cards(house)))) == [
        *("1", "2", "3")
    ]
    assert house.ask("SELECT count(*) FROM entries WHERE kind = 'approved'") == [(1,)]
    assert "Traceback" not in house.bots[house.second].said()


def cards(house: Household) -> list[Message]:
    room = house.discord.world.mod_review.id
    return [it for it in house.discord.registry.in_channel(room) if not it.ephemeral]
