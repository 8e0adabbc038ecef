"""Direct messages: opened once for each person, read by them alone, refused where they say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.places import DIRECT
from tests.unit.playground_discord.client.visitor import Visitor
from tests.unit.playground_discord.pictures import png
from tests.unit.playground_discord.wire import gallery, text, v2

if TYPE_CHECKING:
    from bot.playground.discord import User
    from tests.unit.playground_discord.wire import Heard, Wire

OPEN = "/users/@me/channels"


async def opened(wire: Wire, user: User) -> Heard:
    return await wire.call("POST", OPEN, {"recipient_id": str(user.id)})


async def test_what_the_bot_writes_is_read_by_its_reader_alone(wire: Wire) -> None:
    world = wire.discord.world
    heard = await opened(wire, world.member)
    assert (heard.status, heard.body["type"]) == (200, DIRECT)
    assert [each["id"] for each in heard.body["recipients"]] == [str(world.member.id)]
    assert (await opened(wire, world.member)).body["id"] == heard.body["id"]
    path = f"/channels/{heard.body['id']}/messages"
    body = v2(gallery("a.png"), nonce="once", enforce_nonce=True)
    first = await wire.call("POST", path, body, files={"a.png": png()})
    again = await wire.call("POST", path, body, files={"a.png": png()})
    assert (first.status, again.body["id"]) == (200, first.body["id"])
    [told] = (await wire.call("GET", path)).body
    assert told["id"] == first.body["id"]
    mira, noor = (
        Visitor(wire.discord, wire.http, each) for each in (world.member, world.second_member)
    )
    channel = world.channel_of(int(heard.body["id"]))
    assert len((await mira.history(channel)).body["messages"]) == 1
    assert (await noor.history(channel)).status == 403
    async with mira.live() as hers, noor.live() as his:
        names = [
            [each["name"] for each in (await it.next("ready"))["channels"]] for it in (hers, his)
        ]
        assert [each.count(world.bot.name) for each in names] == [1, 0]
    pressed = await mira.act(3, {"custom_id": "x"}, channel_id=str(channel.id))
    assert pressed.refusal == (403, "This bot's commands and buttons are for servers.")
    assert (await wire.call("DELETE", f"{path}/{first.body['id']}")).status == 204
    assert (await wire.call("GET", path)).body == []


async def test_who_closed_them_or_shares_no_server_is_not_written_to(wire: Wire) -> None:
    world = wire.discord.world
    world.direct.closed.add(world.member.id)
    for user in (world.member, world.outsider):
        channel = (await opened(wire, user)).body["id"]
        refused = await wire.call("POST", f"/channels/{channel}/messages", v2(text()))
        assert refused.refusal == (403, 50007)
    nobody = await wire.call("POST", OPEN, {"recipient_id": "1"})
    assert nobody.refusal == (404, 10013)
    assert (await opened(wire, world.bot)).refusal == (403, 50007)
    assert (await wire.call("POST", OPEN, {"recipient_id": "x"})).refusal == (400, 50035)
