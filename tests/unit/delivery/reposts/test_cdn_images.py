"""Images as they are posted: fetched from Discord and from nowhere else, whole, within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.delivery.reposts.cdn_images import open_cdn_images
from bot.engine_errors import ImageError
from tests.tables import each_row
from tests.unit.delivery.test_cdn import giving, serving
from tests.unit.embedded.files import png
from tests.wire.pictures import jpeg

if TYPE_CHECKING:
    from bot.domain.ports import Picture

API = "https://discord.com/api/v10"


async def fetched(address: str, api: str, max_pixels: int = 10**6) -> Picture:
    async with open_cdn_images(api, max_pixels=max_pixels) as images:
        return await images(address)


@each_row(
    "address",
    [
        "http://cdn.discordapp.com/attachments/1/2/a.jpg",
        "https://cdn.discordapp.com:8443/attachments/1/2/a.jpg",
        "https://cdn.discordapp.com.example.org/attachments/1/2/a.jpg",
        "https://example.org/a.jpg",
        "https://127.0.0.1/a.jpg",
        "http://127.0.0.1:9/a.jpg",
        "file:///etc/hostname",
        "",
    ],
)
async def test_only_discord_is_asked(address: str) -> None:
    with pytest.raises(ImageError):
        await fetched(address, API)


async def test_a_picture_is_taken_whole_from_home_and_nothing_else_is() -> None:
    async def away(_: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("https://cdn.discordapp.com/attachments/1/2/a.jpg")

    data = jpeg()
    async with serving(giving(data)) as home, serving(away) as moved:
        assert (await fetched(f"{home}/cdn/a.jpg", f"{home}/api/v10")).data == data
        with pytest.raises(ImageError, match="not Discord's"):
            await fetched(f"{home}/cdn/a.jpg", "http://127.0.0.1:1/api/v10")
        with pytest.raises(ImageError, match="pixels"):
            await fetched(f"{home}/cdn/a.jpg", f"{home}/api/v10", max_pixels=64 * 64 - 1)
        with pytest.raises(ImageError, match="redirects"):
            await fetched(f"{moved}/cdn/a.jpg", f"{moved}/api/v10")
    for wrong in (data[:-9], b"<html>", png(b"")[:40]):
        async with serving(giving(wrong)) as home:
            with pytest.raises(ImageError):
                await fetched(f"{home}/cdn/a.jpg", f"{home}/api/v10")
    async with serving(giving(b"", 404)) as home:
        with pytest.raises(ImageError):
            await fetched(f"{home}/cdn/a.jpg", f"{home}/api/v10")
