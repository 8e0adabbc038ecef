"""One connection to the gateway, from hello to its end.

Source: https://docs.discord.com/developers/events/gateway
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from bot.playground.discord.connections import cut
from bot.playground.discord.payload import Payload, render
from bot.playground.discord.sessions import Session

if TYPE_CHECKING:
    from bot.playground.discord.gateway import Gateway

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, MEMBERS = 1, 2, 3, 4, 6, 8
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
ALL_INTENTS = (1 << 26) - 1
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED = 4001, 4002, 4003
BAD_TOKEN, ALREADY_AUTHENTICATED, BAD_SHARD = 4004, 4005, 4010
BAD_INTENTS, FORBIDDEN_INTENTS = 4013, 4014
ENDING_SESSION = (1000, 1001)
"""A client that closes with one of these gives its session up."""


class GatewaySocket:
    """Speaks with one client."""

    def __init__(self, gateway: Gateway, request: web.Request) -> None:
        self._gateway = gateway
        self._request = request
        self._socket = web.WebSocketResponse(max_msg_size=4096, autoping=True)
        self._session: Session | None = None

    async def serve(self) -> web.StreamResponse:
        """Stay until the connection ends."""
        if not self._gateway.accepting:
            return web.Response(status=503)
        await self._socket.prepare(self._request)
        self._gateway.cutters[self._socket] = lambda: cut(self._request)
        try:
            await self._hello()
            async for frame in self._socket:
                if frame.type is WSMsgType.TEXT:
                    await self._hear(frame.data)
        finally:
            self._part()
        return self._socket

    async def _hello(self) -> None:
        interval = int(self._gateway.heartbeat * 1000)
        await self._socket.send_str(render({"op": 10, "d": {"heartbeat_interval": interval}}))

    async def _hear(self, text: str) -> None:
        try:
            frame = json.loads(text)
            op, data = frame["op"], frame.get("d")
            form = dict(data) if op in (IDENTIFY, RESUME) else {}
        except (ValueError, KeyError, TypeError, AttributeError):
            await self._close(DECODE_ERROR, "Error while decoding payload.")
            return
        if self._session and self._session.mute:
            return
        if op == HEARTBEAT:
            await self._socket.send_str(render({"op": 11}))
        elif op == IDENTIFY:
            await self._identify(form)
        elif op == RESUME:
            await self._resume(form)
        elif op not in (PRESENCE, VOICE, MEMBERS):
            await self._close(UNKNOWN_OPCODE, "Unknown opcode.")
        elif self._session is None:
            await self._close(NOT_AUTHENTICATED, "Not authenticated.")

    async def _identify(self, data: Payload) -> None:
        code, reason = self._fault_of(data)
        if code:
            await self._close(code, reason)
            return
        shard, count = data.get("shard") or (0, 1)
        self._session = Session((shard, count), self._socket, data["intents"])
        await self._gateway.start(self._session)

    def _fault_of(self, data: Payload) -> tuple[int, str]:
        shard, count = data.get("shard") or (0, 1)
        intents = data.get("intents")
        if self._session is not None:
            return ALREADY_AUTHENTICATED, "Already authenticated."
        if str(data.get("token")).removeprefix("Bot ") != self._gateway.token:
            return BAD_TOKEN, "Authentication failed."
        if not 0 <= shard < count:
            return BAD_SHARD, "Invalid shard."
        if not isinstance(intents, int) or not 0 <= intents <= ALL_INTENTS:
            return BAD_INTENTS, "Invalid intent(s)."
        if intents & PRIVILEGED:
            return FORBIDDEN_INTENTS, "Disallowed intent(s)."
        return 0, ""

    async def _resume(self, data: Payload) -> None:
        if str(data.get("token")).removeprefix("Bot ") != self._gateway.token:
            await self._close(BAD_TOKEN, "Authentication failed.")
            return
        session = self._gateway.find(str(data.get("session_id")))
        sequence = int(data.get("seq") or 0)
        if session is None or not session.remembers(sequence):
            await self._socket.send_str(render({"op": 9, "d": False}))
            return
        self._session = session
        session.socket, session.mute = self._socket, False
        self._gateway.resumes += 1
        await session.replay(sequence)
        await session.dispatch("RESUMED", {"_trace": ["stand-in"]})
        self._gateway.notifier.notify()

    async def _close(self, code: int, reason: str) -> None:
        await self._socket.close(code=code, message=reason.encode())

    def _part(self) -> None:
        self._gateway.cutters.pop(self._socket, None)
        session = self._session
        if session is None or session.socket is not self._socket:
            return
        session.socket = None
        if self._socket.close_code in ENDING_SESSION:
            self._gateway.end(session)
        self._gateway.notifier.notify()
