"""The WebSocket to a server: kept open, and opened again when it breaks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import structlog

from bot.engines.comfyui import wire
from bot.engines.comfyui.frames import read_frame

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.ids import TaskId
    from bot.engines.comfyui.progress import Progress

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
"""Seconds before it is opened again; twice as long each time that this fails."""

HEARTBEAT = 30.0
"""Seconds of silence after which a connection is asked whether it lives."""

AGAIN = 0.3
"""Seconds after which an end is told once more that nobody waited for: a short task may have
ended before its id was saved."""

MAX_FRAME_BYTES = 16 * 1024 * 1024
"""Previews of large images come by it too, unasked; they are dropped unread."""

log = structlog.get_logger()


class Listener:
    """Hears of our tasks. Nothing depends on it: what it misses, the looks find."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base_url: str,
        client_id: str,
        progress: Progress,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Listen as ``client_id``, and tell ``progress``; ``sleep`` takes the pauses."""
        self._session = session
        self._url = f"{base_url.rstrip('/')}{wire.SOCKET}?clientId={client_id}"
        self.client_id = client_id
        """What a task is sent with, so that its progress is told to us alone."""
        self.progress = progress
        self._sleep = sleep

    async def run(self, hint: Callable[[TaskId], bool], connected: Callable[[], None]) -> None:
        """Listen until cancelled.

        Args:
            hint: Is called with each task of ours that has ended, or may have while we were deaf.
            connected: Is called whenever a connection was opened.

        """
        pause = FIRST_PAUSE
        is_lost = False
        while True:
            try:
                async with self._session.ws_connect(
                    self._url, heartbeat=HEARTBEAT, max_msg_size=MAX_FRAME_BYTES
                ) as socket:
                    log.info("comfyui.connected")
                    pause, is_lost = FIRST_PAUSE, False
                    connected()
                    for task_id in self.progress.tasks:
                        hint(task_id)
                    await self._hear(socket, hint)
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
                failure = type(error).__name__
            else:
                failure = "closed"
            if not is_lost:
                log.warning("comfyui.deaf", why=failure)
            is_lost = True
            await self._sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _hear(
        self, socket: aiohttp.ClientWebSocketResponse, hint: Callable[[TaskId], bool]
    ) -> None:
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue  # a preview
            frame = read_frame(message.data)
            if frame is None:
                continue
            if frame.has_ended:
                if not hint(frame.task_id) and frame.task_id in self.progress.tasks:
                    asyncio.get_running_loop().call_later(AGAIN, hint, frame.task_id)
            else:
                self.progress.note(frame.task_id, frame.node, frame.share)
