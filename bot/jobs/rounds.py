"""Asks the engines whether they are well: now and then, and those that are down often."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.domain.job import CHARGING
from bot.errors import DarkroomError
from bot.jobs.loops import Loops

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.domain.ports import Engine
    from bot.jobs.clock import Clock
    from bot.jobs.engines import Engines

ASK_DOWN = 60.0
ASK_WELL = 3600.0
"""Seconds between two times that an engine is asked how it is."""

ASK_SECONDS = 15.0
"""For each question."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Rounds:
    """It costs nothing: what is asked is what ``darkroom check`` asks."""

    def __init__(self, engines: Engines, clock: Clock, floor: float = 0.0) -> None:
        """Ask all to which new jobs may go; tell the operator of credit below ``floor`` dollars."""
        self._floor = floor
        self._low: set[str] = set()
        self._engines = engines
        self._clock = clock
        self._loops = Loops(clock)

    async def run(self) -> None:
        """Go round until cancelled."""
        watched = self._engines.watched
        asked_at = dict.fromkeys((engine.name for engine in watched), self._clock.steady())
        while True:
            await self._clock.wait(ASK_DOWN)
            for engine in watched:
                since = self._clock.steady() - asked_at[engine.name]
                if self._engines.is_down(engine) or since >= ASK_WELL:
                    asked_at[engine.name] = self._clock.steady()
                    await self._loops.guarded(f"ask {engine.name}", partial(self._ask, engine))

    async def _ask(self, engine: Engine) -> None:
        is_well = await _is_well(engine, engine.questions())
        if is_well:
            self._engines.answered(engine)
            await self._ask_credit(engine)
            # One that has lost a model still makes images of others.
            is_well = await _is_well(engine, self._engines.model_question(engine))
        metrics.ENGINE_WELL.labels(engine.name).set(int(is_well))

    async def _ask_credit(self, engine: Engine) -> None:
        """Count what is left, and say once that it is little."""
        async with asyncio.timeout(ASK_SECONDS):
            credit = await engine.credit()
        if credit is None:
            return
        metrics.ENGINE_CREDIT.labels(engine.name).set(credit)
        is_low = engine.name in CHARGING and credit < self._floor
        if is_low and engine.name not in self._low:
            log.warning("engine.low_credit", engine=engine.name, credit=round(credit, 2))
        self._low = (self._low | {engine.name}) if is_low else self._low - {engine.name}


async def _is_well(engine: Engine, questions: Mapping[str, Callable[[], Awaitable[str]]]) -> bool:
    """Ask until one answer is bad, and tell the operator of that."""
    for name, question in questions.items():
        try:
            async with asyncio.timeout(ASK_SECONDS):
                await question()
        except (DarkroomError, OSError, TimeoutError) as error:
            log.warning("engine.unwell", engine=engine.name, asked=name, why=str(error)[:300])
            return False
    return True
