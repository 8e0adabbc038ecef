"""Error bodies of the API, of its framework and of its limiter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_FOUND = "Image Request with ID '{}' not found."


def refusal(
    status: int, rc: str, message: str, *, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Return the API's error reply; an empty ``rc`` is left out, as the framework does."""
    body = {"message": message} | ({"rc": rc} if rc else {})
    return web.json_response(body, status=status, headers=headers)


def invalid(field: str, complaint: str) -> web.Response:
    """Return what the framework says of a body that its schema refuses: there is no ``rc``."""
    body = {"errors": {field: complaint}, "message": "Input payload validation failed"}
    return web.json_response(body, status=400)


def limited(rate: str, retry_after: str) -> web.Response:
    """Return what the limiter says, which is no error of the API."""
    body = {"message": rate}
    return web.json_response(body, status=429, headers={"Retry-After": retry_after})
