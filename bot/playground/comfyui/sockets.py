"""The WebSockets of a server: who is connected, and what each is told."""

from __future__ import annotations

import struct
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aiohttp import web

from bot.playground.comfyui.state import STATE, Frame

if TYPE_CHECKING:
    from bot.playground.comfyui.state import State
    from bot.playground.comfyui.tasks import Task

PREVIEW, JPEG = 1, 1


async def connect(request: web.Request) -> web.WebSocketResponse:
    """Serve one connection: it says nothing that counts, and is told what happens."""
    state = request.app[STATE]
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    sid = request.query.get("clientId") or uuid4().hex
    state.sockets[sid] = socket
    if request.transport is not None:
        state.wires[sid] = request.transport
    await _send(socket, "status", {"status": status_of(state), "sid": sid})
    running = state.tasks.running()
    if running and running[0].client_id == sid and state.current_node:
        # Without an id: who connects anew is taken for the page that was here before.
        await _send(socket, "executing", {"node": state.current_node})
    state.tell()
    try:
        async for _ in socket:
            pass
    finally:
        if state.sockets.get(sid) is socket:
            del state.sockets[sid]
        state.tell()
    return socket


def status_of(state: State) -> dict[str, Any]:
    """Return how much is left to do."""
    left = len(state.tasks.running()) + len(state.tasks.waiting())
    return {"exec_info": {"queue_remaining": left}}


async def tell_status(state: State) -> None:
    """Tell everybody how much is left to do."""
    for socket in list(state.sockets.values()):
        await _send(socket, "status", {"status": status_of(state)})


async def tell(state: State, task: Task, kind: str, data: dict[str, Any]) -> None:
    """Tell whoever sent a task; everybody, if nobody said who they are."""
    listeners = _listeners(state, task)
    if listeners:
        state.frames.append(Frame(time.monotonic(), task.task_id, kind, _words(kind, data)))
    for socket in listeners:
        await _send(socket, kind, data)


def _words(kind: str, data: dict[str, Any]) -> str:
    """Return how far a task is, where a frame tells that."""
    if kind == "progress":
        return f"step {data['value']} of {data['max']}"
    return {"execution_success": "done", "execution_error": "failed"}.get(kind, "")


async def preview(state: State, task: Task) -> None:
    """Show half-done work to whoever sent a task: an image nobody has judged."""
    frame = struct.pack(">II", PREVIEW, JPEG) + b"\xff\xd8\xff half done"
    for socket in _listeners(state, task):
        with suppress(ConnectionError):
            await socket.send_bytes(frame)


def _listeners(state: State, task: Task) -> list[web.WebSocketResponse]:
    if task.client_id is None:
        return list(state.sockets.values())
    return [socket for sid, socket in state.sockets.items() if sid == task.client_id]


async def _send(socket: web.WebSocketResponse, kind: str, data: dict[str, Any]) -> None:
    with suppress(ConnectionError):
        await socket.send_json({"type": kind, "data": data})
