"""Who may use the API."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.novita.replies import refusal
from bot.playground.novita.state import STATE

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

API_PATHS = ("/v3/", "/openapi/")


@web.middleware
async def require_key(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a call of the API that does not carry ``Bearer`` and our key."""
    if not request.path.startswith(API_PATHS):
        return await handler(request)
    given = request.headers.get("Authorization")
    if not given:
        return refusal(400, "MISSING_API_KEY", "missing api-key")
    expected = f"Bearer {request.app[STATE].api_key}"
    if not hmac.compare_digest(given.encode(), expected.encode()):
        return refusal(403, "INVALID_API_KEY", "invalid api-key")
    return await handler(request)
