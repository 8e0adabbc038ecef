"""Channels and messages by the bot's own token."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.playground.discord import Permission
from tests.unit.playground_discord.wire import V2, text, v2

if TYPE_CHECKING:
    from tests.unit.playground_discord.wire import Wire


async def test_a_wrong_bot_token_is_refused(wire: Wire) -> None:
    assert (await wire.call("GET", "/users/@me", token="wrong")).refusal == (401, 0)
    assert (await wire.call("GET", "/users/@me")).body["id"] == str(wire.discord.application_id)


async def test_json_comes_with_no_charset(wire: Wire) -> None:
    assert (await wire.call("GET", "/users/@me")).headers["Content-Type"] == "application/json"


async def test_an_unknown_route_is_not_found(wire: Wire) -> None:
    assert (await wire.call("GET", "/nowhere")).refusal == (404, 0)


async def test_broken_json_is_refused(wire: Wire) -> None:
    url = wire.discord.api_url + wire.channel_path()
    headers = {"Authorization": f"Bot {wire.discord.token}"}
    async with wire.http.post(url, data=b"{", headers=headers) as answer:
        assert (answer.status, (await answer.json())["code"]) == (400, 50109)


async def test_an_answer_can_be_edited_by_channel_after_its_token_died(wire: Wire) -> None:
    message = await wire.said(text("one"))
    wire.discord.interactions.token_life = 0
    path = f"{wire.channel_path()}/{message.id}"
    assert (await wire.call("PATCH", path, v2(text("two")))).status == 200
    assert message.text() == "two"


async def test_each_edit_has_its_own_moment_to_the_microsecond(wire: Wire) -> None:
    wire.discord.limits.enabled = False
    it = await wire.act()
    await wire.answer(it, 4, v2(text("one")))
    original = f"/webhooks/{wire.discord.application_id}/{it.token}/messages/@original"
    assert (await wire.call("GET", original)).body["edited_timestamp"] is None
    moments = []
    for words in ("two", "two", "three"):
        edited = await wire.edit(it, v2(text(words)))
        moments.append(edited.body["edited_timestamp"])
        assert (await wire.call("GET", original)).body["edited_timestamp"] == moments[-1]
    by_channel = await wire.call("GET", f"{wire.channel_path()}/{it.shown.id}")
    assert by_channel.body["edited_timestamp"] == moments[-1]
    assert sorted(set(moments)) == moments
    assert all(re.fullmatch(r"[-0-9]+T[:0-9]+\.\d{6}\+00:00", moment) for moment in moments)


async def test_a_clock_that_is_set_back_makes_no_edit_earlier(wire: Wire) -> None:
    message = await wire.said(text("one"))
    ahead = datetime.now(UTC) + timedelta(hours=1)
    wire.discord.registry.edit(message, replace(message.now, made_at=ahead))
    wire.discord.registry.edit(message, replace(message.now, made_at=datetime.now(UTC)))
    assert message.now.made_at > ahead


async def test_an_ephemeral_message_is_unknown_to_the_channel(wire: Wire) -> None:
    message = await wire.said(text("one"), flags=V2 | 64)
    path = f"{wire.channel_path()}/{message.id}"
    for method in ("GET", "PATCH", "DELETE"):
        assert (await wire.call(method, path, v2(text("two")))).refusal == (404, 10008)
    assert (await wire.call("GET", wire.channel_path())).body == []


async def test_a_deleted_message_is_unknown(wire: Wire) -> None:
    message = await wire.said()
    path = f"{wire.channel_path()}/{message.id}"
    assert (await wire.call("DELETE", path)).status == 204
    assert (await wire.call("PATCH", path, v2(text()))).refusal == (404, 10008)
    assert message.deleted


async def test_a_removed_channel_is_unknown(wire: Wire) -> None:
    message = await wire.said()
    await wire.discord.keeper.remove_channel(wire.discord.world.channel)
    path = f"{wire.channel_path()}/{message.id}"
    assert (await wire.call("PATCH", path, v2(text()))).refusal == (404, 10003)
    assert message.deleted


@pytest.mark.parametrize(
    ("missing", "method", "code"),
    [
        (Permission.VIEW_CHANNEL, "POST", 50001),
        (Permission.SEND_MESSAGES, "POST", 50013),
        (Permission.READ_MESSAGE_HISTORY, "GET one", 50013),
    ],
)
async def test_a_missing_permission_is_refused(
    wire: Wire, missing: Permission, method: str, code: int
) -> None:
    message = await wire.said()
    await wire.discord.keeper.permit_bot(wire.discord.world.channel, ~int(missing))
    path = wire.channel_path()
    if method == "POST":
        heard = await wire.call("POST", path, v2(text()))
    else:
        heard = await wire.call("GET", f"{path}/{message.id}")
    assert heard.refusal == (403, code)


async def test_a_thread_asks_for_its_own_permission_in_its_parent(wire: Wire) -> None:
    thread = wire.discord.world.thread
    path = f"/channels/{thread.id}/messages"
    assert (await wire.call("POST", path, v2(text()))).status == 200
    without = ~int(Permission.SEND_MESSAGES_IN_THREADS)
    await wire.discord.keeper.permit_bot(thread, without)
    assert (await wire.call("POST", path, v2(text()))).refusal == (403, 50013)
    assert (await wire.call("POST", wire.channel_path(), v2(text()))).status == 200


async def test_files_need_their_permission_in_the_channel(wire: Wire) -> None:
    await wire.discord.keeper.permit_bot(wire.discord.world.channel, ~int(Permission.ATTACH_FILES))
    heard = await wire.call("POST", wire.channel_path(), {"content": "x"}, files={"a": b"x"})
    assert heard.refusal == (403, 50013)


async def test_others_messages_can_be_listed_but_not_read_or_edited(wire: Wire) -> None:
    spoken = wire.discord.say("good morning")
    ours = await wire.said(text("hello"))
    heard = await wire.call("GET", f"{wire.channel_path()}?limit=2")
    assert [each["id"] for each in heard.body] == [str(ours.id), str(spoken.id)]
    assert heard.body[1]["content"] == ""
    path = f"{wire.channel_path()}/{spoken.id}"
    assert (await wire.call("PATCH", path, {"content": "x"})).refusal == (403, 50005)
    assert (await wire.call("DELETE", path)).refusal == (403, 50013)


async def test_a_list_can_be_paged_backwards(wire: Wire) -> None:
    said = [wire.discord.say(str(n)) for n in range(5)]
    heard = await wire.call("GET", f"{wire.channel_path()}?limit=2&before={said[3].id}")
    assert [each["id"] for each in heard.body] == [str(said[2].id), str(said[1].id)]


async def test_a_nonce_is_posted_once(wire: Wire) -> None:
    body = {"content": "x", "nonce": "7", "enforce_nonce": True}
    first = await wire.call("POST", wire.channel_path(), body)
    again = await wire.call("POST", wire.channel_path(), body)
    assert first.body["id"] == again.body["id"]
    assert len(wire.discord.registry.everything()) == 1


async def test_a_bot_thrown_out_has_no_access(wire: Wire) -> None:
    world = wire.discord.world
    await wire.discord.keeper.remove_guild(world.guild)
    assert (await wire.call("GET", f"/guilds/{world.guild.id}")).refusal == (404, 10004)
    assert (await wire.call("POST", wire.channel_path(), v2(text()))).refusal == (403, 50001)


async def test_every_request_is_logged(wire: Wire) -> None:
    await wire.call("POST", wire.channel_path(), v2(text("hi")), files={"a.png": b"x"})
    (logged,) = wire.discord.requests.find("POST", r"/messages$")
    assert (logged.status, logged.files) == (200, ("a.png",))
    assert logged.payload == v2(text("hi"))
    assert logged.body_bytes > 100


async def test_a_list_can_be_paged_forwards(wire: Wire) -> None:
    said = [wire.discord.say(str(n)) for n in range(5)]
    heard = await wire.call("GET", f"{wire.channel_path()}?limit=2&after={said[1].id}")
    assert [each["id"] for each in heard.body] == [str(said[3].id), str(said[2].id)]


async def test_without_history_the_list_is_empty(wire: Wire) -> None:
    wire.discord.say("hello")
    world = wire.discord.world
    await wire.discord.keeper.permit_bot(world.channel, ~int(Permission.READ_MESSAGE_HISTORY))
    assert (await wire.call("GET", wire.channel_path())).body == []


async def test_refusals_that_count_towards_a_ban_can_be_counted(wire: Wire) -> None:
    await wire.call("GET", "/users/@me", token="wrong")
    await wire.call("GET", "/channels/1")
    assert [each.status for each in wire.discord.requests.invalid()] == [401]
