"""Serving the page's files, and telling the browser to run nothing else."""

from __future__ import annotations

import asyncio
import hashlib
import re
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
EDITION = re.compile("[0-9a-f]{16}")
KEPT = "max-age=31536000, immutable"
"""For a file under an address that another content would not have."""


def page_routes(folder: Path = FOLDER) -> list[web.RouteDef]:
    """Return ``/``, the page, and ``/page/…``, the files it is made of.

    The page names its files under its edition, so that a browser fetches them once for as long as
    none of them changes: a module more is a request more at each visit otherwise.
    """
    current = ""

    async def serve_page(_request: web.Request) -> web.Response:
        nonlocal current
        body, current = await asyncio.to_thread(page, folder)
        return _answer("index.html", body, HEADERS)

    async def serve_file(request: web.Request) -> web.Response:
        edition, path = split(request.match_info["path"])
        body = await asyncio.to_thread(read, folder, path)
        if body is None:
            raise web.HTTPNotFound
        # What was named by an older page is served as it is now, but must not be kept as that.
        kept = {"Cache-Control": KEPT} if edition and edition == current else {}
        return _answer(path, body, HEADERS | kept)

    return [web.get("/", serve_page), web.get("/page/{path:.+}", serve_file)]


def split(path: str) -> tuple[str, str]:
    """Return the edition, empty if there is none, and the path of a file within ``/page/``."""
    edition, _, rest = path.partition("/")
    return (edition, rest) if EDITION.fullmatch(edition) else ("", path)


def page(folder: Path) -> tuple[bytes, str]:
    """Return the page, which names its files under their edition, and that edition."""
    digest = hashlib.sha256()
    for path in sorted(filter(Path.is_file, folder.rglob("*.*"))):
        body = path.read_bytes()
        digest.update(f"{path.relative_to(folder)} {len(body)} ".encode() + body)
    edition = digest.hexdigest()[:16]
    body = (folder / "index.html").read_bytes()
    return body.replace(b'"/page/', f'"/page/{edition}/'.encode()), edition


def read(folder: Path, path: str) -> bytes | None:
    """Return a file of the page; ``None`` if it is of no known type or outside of the folder."""
    try:
        found = (folder / path).resolve()
        inside = found.is_relative_to(folder.resolve()) and path.endswith(tuple(TYPES))
        return found.read_bytes() if inside else None
    except (OSError, ValueError):
        return None


def _answer(path: str, body: bytes, headers: dict[str, str]) -> web.Response:
    kind = TYPES[Path(path).suffix]
    return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)
