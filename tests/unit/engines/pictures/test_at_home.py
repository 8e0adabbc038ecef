"""Pictures from an engine that its operator runs: from its own origin, and nowhere else."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.engine_errors import ImageError
from bot.engines.pictures.at_home import open_pictures_at_home
from bot.engines.pictures.budget import ByteBudget
from bot.engines.pictures.fetching import Bounds
from tests.tables import each_row
from tests.unit.engines.pictures.images import image_file

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.engines.pictures.at_home import PicturesAtHome


class Home:
    """A server that has one image, and a door that leads to it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.headers: list[str] = []

    async def handle(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        self.headers += request.headers
        if request.path == "/door":
            return web.Response(status=302, headers={"Location": "/a.png"})
        return web.Response(body=image_file())


@asynccontextmanager
async def at_home(home: Home) -> AsyncGenerator[tuple[PicturesAtHome, str]]:
    app = web.Application()
    app.router.add_get("/{path:.*}", home.handle)
    budget = ByteBudget(1_000_000)
    async with TestServer(app) as server:
        base = str(server.make_url("/comfy"))
        async with open_pictures_at_home(
            Bounds(1_000_000, 1_000_000), budget, home=URL(base)
        ) as fetch:
            yield fetch, str(server.make_url("")).rstrip("/")


async def test_an_image_comes_over_http_from_a_private_address() -> None:
    async with at_home(home := Home()) as (fetch, origin):
        assert (await fetch(f"{origin}/a.png?x=1")).width == 64
    assert home.asked == ["/a.png"]
    assert not {"Authorization", "Cookie"} & {*home.headers}


@each_row(
    "url",
    [
        "http://localhost:{port}/a.png",
        "https://127.0.0.1:{port}/a.png",
        "http://127.0.0.1:1/a.png",
        "http://me:secret@127.0.0.1:{port}/a.png",
        "http://127.0.0.1.example.com:{port}/a.png",
        "https://example.com/a.png",
        "file:///etc/hostname",
        "/a.png",
    ],
)
async def test_any_other_address_is_refused_before_it_is_tried(url: str) -> None:
    async with at_home(home := Home()) as (fetch, origin):
        with pytest.raises(ImageError) as caught:
            await fetch(url.format(port=URL(origin).port))
    assert not caught.value.transient
    assert not home.asked


async def test_no_redirect_is_followed() -> None:
    async with at_home(home := Home()) as (fetch, origin):
        with pytest.raises(ImageError, match="redirects"):
            await fetch(f"{origin}/door")
    assert home.asked == ["/door"]
