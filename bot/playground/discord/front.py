"""The REST API's front desk: reads, logs, limits, disturbs and answers requests."""

from __future__ import annotations

import asyncio
import hmac
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.discord.calls import Answer, Call, Route, Router
from bot.playground.discord.connections import cut
from bot.playground.discord.payload import render
from bot.playground.discord.ratelimits import retry_body, retry_headers
from bot.playground.discord.refusals import (
    INVALID_FORM,
    NO_ROUTE,
    TOO_LARGE,
    UNAUTHORIZED,
    RefusalError,
)
from bot.playground.discord.request_log import LoggedRequest
from bot.playground.discord.rest_channels import ChannelRoutes
from bot.playground.discord.rest_commands import CommandRoutes
from bot.playground.discord.rest_identity import Identity
from bot.playground.discord.rest_interactions import InteractionRoutes
from bot.playground.discord.rest_webhooks import WebhookRoutes
from bot.playground.discord.uploads import Body, read_body

if TYPE_CHECKING:
    from bot.playground.discord.faults import Fault
    from bot.playground.discord.state import State

BASE = "/api/v10"
MALFORMED = (AttributeError, KeyError, TypeError, ValueError)
"""What reading a form raises whose parts are of types that no client sends."""
MOST_BYTES = 25 * 1024 * 1024
"""Of one request: https://docs.discord.com/developers/resources/message"""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with its headers, not yet written."""

    answer: Answer
    headers: dict[str, str] = field(default_factory=dict)


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
        )
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
        fault = self._state.faults.strike(call)
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
        if fault and fault.drop is True:
            return _cut(request)
        reply = _faulty(fault) if fault and fault.status else self._reply(call, body)
        if fault and fault.drop:
            return _cut(request)
        return _written(reply, logged)

    def _log(self, call: Call, raw: bytes) -> LoggedRequest:
        logged = LoggedRequest(
            method=call.method,
            path=call.path,
            query=call.query,
            at=call.at,
            body_bytes=len(raw),
        )
        self._state.requests.all.append(logged)
        return logged

    def _reply(self, call: Call, body: Body | RefusalError) -> Reply:
        headers: dict[str, str] = {}
        try:
            route = self._entitled(call)
            ruling = self._state.limits.rule(route, call)
            headers = ruling.headers
            if not ruling.allowed:
                refusal = retry_body(ruling.retry_after, is_global=ruling.is_global)
                return Reply(Answer(refusal, 429), headers)
            if isinstance(body, RefusalError):
                raise body
            return Reply(route.handle(call), headers)
        except RefusalError as refusal:
            return Reply(Answer(refusal.body(), refusal.status), headers)
        except MALFORMED as error:
            errors = {"_errors": [{"code": "MALFORMED", "message": repr(error)}]}
            malformed = RefusalError(*INVALID_FORM, errors=errors)
            return Reply(Answer(malformed.body(), malformed.status), headers)

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
    )


def _body(request: web.Request, raw: bytes) -> Body | RefusalError:
    if len(raw) > MOST_BYTES:
        return RefusalError(*TOO_LARGE)
    try:
        return read_body(request.headers.get("Content-Type", ""), raw)
    except RefusalError as refusal:
        return refusal


def _faulty(fault: Fault) -> Reply:
    if fault.status == 429:
        return Reply(Answer(retry_body(fault.retry_after), 429), retry_headers(fault.retry_after))
    return Reply(Answer({"message": fault.message, "code": fault.code}, fault.status))


def _cut(request: web.Request) -> web.Response:
    cut(request)
    return web.Response()


def _written(reply: Reply, logged: LoggedRequest) -> web.Response:
    answer = reply.answer
    logged.status, logged.took = answer.status, time.monotonic() - logged.at
    if answer.body is None:
        return web.Response(status=204, headers=reply.headers)
    if answer.status >= 400 and isinstance(answer.body, dict):
        logged.code = int(answer.body.get("code", 0))
    # Exactly this header: with a charset added discord.py does not read the body as JSON.
    headers = reply.headers | {"Content-Type": "application/json"}
    return web.Response(body=render(answer.body).encode(), status=answer.status, headers=headers)
