"""GET /view: the image files."""

from __future__ import annotations

import asyncio
import io
from http import HTTPStatus

from aiohttp import web
from PIL import Image

from bot.playground.comfyui.files import with_graph
from bot.playground.comfyui.state import NOTE, STATE

FOLDERS = ("temp", "output", "input")


async def view(request: web.Request) -> web.Response:
    """Serve one file, or encode it anew where a preview is asked for."""
    state = request.app[STATE]
    name, folder = request.query.get("filename", ""), request.query.get("type", "output")
    if folder not in FOLDERS or ".." in name or name.startswith("/"):
        return web.Response(status=HTTPStatus.BAD_REQUEST)
    file = state.files.by_name.get((folder, name))
    if file is None or request.query.get("subfolder"):
        return web.Response(status=HTTPStatus.NOT_FOUND)
    file.task.views += 1
    request[NOTE].task_id = file.task.task_id
    picture = await state.studio.picture(file.order)
    if "preview" in request.query:
        kind, _, quality = request.query["preview"].partition(";")
        again = await asyncio.to_thread(_encoded, picture, kind, quality)
        return web.Response(body=again, content_type=f"image/{kind}")
    return web.Response(
        body=with_graph(picture, file.graph),
        content_type="image/png",
        headers={"Content-Disposition": f'filename="{name}"'},
    )


def _encoded(picture: bytes, kind: str, quality: str) -> bytes:
    again = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").save(again, kind, quality=int(quality or 90))
    return again.getvalue()
