"""Threads that are archived or locked, and where channels stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.discord import Permission
from bot.playground.discord.permissions import MEMBER
from bot.playground.discord.refusals import RefusalError
from tests.unit.playground_discord.wire import DRAW, connected, text, v2

if TYPE_CHECKING:
    import aiohttp

    from bot.playground.discord import DiscordStandIn, Invocation
    from tests.unit.playground_discord.wire import Wire

ARCHIVED, FORBIDDEN = (400, 50083), (403, 50013)
OPEN = {"archived": False}


async def drawn(wire: Wire) -> Invocation:
    """Answer a command in the thread."""
    wire.discord.commands.overwrite(0, [DRAW])
    it = await wire.discord.slash("draw", channel=wire.discord.world.thread)
    assert (await wire.answer(it, 4, v2(text("one")))).status == 200
    return it


def home(wire: Wire) -> str:
    return f"/channels/{wire.discord.world.thread.id}"


async def test_nothing_is_edited_in_an_archived_thread(wire: Wire) -> None:
    it = await drawn(wire)
    await wire.discord.keeper.archive(wire.discord.world.thread)
    assert (await wire.edit(it, v2(text("two")))).refusal == ARCHIVED
    path = f"{home(wire)}/messages/{it.shown.id}"
    assert (await wire.call("PATCH", path, v2(text("two")))).refusal == ARCHIVED
    press = await wire.discord.press(it.shown, "go")
    assert (await wire.answer(press, 7, v2(text("two")))).refusal == ARCHIVED
    assert it.text() == "one"
    assert (await wire.call("GET", path)).status == 200


async def test_the_bot_reopens_a_thread_that_is_not_locked(wire: Wire) -> None:
    it, thread = await drawn(wire), wire.discord.world.thread
    await wire.discord.keeper.archive(thread)
    archived_at = thread.archive_at
    heard = await wire.call("PATCH", home(wire), OPEN)
    assert heard.body["thread_metadata"]["archived"] is False
    assert thread.archive_at > archived_at
    assert (await wire.edit(it, v2(text("two")))).status == 200


async def test_a_locked_thread_is_reopened_by_who_may_manage_threads(wire: Wire) -> None:
    it, thread = await drawn(wire), wire.discord.world.thread
    await wire.discord.keeper.archive(thread, locked=True)
    assert (await wire.call("PATCH", home(wire), OPEN)).refusal == FORBIDDEN
    await wire.discord.keeper.permit_bot(thread, MEMBER | Permission.MANAGE_THREADS)
    assert (await wire.edit(it, v2(text("two")))).refusal == ARCHIVED
    assert (await wire.call("PATCH", home(wire), OPEN)).status == 200
    assert thread.locked
    assert (await wire.edit(it, v2(text("two")))).status == 200


async def test_who_may_not_write_in_threads_reopens_none(wire: Wire) -> None:
    thread = wire.discord.world.thread
    await wire.discord.keeper.archive(thread)
    await wire.discord.keeper.permit_bot(thread, MEMBER & ~Permission.SEND_MESSAGES_IN_THREADS)
    assert (await wire.call("PATCH", home(wire), OPEN)).refusal == FORBIDDEN
    await wire.discord.keeper.permit_bot(thread, 0)
    assert (await wire.call("PATCH", home(wire), OPEN)).refusal == (403, 50001)


@pytest.mark.parametrize(
    "form", [{"archived": "no"}, {"name": "other"}, {"archived": False, "flags": 2}]
)
async def test_other_changes_are_refused(wire: Wire, form: dict[str, object]) -> None:
    assert (await wire.call("PATCH", home(wire), form)).refusal == (400, 50035)


async def test_a_channel_that_is_no_thread_is_not_archived(wire: Wire) -> None:
    path = f"/channels/{wire.discord.world.channel.id}"
    assert (await wire.call("PATCH", path, {"archived": True})).refusal == (400, 50035)


async def test_the_bot_archives_and_locks_only_if_it_may_manage(wire: Wire) -> None:
    thread = wire.discord.world.thread
    for form in ({"archived": True}, {"locked": True}):
        assert (await wire.call("PATCH", home(wire), form)).refusal == FORBIDDEN
    await wire.discord.keeper.permit_bot(thread, MEMBER | Permission.MANAGE_THREADS)
    assert (await wire.call("PATCH", home(wire), {"archived": True, "locked": True})).status == 200
    assert (thread.archived, thread.locked) == (True, True)
    assert (await wire.call("PATCH", home(wire), {"locked": False})).refusal == ARCHIVED


async def test_a_new_message_reopens_a_thread(wire: Wire) -> None:
    it, thread = await drawn(wire), wire.discord.world.thread
    await wire.discord.keeper.archive(thread)
    assert (await wire.call("POST", f"{home(wire)}/messages", v2(text()))).status == 200
    assert not thread.archived
    await wire.discord.keeper.archive(thread)
    assert (await wire.follow(it, v2(text()))).status == 200
    assert not thread.archived
    await wire.discord.keeper.archive(thread)
    wire.discord.say("hello", channel=thread)
    assert not thread.archived


async def test_nobody_posts_in_a_locked_thread(wire: Wire) -> None:
    it, thread = await drawn(wire), wire.discord.world.thread
    path = f"{home(wire)}/messages"
    await wire.discord.keeper.lock(thread)
    assert (await wire.call("POST", path, v2(text()))).refusal == FORBIDDEN
    assert (await wire.edit(it, v2(text("two")))).refusal == FORBIDDEN
    await wire.discord.keeper.archive(thread, locked=True)
    assert (await wire.call("POST", path, v2(text()))).refusal == ARCHIVED
    assert (await wire.follow(it, v2(text()))).refusal == ARCHIVED
    with pytest.raises(RefusalError, match="50083"):
        wire.discord.say("hello", channel=thread)
    other = await wire.discord.slash("draw", channel=thread)
    assert (await wire.answer(other, 4, v2(text()))).refusal == ARCHIVED
    await wire.discord.keeper.unarchive(thread)
    assert (await wire.call("POST", path, v2(text()))).status == 200


async def test_a_message_is_deleted_unless_the_thread_is_locked_as_well(wire: Wire) -> None:
    it, other, thread = await drawn(wire), await drawn(wire), wire.discord.world.thread
    await wire.discord.keeper.archive(thread)
    path = f"{home(wire)}/messages/{it.shown.id}"
    assert (await wire.call("DELETE", path)).status == 204
    await wire.discord.keeper.archive(thread, locked=True)
    path = f"/webhooks/{wire.discord.application_id}/{other.token}/messages/@original"
    assert (await wire.call("DELETE", path)).refusal == ARCHIVED
    assert thread.archived


async def test_the_gateway_tells_of_the_archive_and_lists_only_active_threads(
    discord: DiscordStandIn, http: aiohttp.ClientSession
) -> None:
    thread = discord.world.thread
    await discord.keeper.archive(thread)
    async with connected(discord, http) as gateway:
        await gateway.identify()
        assert (await gateway.event("GUILD_CREATE"))["d"]["threads"] == []
        discord.say("hello", channel=thread)
        told = (await gateway.event("THREAD_UPDATE"))["d"]
        assert (told["id"], told["thread_metadata"]["archived"]) == (str(thread.id), False)
        await discord.keeper.archive(thread, locked=True)
        told = (await gateway.event("THREAD_UPDATE"))["d"]["thread_metadata"]
        assert (told["archived"], told["locked"]) == (True, True)


async def test_a_channel_says_where_it_stands(wire: Wire) -> None:
    world = wire.discord.world
    await wire.discord.keeper.archive(world.thread)
    parents = {}
    for channel in (world.thread, world.art, world.category):
        heard = await wire.call("GET", f"/channels/{channel.id}")
        parents[channel.name] = heard.body["parent_id"]
    assert parents == {
        "fox-studies": str(world.art.id),
        "art": str(world.category.id),
        "rooms": None,
    }
