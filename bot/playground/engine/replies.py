"""Answers that any engine may give, and whether one arrived."""

from __future__ import annotations

from aiohttp import web


def is_lost(request: web.Request) -> bool:
    """Return whether the request's connection is gone."""
    return request.transport is None or request.transport.is_closing()


def page(status: int) -> web.Response:
    """Return the page of whatever stands before the API, or of its framework."""
    text = f"<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
    return web.Response(status=status, text=text, content_type="text/html")
