"""Answers as they are written: Discord's own, and those of what stands before it."""

from __future__ import annotations

import html
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.discord.payload import render
from bot.playground.discord.ratelimits import retry_body, retry_headers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.discord.calls import Answer
    from bot.playground.discord.faults import Fault

# Exactly this header: with a charset added discord.py does not read the body as JSON.
JSON = {"Content-Type": "application/json"}
PAGE = {"Content-Type": "text/html; charset=UTF-8", "Server": "cloudflare"}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, not yet written. ``code`` is Discord's own, of a refusal."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    code: int = 0

    def written(self) -> web.Response:
        """Return it as it goes over the wire."""
        return web.Response(status=self.status, body=self.body, headers=self.headers)


def told(answer: Answer, headers: Mapping[str, str]) -> Reply:
    """Return Discord's answer."""
    if answer.body is None:
        return Reply(204, headers=headers)
    code = 0
    if answer.status >= 400 and isinstance(answer.body, dict):
        code = int(answer.body.get("code", 0))
    return Reply(answer.status, render(answer.body).encode(), {**headers, **JSON}, code)


def faulty(fault: Fault) -> Reply:
    """Return the refusal that a fault asks for."""
    if fault.html:
        return _page(fault)
    body: dict[str, object] = {"message": fault.message, "code": fault.code}
    headers: dict[str, str] = {}
    if fault.status == 429:
        body |= retry_body(fault.retry_after)
        headers = retry_headers(fault.retry_after)
    return Reply(fault.status, render(body).encode(), headers | JSON, fault.code)


def unreadable(reply: Reply, body: bytes) -> Reply:
    """Return a success of which nothing can be read; a refusal stays as it is."""
    if reply.status >= 400:
        return reply
    return replace(reply, status=200, body=body, headers={**reply.headers, **JSON})


def _page(fault: Fault) -> Reply:
    """Return what a proxy says; its 429 lacks ``Via``, as it is not of Discord's API."""
    known = {each.value for each in HTTPStatus}
    words = HTTPStatus(fault.status).phrase if fault.status in known else "Unknown Error"
    title = html.escape(f"{fault.status} {words}")
    text = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\r\n"
    headers = dict(PAGE)
    if fault.status == 429:
        headers["Retry-After"] = retry_headers(fault.retry_after)["Retry-After"]
    return Reply(fault.status, text.encode(), headers)
