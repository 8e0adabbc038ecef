"""Answers as the servers word them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Mapping


def detail(status: int, words: object, headers: Mapping[str, str] | None = None) -> web.Response:
    """Return a refusal of FastAPI's."""
    return web.json_response({"detail": words}, status=status, headers=headers)


def out_of_memory(shape: str) -> web.Response:
    """Return what is said when memory runs out."""
    if shape == "text":
        return web.Response(status=500, text="Internal Server Error")
    words = "CUDA out of memory. Tried to allocate 12.50 GiB. See /home/ann/webui/README"
    return broken("OutOfMemoryError", words)


def broken(error: str, words: str) -> web.Response:
    """Return what A1111 says of an exception."""
    said = {"error": error, "detail": "", "body": "", "errors": words}
    return web.json_response(said, status=500)
