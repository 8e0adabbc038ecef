"""Error bodies: JSON of the API, XML of the image store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Mapping


def refusal(
    status: int, reason: str, message: str, *, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Return the API's error reply."""
    body = {"code": status, "reason": reason, "message": message, "metadata": {}}
    return web.json_response(body, status=status, headers=headers)


def store_refusal(status: int, code: str, message: str) -> web.Response:
    """Return an error as the image store words it."""
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    )
    return web.Response(status=status, text=text, content_type="application/xml")
