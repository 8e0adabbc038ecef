"""The only file that speaks HTTP to the engines' APIs: one request out, one whole response back."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

import aiohttp
from pydantic import SecretStr
from yarl import URL

from bot.engine_errors import (
    EngineError,
    MalformedReplyError,
    NetworkFaultError,
    ReplyLostError,
    SilentError,
)
from bot.engines.http import Response
from bot.unanswered import no_answer, why

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from bot.engines.http import Request

MAX_REPLY_BYTES = 8 * 1024 * 1024
"""No documented reply of an engine that delivers by address is larger than some hundred kB."""

CONNECTIONS = 100

LIKELY_KEY = 16
"""Characters from which on a key cannot be mistaken for something else in a reply."""

NO_KEY = SecretStr("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where an engine is, and how we show who we are."""

    name: str
    """For the operator's log."""
    base_url: str
    advice: str = ""
    """What the operator may do while nothing answers there, as a question."""
    key: SecretStr = NO_KEY
    """As the header holds it; empty when there is none."""
    key_header: str = "Authorization"
    extra: Mapping[str, str] = field(default_factory=dict[str, str])
    """Headers of each request that are no secret."""
    max_reply_bytes: int = MAX_REPLY_BYTES

    def headers(self) -> dict[str, str]:
        """Return the headers of a request."""
        secret = self.key.get_secret_value()
        return {**self.extra, self.key_header: secret} if secret else dict(self.extra)

    def without_key(self, body: bytes) -> bytes:
        """Blot out an echoed key; a short one is a test's and may be part of any word."""
        secret = self.key.get_secret_value().rpartition(" ")[2]
        return body.replace(secret.encode(), b"[key]") if len(secret) >= LIKELY_KEY else body


class Send(Protocol):
    """Carry one request to an engine and bring the whole response back, whatever its status."""

    async def __call__(self, request: Request, /) -> Response:
        """Raise when no whole response came.

        Raises:
            NetworkFaultError: nothing was done, or the request may be repeated anyway.
            ReplyLostError: a request that may not be repeated was sent.
            MalformedReplyError: the response to a repeatable request is far too large.

        """
        ...


class Transport:
    """Send requests with sessions that somebody else opens and closes."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        endpoint: Endpoint,
        *,
        seconds: float,
        repeatable: aiohttp.ClientSession | None = None,
    ) -> None:
        """Allow ``seconds`` for one request, its body included, that does not say otherwise.

        ``session`` must trace with ``noting_connections``; what may be sent twice goes by
        ``repeatable``, if given, which need not: a trace costs a tenth of a look.
        """
        self._session = session
        self._repeatable = repeatable or session
        self._endpoint = endpoint
        self._base_url = endpoint.base_url.rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=seconds)

    async def __call__(self, request: Request, /) -> Response:
        """Send once. See ``Send`` for what is raised."""
        progress = SimpleNamespace(connected=False)
        try:
            return await self._exchange(request, progress)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            fault = error
        if request.is_repeatable or not progress.connected:
            kind = SilentError if isinstance(fault, TimeoutError) else NetworkFaultError
            raise kind(self._no_answer(fault))
        raise ReplyLostError(f"the reply was lost: {why(fault)}")

    def _no_answer(self, error: Exception) -> str:
        where = self._endpoint
        return no_answer(where.name, where.base_url, error, where.advice)

    async def _exchange(self, request: Request, progress: SimpleNamespace) -> Response:
        headers = self._endpoint.headers()
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        session = self._repeatable if request.is_repeatable else self._session
        async with session.request(
            request.method,
            self._url(request),
            data=request.body,
            headers=headers,
            timeout=self._timeout_of(request),
            allow_redirects=False,
            trace_request_ctx=progress,
        ) as response:
            most = request.max_bytes or self._endpoint.max_reply_bytes
            body = await _read(response, request, most)
            return Response(response.status, response.headers, self._endpoint.without_key(body))

    def _timeout_of(self, request: Request) -> aiohttp.ClientTimeout:
        if request.seconds is None and request.silence is None:
            return self._timeout
        total = self._timeout.total if request.seconds is None else request.seconds
        quiet = request.silence
        return _timeout(total, quiet)

    def _url(self, request: Request) -> URL:
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in request.query.items())
        return URL(f"{self._base_url}{request.path}{'?' if query else ''}{query}", encoded=True)


@lru_cache
def _timeout(total: float | None, silence: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=total, sock_connect=silence, sock_read=silence)


async def _read(response: aiohttp.ClientResponse, request: Request, max_bytes: int) -> bytes:
    first = await response.content.readany()
    if response.content.at_eof():  # as nearly always
        return first
    body = bytearray(first)
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > max_bytes:
            response.close()
            too_large: type[EngineError] = (
                MalformedReplyError if request.is_repeatable else ReplyLostError
            )
            raise too_large(f"more than {max_bytes} bytes", status=response.status)
    return bytes(body)


@asynccontextmanager
async def open_transport(endpoint: Endpoint, *, seconds: float = 30.0) -> AsyncGenerator[Transport]:
    """Open a pool of connections to an engine and close it at the end.

    Args:
        endpoint: Where it is, and the key that is sent there and nowhere else.
        seconds: For one request, its body included.

    """
    async with (
        aiohttp.TCPConnector(limit=CONNECTIONS) as connector,
        _session(connector, noting_connections()) as session,
        _session(connector) as repeatable,
    ):
        yield Transport(session, endpoint, seconds=seconds, repeatable=repeatable)


def _session(
    connector: aiohttp.BaseConnector, *traces: aiohttp.TraceConfig
) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        connector_owner=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"Accept": "application/json", "User-Agent": "darkroom"},
        trace_configs=list(traces),
    )


def noting_connections() -> aiohttp.TraceConfig:
    """Tell each request's ``trace_request_ctx`` when it may have begun to be sent."""

    async def note(_: object, context: SimpleNamespace, __: object) -> None:
        context.trace_request_ctx.connected = True

    config = aiohttp.TraceConfig()
    config.on_connection_create_end.append(note)
    config.on_connection_reuseconn.append(note)
    return config
