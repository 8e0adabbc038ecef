"""Error bodies of the API, of its framework and of its limiter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_FOUND = "Image Request with ID '{}' not found."


def is_lost(request: web.Request) -> bool:
    """Return whether the request's connection is gone."""
    return request.transport is None or request.transport.is_closing()


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


def page(status: int) -> web.Response:
    """Return the page of whatever stands before the API, or of its framework."""
    text = f"<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
    return web.Response(status=status, text=text, content_type="text/html")
