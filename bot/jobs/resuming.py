"""Jobs that were ours again before their last worker had left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.jobs.leases import LEASE

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from bot.jobs.loops import Loops
    from bot.jobs.tools import Tools


class Resuming:
    """Asks whether a job is still ours once its worker is gone, and has it gone on with."""

    def __init__(self, tools: Tools, loops: Loops) -> None:
        """Ask the store that ``tools`` hold."""
        self._tools = tools
        self._loops = loops
        self._asking: set[asyncio.Task[None]] = set()

    def go_on(self, group: asyncio.TaskGroup, job_id: JobId, start: Callable[[Job], None]) -> None:
        """Have ``start`` called with the job as it is, if it is still ours."""
        asking = group.create_task(
            self._loops.guarded("go on", lambda: self._ask(job_id, start)), name=f"go on {job_id}"
        )
        self._asking.add(asking)
        asking.add_done_callback(self._asking.discard)

    def stop(self) -> None:
        """Ask no more: leases that are ours are given back."""
        for asking in list(self._asking):
            asking.cancel()

    async def _ask(self, job_id: JobId, start: Callable[[Job], None]) -> None:
        """Ask for the lease last: whoever ends a job takes it away."""
        tools = self._tools
        job = await tools.patiently(lambda: tools.store.get(job_id))
        until = tools.clock.now() + LEASE
        is_held = await tools.patiently(
            lambda: tools.store.extend(tools.holder, [job_id], until=until)
        )
        if job is not None and is_held:
            tools.publisher.adopted(job)
            start(job)
