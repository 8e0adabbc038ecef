"""The REST API's front desk: reads, logs, limits, disturbs and answers requests."""

from __future__ import annotations

import hmac
import time
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from aiohttp import web

from bot.playground.discord.calls import Answer, Call, Route, Router
from bot.playground.discord.connections import cut
from bot.playground.discord.ratelimits import retry_body
from bot.playground.discord.refusals import (
    INVALID_FORM,
    NO_ROUTE,
    TOO_LARGE,
    UNAUTHORIZED,
    RefusalError,
)
from bot.playground.discord.replies import Reply, told
from bot.playground.discord.request_log import LoggedRequest
from bot.playground.discord.rest_channels import ChannelRoutes
from bot.playground.discord.rest_commands import CommandRoutes
from bot.playground.discord.rest_direct import DirectRoutes
from bot.playground.discord.rest_identity import Identity
from bot.playground.discord.rest_interactions import InteractionRoutes
from bot.playground.discord.rest_threads import ThreadRoutes
from bot.playground.discord.rest_webhooks import WebhookRoutes
from bot.playground.discord.traffic import Traffic
from bot.playground.discord.uploads import Body, read_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.discord.state import State

BASE = "/api/v10"
MALFORMED = (AttributeError, KeyError, TypeError, ValueError)
"""What reading a form raises whose parts are of types that no client sends."""
MOST_BYTES = 25 * 1024 * 1024
"""Of one request: https://docs.discord.com/developers/resources/message"""


class FrontDesk:
    """Answers everything below ``/api/v10``."""

    def __init__(self, state: State) -> None:
        self._state = state
        subjects = (
            Identity(state),
            CommandRoutes(state),
            InteractionRoutes(state),
            WebhookRoutes(state),
            ChannelRoutes(state),
            ThreadRoutes(state),
            DirectRoutes(state),
        )
        self._traffic = Traffic(state)
        self._router = Router([route for subject in subjects for route in subject.routes()])

    async def serve(self, request: web.Request) -> web.Response:
        """Answer one request, or cut its connection if a fault says so."""
        call = _call(request)
        raw = await request.read()
        logged = self._log(call, raw)
        body = _body(request, raw)
        if isinstance(body, Body):
            call.json, call.files = body.json, body.files
            logged.payload = body.json
            logged.files = tuple(each.name for each in body.files.values())
            logged.contents = tuple(each.data for each in body.files.values())
        reply = await self._traffic.bring(call, partial(self._admit, call, body))
        if reply is None:
            cut(request)
            return web.Response()
        logged.status, logged.code = reply.status, reply.code
        logged.took = time.monotonic() - logged.at
        return reply.written()

    def _log(self, call: Call, raw: bytes) -> LoggedRequest:
        logged = LoggedRequest(
            method=call.method,
            path=call.path,
            query=call.query,
            at=call.at,
            body_bytes=len(raw),
            reason=call.reason,
        )
        self._state.requests.all.append(logged)
        return logged

    def _admit(self, call: Call, body: Body | RefusalError) -> Callable[[], Reply]:
        """Judge a call by what is known at its arrival, and return what does it."""
        try:
            route = self._entitled(call)
        except RefusalError as refusal:
            return partial(told, _refused(refusal), {})
        ruling = self._state.limits.rule(route, call)
        if not ruling.allowed:
            wait = retry_body(ruling.retry_after, is_global=ruling.is_global)
            return partial(told, Answer(wait, 429), ruling.headers)
        return lambda: told(_answer(route, call, body), ruling.headers)

    def _entitled(self, call: Call) -> Route:
        route = self._router.find(call)
        if route is None:
            raise RefusalError(*NO_ROUTE)
        mine = f"Bot {self._state.token}".encode()
        if not route.by_token and not hmac.compare_digest(call.authorization.encode(), mine):
            raise RefusalError(*UNAUTHORIZED)
        return route


def _call(request: web.Request) -> Call:
    return Call(
        method=request.method,
        path=request.path.removeprefix(BASE),
        query=dict(request.query),
        authorization=request.headers.get("Authorization", ""),
        reason=unquote(request.headers.get("X-Audit-Log-Reason", "")),
    )


def _body(request: web.Request, raw: bytes) -> Body | RefusalError:
    if len(raw) > MOST_BYTES:
        return RefusalError(*TOO_LARGE)
    try:
        return read_body(request.headers.get("Content-Type", ""), raw)
    except RefusalError as refusal:
        return refusal


def _answer(route: Route, call: Call, body: Body | RefusalError) -> Answer:
    try:
        if isinstance(body, RefusalError):
            raise body
        return route.handle(call)
    except RefusalError as refusal:
        return _refused(refusal)
    except MALFORMED as error:
        errors = {"_errors": [{"code": "MALFORMED", "message": repr(error)}]}
        return _refused(RefusalError(*INVALID_FORM, errors=errors))


def _refused(refusal: RefusalError) -> Answer:
    return Answer(refusal.body(), refusal.status)
