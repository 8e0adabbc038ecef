"""One HTTP request to Discord and its answer: nothing is repeated, and nothing waited for.

discord.py repeats a call that met a 429 or a fault of the server, up to five times. What is
sent again must have been judged again, so edits of results go this way instead.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

import aiohttp

from bot.views.shorten import Room, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord
    from discord.http import MultipartParameters, Route

MOST_ANSWER_BYTES = 2**20
"""A message with everything that it can carry is far smaller."""

REASON_ROOM = Room(160, 160)
"""Discord takes 512 characters, and each byte may be written as three."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``body`` is None unless it is a JSON object."""

    status: int
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    retry_after: float | None = None
    """Seconds."""

    @property
    def is_taken(self) -> bool:
        """Whether Discord did as asked, readable or not."""
        return 200 <= self.status < 300

    @property
    def code(self) -> int:
        """Discord's own code of a refusal; 0 for none."""
        code = (self.body or {}).get("code", 0)
        return code if isinstance(code, int) else 0

    @property
    def is_discords(self) -> bool:
        """Whether a refusal was written by Discord's API, and not by something on the way."""
        return self.body is not None and "code" in self.body


async def ask(
    client: discord.Client,
    route: Route,
    content: MultipartParameters | None = None,
    *,
    seconds: float,
    query: Mapping[str, str] | None = None,
    reason: str | None = None,
) -> Answer:
    """Send one request.

    Args:
        client: Whose connections are used; and whose token, unless the route has one.
        route: Where to.
        content: What discord.py made of a message; its files are used up.
        seconds: For all of it, the answer's body included.
        query: Parameters of the address.
        reason: For Discord's own audit log.

    Raises:
        aiohttp.ClientError, TimeoutError, OSError: no answer came.

    """
    if seconds <= 0:  # to aiohttp, no time would be no bound
        raise TimeoutError
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with _session(client).request(
        route.method,
        route.url,
        data=_data(content),
        headers=_headers(client, route, content, reason),
        params=query,
        timeout=timeout,
        allow_redirects=False,  # another request, and not to whom we were sent
    ) as response:
        body = await _body(response)
        return Answer(response.status, body, _retry_after(response, body))


def _headers(
    client: discord.Client, route: Route, content: MultipartParameters | None, reason: str | None
) -> dict[str, str]:
    headers = {"User-Agent": client.http.user_agent}
    if route.webhook_token is None:
        headers["Authorization"] = f"Bot {client.http.token}"
    if content is not None and not content.multipart:
        headers["Content-Type"] = "application/json"
    if reason:
        headers["X-Audit-Log-Reason"] = quote(shorten(reason, REASON_ROOM), safe=" ")
    return headers


def _data(content: MultipartParameters | None) -> aiohttp.FormData | str | None:
    if content is None:
        return None
    if not content.multipart:
        return json.dumps(content.payload, ensure_ascii=False)
    form = aiohttp.FormData(quote_fields=False)
    for part in content.multipart:
        form.add_field(**part)
    return form


def _session(client: discord.Client) -> aiohttp.ClientSession:
    """Return the connections that discord.py opened when it logged in."""
    return cast("aiohttp.ClientSession", client.http._HTTPClient__session)  # type: ignore[attr-defined] # noqa: SLF001 - it lends them to nobody


async def _body(response: aiohttp.ClientResponse) -> Mapping[str, Any] | None:
    """Return the JSON object that came; what cannot be read does not undo what was done."""
    raw = bytearray()
    try:
        async for chunk in response.content.iter_any():
            raw += chunk
            if len(raw) > MOST_ANSWER_BYTES:
                return None
        parsed: object = json.loads(raw)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) else None


def _retry_after(response: aiohttp.ClientResponse, body: Mapping[str, Any] | None) -> float | None:
    """Return the seconds that a 429 asks for: from its body, else from its header."""
    if response.status != 429:
        return None
    asked = (body or {}).get("retry_after", response.headers.get("Retry-After"))
    try:
        seconds = float(cast("str", asked))
    except (TypeError, ValueError):
        return None
    return seconds if math.isfinite(seconds) and seconds > 0 else None
