"""Keeping other sites in the same browser from acting here, or reading what is said."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from bot.playground.discord.client.refusing import forbidden, told
from bot.playground.discord.refusals import RefusalError

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

FOR_BOTS = ("/api/", "/gateway")
"""Their token is checked there; a browser, which says where it comes from, has none."""
FILES = "/cdn/"
"""Anybody may have them who has their address."""
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
ASKED_FOR = frozenset({"application/json", "application/octet-stream"})
"""What a page from elsewhere could only send if it were allowed to: a browser asks first."""
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def is_loopback(host: str, /) -> bool:
    """Whether an address to bind to is reached from this machine alone."""
    return ip_address(host).is_loopback if _is_ip(host) else host.lower() == "localhost"


def guard(host: str, /) -> Middleware:
    """Return what stands before all routes of a stand-in bound to ``host``.

    A page from elsewhere may send requests here. Its own address stands in ``Origin``, unless it
    had its name resolve to ours: then a foreign name stands in ``Host``. Refusals become JSON.
    """

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        for_bots = request.path.startswith(FOR_BOTS)
        if request.path.startswith(FILES) or (for_bots and "Origin" not in request.headers):
            return await handler(request)
        response: web.StreamResponse
        try:
            _check(request, host)
            if for_bots:
                raise forbidden("This is for bots.")
            response = await handler(request)
        except RefusalError as refusal:
            response = told(refusal.status, refusal.message)
        except web.HTTPException as error:
            response = told(error.status, error.reason)
        if not response.prepared:
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
        return response

    return guarded


def _check(request: web.Request, bound_to: str) -> None:
    host = request.headers.get("Host", "")
    name = _split(f"//{host}")[0]
    if not (name in LOOPBACK_NAMES | {bound_to} or (not is_loopback(bound_to) and _is_ip(name))):
        raise forbidden("This demo answers only to localhost and to addresses in numbers.")
    if any(_split(origin)[1] != host.lower() for origin in request.headers.getall("Origin", [])):
        raise forbidden("Another site may not use this demo.")
    # Not ``content_type``: for aiohttp what says nothing of itself is bytes, but it needs no leave.
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind not in ASKED_FOR:
        raise forbidden("Only JSON is taken, and files as bytes.")


def _is_ip(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _split(address: str) -> tuple[str, str]:
    """Return the host, and the host with its port; empty ones if it is no address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.hostname or "", parts.netloc.lower()
