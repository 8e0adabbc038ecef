"""Saying no to a client, in words for the person before it."""

from __future__ import annotations

from aiohttp import web

from bot.playground.discord.payload import render
from bot.playground.discord.refusals import RefusalError


def wrong(words: str, /) -> RefusalError:
    """Return a refusal of what was sent (400)."""
    return RefusalError(400, 0, words)


def forbidden(words: str, /) -> RefusalError:
    """Return a refusal of who sent it, or from where (403)."""
    return RefusalError(403, 0, words)


def unknown(words: str, /) -> RefusalError:
    """Return a refusal of something that is not there (404)."""
    return RefusalError(404, 0, words)


def answer(body: object, /, *, status: int = 200) -> web.Response:
    """Return a response of JSON."""
    return web.Response(text=render(body), status=status, content_type="application/json")


def told(status: int, words: str, /) -> web.Response:
    """Return a refusal as the page reads it."""
    return answer({"message": words}, status=status)
