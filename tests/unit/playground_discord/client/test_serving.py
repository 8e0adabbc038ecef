"""The files of the page, and what a browser may do with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from yarl import URL

from bot.playground.page.serving import FOLDER, TYPES, page, page_routes, read
from tests.unit.playground_discord.wire import v2

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.playground_discord.client.robot import Robot
    from tests.unit.playground_discord.client.visitor import Visitor

BUDGET = 200_000
"""Bytes of the whole page without pictures, as they are sent."""
CONTENT_TYPES = {
    "index.html": "text/html; charset=utf-8",
    "icon.svg": "image/svg+xml; charset=utf-8",
    "styles/tokens.css": "text/css; charset=utf-8",
    "scripts/state.js": "text/javascript; charset=utf-8",
}


@pytest.mark.parametrize("path", CONTENT_TYPES)
async def test_a_file_is_served_as_what_it_is(mira: Visitor, path: str) -> None:
    async with mira.http.get(f"{mira.discord.origin}/page/{path}") as answer:
        assert await answer.read() == (FOLDER / path).read_bytes()
        assert answer.headers["Content-Type"] == CONTENT_TYPES[path]
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_the_page_may_run_and_reach_only_what_is_its_own(mira: Visitor) -> None:
    async with mira.http.get(mira.discord.page_url) as answer:
        assert "<title>Darkroom</title>" in await answer.text()
        policy = dict(
            part.strip().split(" ", 1)
            for part in answer.headers["Content-Security-Policy"].split(";")
        )
    own = {"script-src", "style-src", "img-src", "connect-src"}
    nothing = {"default-src", "base-uri", "form-action", "frame-ancestors"}
    assert policy == dict.fromkeys(own, "'self'") | dict.fromkeys(nothing, "'none'")


async def test_what_the_page_names_is_kept_until_a_file_of_it_changes(mira: Visitor) -> None:
    async with mira.http.get(mira.discord.page_url) as answer:
        assert answer.headers["Cache-Control"] == "no-cache"
        named = re.findall('"(/page/[^"]+)"', await answer.text())
    assert len(named) > 10
    for path in named:
        async with mira.http.get(mira.discord.origin + path) as answer:
            assert answer.status == 200
            assert answer.headers["Cache-Control"] == "max-age=31536000, immutable"


async def test_what_a_page_of_another_edition_names_is_there_and_not_kept(mira: Visitor) -> None:
    async with mira.http.get(f"{mira.discord.origin}/page/{'0' * 16}/scripts/state.js") as answer:
        assert await answer.read() == (FOLDER / "scripts/state.js").read_bytes()
        assert answer.headers["Cache-Control"] == "no-cache"


def test_another_word_in_any_file_makes_another_edition(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    script = tmp_path / "scripts" / "main.js"
    script.write_text("one")
    (tmp_path / "index.html").write_text('<script src="/page/scripts/main.js">')
    (tmp_path / ".#main.js").symlink_to(tmp_path / "an-editors-lock-leads-nowhere")
    body, edition = page(tmp_path)
    assert body.decode() == f'<script src="/page/{edition}/scripts/main.js">'
    script.write_text("two")
    assert page(tmp_path)[1] != edition
    script.write_text("one")
    assert page(tmp_path)[1] == edition


@pytest.mark.parametrize(
    "path",
    [
        "/page/../serving.py",
        "/page/%2e%2e/serving.py",
        "/page/..%2fserving.py",
        "/page/scripts/..%2f..%2f..%2fserving.py",
        "/page//etc/hostname",
        "/page/%2fetc%2fhostname",
        "/page/",
        "/page/scripts",
        "/page/none.js",
        "/page/scripts/main.js/",
        "/page/%00.js",
        f"/page/{'0' * 16}/",
        f"/page/{'0' * 16}/../../serving.py",
        f"/page/{'0' * 16}//etc/hostname",
        "/page/" + "x" * 5000 + ".js",
    ],
)
async def test_nothing_else_is_served(mira: Visitor, path: str) -> None:
    url = URL(mira.discord.origin + path, encoded=True)
    async with mira.http.get(url) as answer:
        assert answer.status == 404


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "static"
    folder.mkdir()
    (tmp_path / "secret.js").write_text("secret")
    (folder / "link.js").symlink_to(tmp_path / "secret.js")
    (folder / "own.js").write_text("own")
    assert read(folder, "own.js") == b"own"
    assert read(folder, "link.js") is None
    assert read(folder, "../secret.js") is None


def test_every_file_of_the_page_has_a_type() -> None:
    files = [each for each in FOLDER.rglob("*") if each.is_file()]
    assert files
    assert {each.suffix for each in files} <= set(TYPES)
    assert len(page_routes()) == 2


async def test_a_file_of_a_message_is_never_a_page(robot: Robot, mira: Visitor) -> None:
    it = await robot.wire.act()
    shape = v2({"type": 13, "file": {"url": "attachment://a.html"}})
    await robot.wire.answer(it, 4, shape, files={"a.html": b"<script>alert(1)</script>"})
    url = it.shown.now.components[0]["file"]["url"]
    async with mira.http.get(url) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_page_stays_within_its_budget() -> None:
    sizes = [
        path.stat().st_size
        for kind in (".html", ".css", ".js")
        for path in FOLDER.rglob(f"*{kind}")
    ]
    assert len(sizes) > 50
    assert sum(sizes) < BUDGET
