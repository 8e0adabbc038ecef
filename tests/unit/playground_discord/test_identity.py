"""Who the bot is and what it can look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.playground_discord.wire import text, v2

if TYPE_CHECKING:
    from tests.unit.playground_discord.wire import Wire


async def test_both_names_of_the_application_answer_alike(wire: Wire) -> None:
    old = await wire.call("GET", "/oauth2/applications/@me")
    new = await wire.call("GET", "/applications/@me")
    assert old.body == new.body
    assert old.body["id"] == str(wire.discord.application_id)
    assert old.body["owner"]["username"] == "olga"


async def test_the_gateway_tells_its_address_and_what_is_left(wire: Wire) -> None:
    wire.discord.gateway.shards = 3
    told = (await wire.call("GET", "/gateway/bot")).body
    assert (told["url"], told["shards"]) == (wire.discord.gateway_url, 3)
    assert told["session_start_limit"]["remaining"] == 999
    assert (await wire.call("GET", "/gateway", token="")).body == {"url": wire.discord.gateway_url}


async def test_a_guild_and_a_channel_can_be_looked_up(wire: Wire) -> None:
    world = wire.discord.world
    assert (await wire.call("GET", f"/guilds/{world.guild.id}")).body["name"] == "The Studio"
    adult = (await wire.call("GET", f"/channels/{world.adult_channel.id}")).body
    assert (adult["nsfw"], adult["parent_id"]) == (True, str(world.category.id))
    thread = (await wire.call("GET", f"/channels/{world.thread.id}")).body
    assert (thread["type"], thread["parent_id"]) == (11, str(world.art.id))
    assert (await wire.call("GET", "/channels/1")).refusal == (404, 10003)
    assert (await wire.call("GET", "/channels/x")).refusal == (400, 50035)


async def test_a_member_can_be_looked_up(wire: Wire) -> None:
    world = wire.discord.world
    members = f"/guilds/{world.guild.id}/members"
    world.guild.members[world.member.id].nick = "Mira of the Mists"
    told = (await wire.call("GET", f"{members}/{world.member.id}")).body
    assert (told["nick"], told["user"]["global_name"]) == ("Mira of the Mists", "Mira")
    assert (await wire.call("GET", f"{members}/{world.outsider.id}")).refusal == (404, 10007)
    assert (await wire.call("GET", f"/guilds/1/members/{world.member.id}")).refusal == (404, 10004)


async def test_one_message_can_be_read_by_token_and_by_channel(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(text("one")))
    by_token = f"/webhooks/{wire.discord.application_id}/{it.token}/messages"
    by_channel = await wire.call("GET", f"{wire.channel_path()}/{it.shown.id}")
    original = await wire.call("GET", f"{by_token}/@original")
    by_id = await wire.call("GET", f"{by_token}/{it.shown.id}")
    assert original.body == by_id.body == by_channel.body
    assert original.body["components"][0]["content"] == "one"
    assert original.body["interaction_metadata"]["id"] == str(it.id)


async def test_an_ephemeral_answer_can_be_deleted_by_its_token(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, {"content": "x", "flags": 64})
    path = f"/webhooks/{wire.discord.application_id}/{it.token}/messages/@original"
    assert (await wire.call("DELETE", path)).status == 204
    assert (await wire.call("GET", path)).refusal == (404, 10008)


async def test_a_token_does_not_reach_others_messages(wire: Wire) -> None:
    mine, other = await wire.act(), await wire.act()
    await wire.answer(mine, 4, v2(text()))
    await wire.answer(other, 4, v2(text()))
    path = f"/webhooks/{wire.discord.application_id}/{mine.token}/messages/{other.shown.id}"
    assert (await wire.call("GET", path)).refusal == (404, 10008)
    elsewhere = f"/webhooks/1/{mine.token}/messages/@original"
    assert (await wire.call("GET", elsewhere)).refusal == (404, 10015)
