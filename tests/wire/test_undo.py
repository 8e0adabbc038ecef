"""Undo of limits of roles, of budgets and of filters: by who may, and only what is as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.wire.sharing import alone, sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


async def use(bot: WholeBot, command: str, **options: Any) -> Invocation:  # noqa: ANN401 - any
    """Use a command as the admin and return once it is answered."""
    used = await bot.discord.slash(command, options, user=bot.discord.world.admin)
    return await used.answered()


async def undo(bot: WholeBot, answer: Invocation) -> Invocation:
    """Press Undo under an answer, as the admin."""
    return await bot.press(answer.shown, "undo", user=bot.discord.world.admin)


@alone
async def test_limits_of_a_role_go_back_as_far_as_nobody_changed_them(idle: WholeBot) -> None:
    world = idle.discord.world
    joined = world.join(world.guild, world.member, role="Booster")
    role = world.guild.roles[joined.roles[0]]
    await idle.start()
    given = await use(idle, "tier set", role=role, max_steps=40, models="fox*, owl*")
    await use(idle, "tier set", role=role, max_steps=50)
    await idle.restart()
    back = await undo(idle, given)
    assert "models: `fox*` `owl*` → **as everywhere**" in back.text()
    assert "max_steps stays as it is" in back.text()
    assert "max_steps **50**" in (await use(idle, "tier list")).text()
    # Once more there is nothing of it left; what was undone can be undone.
    assert "max_steps stays as it is" in (await undo(idle, given)).text()
    again = await undo(idle, back)
    assert "models: as everywhere → **`fox*` `owl*`**" in again.text()
    assert "max_steps **50**, models **`fox*` `owl*`**" in (await use(idle, "tier list")).text()
    removed = await use(idle, "tier remove", role=role)
    assert "max_steps: as everywhere → **50**" in (await undo(idle, removed)).text()
    assert "already as it was" in (await undo(idle, removed)).text()

    refused = await idle.press(given.shown, "undo")
    assert refused.ephemeral
    assert "Manage Server" in refused.text()


async def test_a_budget_goes_back_unless_it_was_changed_again(bot: WholeBot) -> None:
    first = await use(bot, "budget set", amount=2.0, unit="USD")
    second = await use(bot, "budget set", amount=5.0, unit="USD")
    assert "stays as it is" in (await undo(bot, first)).text()
    back = await undo(bot, second)
    assert "US$5.00 → **US$2.00** a month" in back.text()
    assert "Undo" not in (await use(bot, "budget set", amount=2.0, unit="USD")).text()
    gone = await undo(bot, first)
    assert "US$2.00 → **no limit** a month" in gone.text()
    assert "no limit → **US$2.00** a month" in (await undo(bot, gone)).text()


async def test_entries_of_a_filter_go_back_one_and_many(bot: WholeBot) -> None:
    added = await use(bot, "filter add", phrase="Zeppelin")
    assert "not in the filter → refuse it" in added.text()
    changed = await use(bot, "filter add", phrase="zeppelin", action="hold")
    assert "refuse it → hold its images" in changed.text()
    assert "changed again since" in (await undo(bot, added)).text()
    assert "hold its images for a moderator → refuse it" in (await undo(bot, changed)).text()
    assert (await bot.imagine("a zeppelin")).ephemeral
    removed = await use(bot, "filter remove", phrase="ZEPPELIN")
    assert not (await bot.imagine("a zeppelin")).ephemeral
    assert "not in the filter → refuse it" in (await undo(bot, removed)).text()
    assert (await bot.imagine("a zeppelin")).ephemeral
    assert "already as it was" in (await undo(bot, removed)).text()

    words = [{"phrase": f"word{n}", "action": "note"} for n in range(3000)]
    words += [{"phrase": "word1", "action": "deny"}, {"phrase": "zeppelin", "action": "hold"}]
    data = json.dumps({"darkroom_filter": 1, "entries": words}).encode()
    taken = await use(bot, "filter import", file=bot.discord.hand("filter.json", data))
    await eventually(lambda: "Entries: 1 → 3001." in taken.text())
    await use(bot, "filter add", phrase="word2", action="deny")
    undone = await undo(bot, taken)
    await eventually(lambda: "Entries: 3001 → 2." in undone.text())
    assert "1 entry stays as it is" in undone.text()
    listed = await use(bot, "filter list")
    assert "`Zeppelin` · refuse it" in listed.text()
    assert "`word2` · refuse it" in listed.text()
    assert "hold it" not in listed.text()
