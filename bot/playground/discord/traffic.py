"""Bringing calls to the desk and answers back, through the weather and what goes wrong."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.playground.discord.faults import Fault
from bot.playground.discord.replies import faulty, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.discord.calls import Call
    from bot.playground.discord.replies import Reply
    from bot.playground.discord.state import State

    Deed = Callable[[], Reply]

NOTHING = Fault()
"""What happens to a call for which no fault is armed."""


class Traffic:
    """The way of a call from its arrival to its answer."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def bring(self, call: Call, admit: Callable[[], Deed]) -> Reply | None:
        """Let a call be done and return the answer; ``None`` cuts the connection.

        Args:
            call: What arrived just now.
            admit: Asked at once, if the call is to be done at all; what it returns does it.

        """
        fault = self._state.faults.strike(call) or NOTHING
        passage = self._state.weather.passage(call.path)
        deed = admit() if fault.late or not fault.prevents else None
        await asyncio.sleep(passage.before + fault.delay)
        if fault.hold is True:
            await fault.wait()
        if deed is None or fault.late:
            if deed is not None:
                self._state.errands.later(fault.late, deed)
            reply = None if fault.drop else faulty(fault)
        else:
            reply = await _done(fault, deed)
        if reply is not None:
            await asyncio.sleep(passage.after)
        return reply


async def _done(fault: Fault, deed: Deed) -> Reply | None:
    reply = deed()
    if fault.hold:
        await fault.wait()
    if fault.drop:
        return None
    return reply if fault.body is None else unreadable(reply, fault.body)
