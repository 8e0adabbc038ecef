"""Serving the page's files, and telling the browser to run nothing else."""

from __future__ import annotations

import asyncio
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


def page_routes(folder: Path = FOLDER) -> list[web.RouteDef]:
    """Return ``/``, the page, and ``/page/…``, the files it is made of."""

    async def serve(request: web.Request) -> web.Response:
        path = request.match_info.get("path", "index.html")
        body = await asyncio.to_thread(read, folder, path)
        if body is None:
            raise web.HTTPNotFound
        kind = TYPES[Path(path).suffix]
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=HEADERS)

    return [web.get("/", serve), web.get("/page/{path:.+}", serve)]


def read(folder: Path, path: str) -> bytes | None:
    """Return a file of the page; ``None`` if it is of no known type or outside of the folder."""
    try:
        found = (folder / path).resolve()
        inside = found.is_relative_to(folder.resolve()) and path.endswith(tuple(TYPES))
        return found.read_bytes() if inside else None
    except (OSError, ValueError):
        return None
