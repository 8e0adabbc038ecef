"""The limits of roles, of places and of the hour, over the wire."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

from tests.wire.rows import rows, until

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from bot.playground.discord.places import Role
    from bot.playground.discord.typed_options import Value
    from tests.wire.whole_bot import WholeBot


async def tier(bot: WholeBot, command: str, **said: Value) -> Invocation:
    """Use ``/tier`` as the admin and return once it is answered."""
    invocation = await bot.discord.slash(f"tier {command}", said, user=bot.discord.world.admin)
    return await invocation.answered()


def booster(bot: WholeBot) -> Role:
    """Give the member a role before the bot knows the server."""
    world = bot.discord.world
    return world.guild.roles[world.join(world.guild, world.member, role="Booster").roles[0]]


async def test_a_role_gives_more_wherever_it_is_asked_for(idle: WholeBot) -> None:
    role, world = booster(idle), idle.discord.world
    await idle.start(max_queued_per_user=50)
    await idle.policy(max_images=1, max_steps=10, max_pixels=262_144, daily_images=2)
    await idle.policy("limits", hires=False)
    await idle.policy("models allow", glob="fox*")
    given: dict[str, Value] = {
        "max_images": 4,
        "max_pixels": 1_048_576,
        "hires": True,
        "models": "dream*",
    }
    told = (await tier(idle, "set", role=role, unlimited="daily_images", **given)).text()
    assert f"<@&{role.id}>" in told
    assert "max_images: as everywhere → **4**" in told
    assert "daily_images: as everywhere → **no limit**" in told
    await tier(idle, "set", role=role, max_steps=40)
    # What was asked for passes, what was not is as the role has it, and so is what names a model.
    mine = await idle.imagined("a fox", images=4, steps=40, hires="2x")
    asked = idle.novita.tasks[0].request
    assert (asked["image_num"], asked["steps"]) == (4, 40)
    assert asked["hires_fix"]["target_width"] == 1024
    assert not (await idle.press(mine, "again")).ephemeral
    own = await idle.discord.slash("usage", {}, user=world.member)
    assert f"what your roles give you: <@&{role.id}>" in (await own.answered()).text()
    # Who has no such role has what the place allows: the model of the server's default among it.
    refused = await idle.imagine("a fox", user=world.second_member, images=2, hires="2x")
    assert refused.ephemeral
    for words in ("`images` must be between 1 and 1 here", "`hires`: hires fix is switched off"):
        assert words in refused.text()
    pressed = await idle.press(mine, "again", user=world.second_member)
    assert pressed.ephemeral
    assert "hires fix is switched off" in pressed.text()
    # It is gone as soon as it is taken away, and after a restart it is as it was.
    await idle.restart()
    assert not (await idle.imagine("a fox", images=3)).ephemeral
    told = (await tier(idle, "remove", role=role, limit="max_images")).text()
    assert "max_images: 4 → **as everywhere**" in told
    refused = await idle.imagine("a fox", images=2)
    assert "`images` must be between 1 and 1 here" in refused.text()
    assert (
        "daily_images: no limit → **as everywhere**"
        in (await tier(idle, "remove", role=role)).text()
    )
    assert "No role has limits" in (await tier(idle, "list")).text()


async def test_only_who_manages_the_server_sets_tiers_and_roles_that_are_gone_are_told(
    idle: WholeBot,
) -> None:
    role, world = booster(idle), idle.discord.world
    await idle.start()
    for user in (world.member, world.moderator):
        pressed = await idle.discord.slash("tier set", {"role": role, "jobs": 9}, user=user)
        refused = await pressed.answered()
        assert refused.ephemeral
        assert "Manage Server" in refused.text()
    assert (
        "a tier is for a role that only some members have"
        in (await tier(idle, "set", role=world.guild.roles[world.guild.id], jobs=9)).text()
    )
    assert "at least one limit" in (await tier(idle, "set", role=role)).text()
    await tier(idle, "set", role=role, jobs=9, models="owl*, `fox`*")
    listed = (await tier(idle, "list")).text()
    assert f"<@&{role.id}>: jobs **9**, models **`owl*`" in listed
    assert "Name the role" in (await tier(idle, "remove")).text()
    del world.guild.roles[role.id]
    world.guild.members[world.member.id].roles.clear()
    await idle.restart()
    assert f"deleted role {role.id}, ignored" in (await tier(idle, "list")).text()
    assert not (await idle.imagine("a fox")).ephemeral
    assert "Removed the limits of 1 role" in (await tier(idle, "remove")).text()


async def test_commands_at_once_get_what_is_left_and_no_more(idle: WholeBot) -> None:
    idle.novita.knobs.duration = math.inf
    await idle.start(max_queued_per_user=100)
    await idle.policy("limits", hourly_images=10)
    asked = await asyncio.gather(*(idle.imagine(f"at once {n}") for n in range(30)))
    refused = [it.text() for it in asked if it.ephemeral]
    assert (len(asked) - len(refused), len(rows(idle.database))) == (10, 10)
    assert all("used all 10 of this hour's images here" in told for told in refused)
    await until(idle.database, lambda jobs: [it.state for it in jobs].count("queued") == 8)
    queue = await idle.discord.slash("queue", {}, user=idle.discord.world.member)
    told = (await queue.answered()).text()
    assert queue.ephemeral
    for words in ("You have 8 requests waiting here", "next", "7 ahead", "2 more are under way"):
        assert words in told
    # What fails or is cancelled gives its images back.
    accepted = [it for it in asked if not it.ephemeral]
    await idle.cancel(accepted[-1].shown)
    assert not (await idle.imagine("in its place")).ephemeral
    assert (await idle.imagine("one more")).ephemeral


async def test_what_all_have_in_a_channel_is_its_own_and_the_servers_is_everywhere(
    idle: WholeBot,
) -> None:
    world = idle.discord.world
    await idle.start()
    await idle.policy("limits", channel=world.channel, place_daily_images=3)
    told = (await idle.policy("limits", place_hourly_images=5)).text()
    assert "place_hourly_images: no limit → 5" in told
    assert not (await idle.imagine("a", images=2)).ephemeral
    refused = await idle.imagine("b", images=2, user=world.second_member)
    assert f"left for all members of <#{world.channel.id}>: 1 of 3 a day" in refused.text()
    assert not (await idle.imagine("c", user=world.second_member)).ephemeral
    assert "All 3 images a day" in (await idle.imagine("d", user=world.admin)).text()
    own = await idle.discord.slash("usage", {}, user=world.member)
    here = (await own.answered()).text()
    assert f"All members of <#{world.channel.id}> together have **0** of 3 images a day" in here
    assert "All members of this server together have **2** of 5 images an hour" in here
    assert here.count("The next one returns") == 2
    checked = (await idle.policy("check", member=world.member)).text()
    assert f"place_daily_images (<#{world.channel.id}>)" in checked
    assert "place_hourly_images" in checked
    elsewhere = await idle.imagine("e", images=3, user=world.admin, channel=world.adult_channel)
    assert "left for all members of this server: 2 of 5 an hour" in elsewhere.text()
    assert not (
        await idle.imagine("f", images=2, user=world.admin, channel=world.adult_channel)
    ).ephemeral
