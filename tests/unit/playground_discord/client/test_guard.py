"""What other sites in the same browser may do here: nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.playground.discord import DiscordStandIn
from bot.playground.discord.client.guard import is_loopback
from tests.tables import each_row

if TYPE_CHECKING:
    import aiohttp

    from tests.unit.playground_discord.client.visitor import Visitor

JSON = "application/json"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("LOCALHOST", 200),
        ("[::1]:{port}", 200),
        ("evil.example:{port}", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost@evil.example", 403),
        ("192.168.0.7:{port}", 403),
        ("[", 403),
    ],
)
async def test_a_stand_in_on_loopback_answers_only_to_its_names(
    mira: Visitor, host: str, status: int
) -> None:
    port = mira.discord.origin.rsplit(":", 1)[1]
    for path in ("/client/people", "/"):
        url = mira.discord.origin + path
        headers = {"Host": host.format(port=port)}
        async with mira.http.get(url, headers=headers) as answer:
            assert answer.status == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:{port}", 200),
        ("http://evil.example", 403),
        ("http://127.0.0.1:1", 403),
        ("http://localhost:{port}", 403),
        ("http://127.0.0.1", 403),
        ("null", 403),
        ("", 403),
        ("http://[", 403),
    ],
)
async def test_a_foreign_page_may_not_act_nor_listen(
    mira: Visitor, origin: str, status: int
) -> None:
    base, headers = mira.discord.origin, {"Origin": origin.format(port=port_of(mira.discord))}
    async with mira.http.get(f"{base}/client/people", headers=headers) as answer:
        assert answer.status == status
    url = f"{base}/client/channels/{mira.discord.world.channel.id}/messages?as={mira.user.id}"
    async with mira.http.post(url, json={"content": "x"}, headers=headers) as answer:
        assert answer.status == status
    url = f"{base}/client/live?as={mira.user.id}"
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    async with mira.http.get(url, headers=headers | upgrade | key) as answer:
        assert answer.status == (101 if status == 200 else 403)


def port_of(discord: DiscordStandIn) -> str:
    return discord.origin.rsplit(":", 1)[1]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_only_json_is_taken_for_a_form_needs_no_leave(mira: Visitor, kind: str) -> None:
    url = f"{mira.discord.origin}/client/interactions?as={mira.user.id}"
    async with mira.http.post(url, data=b"{}", headers={"Content-Type": kind}) as answer:
        assert answer.status == 403
        assert (await answer.json())["message"] == "Only JSON is taken, and files as bytes."


async def test_a_stand_in_open_to_others_answers_to_numbers_but_to_no_names_nor_foreign_pages(
    http: aiohttp.ClientSession,
) -> None:
    async with DiscordStandIn(host="0.0.0.0") as discord:  # noqa: S104 - that is the question
        url = f"http://127.0.0.1:{port_of(discord)}/client/people"
        for headers, status in (
            ({"Host": "192.168.0.7:8080"}, 200),
            ({"Host": "192.168.0.7:8080", "Origin": "http://192.168.0.7:8080"}, 200),
            ({"Host": "192.168.0.7:8080", "Origin": "http://evil.example"}, 403),
            ({"Host": "localhost"}, 200),
            ({"Host": "evil.example", "Origin": "http://evil.example"}, 403),
        ):
            async with http.get(url, headers=headers) as answer:
                assert answer.status == status


async def test_the_bots_own_routes_take_any_name_but_no_browser(mira: Visitor) -> None:
    for path in ("/api/v10/gateway", "/gateway"):
        url = mira.discord.origin + path
        for origin in ("http://evil.example", mira.discord.origin):
            async with mira.http.get(url, headers={"Origin": origin}) as answer:
                assert answer.status == 403
    api = f"{mira.discord.api_url}/gateway"
    async with mira.http.get(api, headers={"Host": "proxy.example"}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/devtools/knobs", 404),
        ("/client/nothing", 404),
        ("/x", 404),
        ("/client/interactions", 405),
    ],
)
async def test_what_is_not_there_says_so_in_json(mira: Visitor, path: str, status: int) -> None:
    told = await mira.get(path)
    assert told.status == status
    assert told.body["message"]


async def test_what_is_mounted_is_served_behind_the_guard(http: aiohttp.ClientSession) -> None:
    async def knobs(_: web.Request) -> web.Response:
        return web.json_response({"fail": False})

    discord = DiscordStandIn()
    discord.mount([web.get("/devtools/knobs", knobs)])
    async with discord:
        url = f"{discord.origin}/devtools/knobs"
        async with http.get(url) as answer:
            assert await answer.json() == {"fail": False}
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        async with http.get(url, headers={"Origin": "http://evil.example"}) as answer:
            assert answer.status == 403


@each_row(
    "host, alone",
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - that is the question
        ("::", False),
        ("studio.example", False),
    ],
)
def test_loopback_is_what_only_this_machine_reaches(host: str, *, alone: bool) -> None:
    assert is_loopback(host) is alone
