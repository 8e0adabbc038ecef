"""How ``darkroom check`` asks."""

from __future__ import annotations

import asyncio

from bot.check import ask_all
from bot.engine_errors import ServerFaultError


async def silent() -> str:
    await asyncio.Event().wait()
    return "never"


async def test_who_does_not_answer_is_told_and_keeps_nobody_waiting() -> None:
    together = asyncio.Barrier(3)

    async def well() -> str:
        await together.wait()
        return "all  is\nwell"

    async def unwell() -> str:
        await together.wait()
        raise ServerFaultError("out of order")

    async def bug() -> str:
        await together.wait()
        raise KeyError("x")

    answers = await ask_all([silent, well, unwell, silent, bug], 0.2)
    assert answers == [
        (False, "did not answer within 0.2 s"),
        (True, "all is well"),
        (False, "out of order"),
        (False, "did not answer within 0.2 s"),
        (False, "KeyError: 'x'"),
    ]
