"""The event that is posted when a task ends."""

from __future__ import annotations

import asyncio
import math
import time
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.playground.novita.events import event_of

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.playground.novita.state import State
    from bot.playground.novita.tasks import Task


class Webhooks:
    """Post events for the tasks that asked for them; owns what it starts."""

    def __init__(self, session: aiohttp.ClientSession, state: State) -> None:
        self._session = session
        self._state = state
        self._running: set[asyncio.Task[None]] = set()

    def watch(self, task: Task) -> None:
        """Post the task's event when it ends, if it has a webhook."""
        webhook = task.extra.get("webhook")
        if webhook:
            self._start(self._deliver_all(task, webhook["url"]))

    def post_again(self, task: Task) -> None:
        """Post the task's event once more, now."""
        self._start(self._deliver(task, task.extra["webhook"]["url"]))

    async def close(self) -> None:
        """Stop waiting and posting."""
        for running in self._running:
            running.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        running = asyncio.create_task(work)
        self._running.add(running)
        running.add_done_callback(self._running.discard)

    async def _deliver_all(self, task: Task, url: str) -> None:
        await self._until_due(task)
        for _ in range(self._state.knobs.webhook_copies):
            await self._deliver(task, url)

    async def _until_due(self, task: Task) -> None:
        """Wait for the moment of the event, which ``Task.finish`` may move."""
        while True:
            due_at = task.completed_at + self._state.knobs.webhook_delay_ms / 1000
            left = due_at - time.monotonic()
            if left <= 0:
                return
            task.rescheduled.clear()
            try:
                timeout = left if math.isfinite(left) else None
                await asyncio.wait_for(task.rescheduled.wait(), timeout)
            except TimeoutError:
                return

    async def _deliver(self, task: Task, url: str) -> None:
        for attempt in range(self._state.knobs.webhook_attempts):
            await asyncio.sleep(attempt * self._state.knobs.webhook_backoff_s)
            status = await self._post(task, url)
            task.webhook_attempts.append(status)
            self._state.tell()
            if status is not None and 200 <= status < 300:
                return

    async def _post(self, task: Task, url: str) -> int | None:
        event = event_of(self._state, task)
        timeout = aiohttp.ClientTimeout(total=self._state.knobs.webhook_timeout_s)
        try:
            async with self._session.post(url, json=event, timeout=timeout) as reply:
                return reply.status
        except (aiohttp.ClientError, TimeoutError):
            return None
