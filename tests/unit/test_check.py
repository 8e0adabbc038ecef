"""How ``darkroom check`` asks."""

from __future__ import annotations

import asyncio

from bot.check import ChosenError, Mark, Question, ask_all
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

    asked = map(Question, [silent, well, unwell, silent, bug])
    assert await ask_all(asked, 0.2) == [
        (Mark.WRONG, "did not answer within 0.2 s"),
        (Mark.WELL, "all is well"),
        (Mark.WRONG, "out of order"),
        (Mark.WRONG, "did not answer within 0.2 s"),
        (Mark.WRONG, "KeyError: 'x'"),
    ]


async def test_who_hangs_is_named_by_an_address_without_its_password() -> None:
    asked = [Question(silent, "http://me:secret@127.0.0.1:9/api")]
    line = "http://127.0.0.1:9/api did not answer within 0.1 s"
    assert await ask_all(asked, 0.1) == [(Mark.WRONG, line)]


async def test_what_the_operator_chose_is_no_fault() -> None:
    async def chosen() -> str:
        raise ChosenError("off, as you said")

    assert await ask_all([Question(chosen)], 1) == [(Mark.CHOSEN, "off, as you said")]
