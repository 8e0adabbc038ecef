"""Which engine a job is sent to: the first, or another one while that is down."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import structlog

from bot.domain.models import Model, ModelKind
from bot.engine_errors import (
    BadKeyError,
    EngineAbsentError,
    EngineError,
    NetworkFaultError,
    NoBalanceError,
    ReplyLostError,
    RouteGoneError,
    ServerFaultError,
    UnknownModelError,
)
from bot.jobs.loops import Loops
from bot.jobs.suiting import suited

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from bot.domain.fairness import Room
    from bot.domain.ids import TaskId
    from bot.domain.job import Job
    from bot.domain.ports import Engine
    from bot.jobs.clock import Clock

RUN_AGAIN = 30.0
"""Seconds after which an engine whose listening met a bug listens again."""

SILENCE = 60.0
"""Seconds of nothing but faults after which an engine is down."""

FAR_APART = 5.0
"""Times that long between two faults say nothing of the time between them. An attempt with the
pause before it takes less, so that faults which follow one another are one silence."""

LEARN_SECONDS = 3.0
"""In which an engine should say what it takes, while a start waits for it."""

REFUSALS = (BadKeyError, NoBalanceError, RouteGoneError)
"""After one of these it takes nothing from anybody."""

FAULTS = (NetworkFaultError, ServerFaultError, ReplyLostError)
"""What an engine that is away looks like; a proxy before it loses replies."""

_Asked = Literal["submit", "look"]

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Engines:
    """All engines that can be reached. A job ends on the one that it was sent to."""

    def __init__(
        self,
        first: Engine,
        clock: Clock,
        *,
        fallback: Engine | None = None,
        others: Iterable[Engine] = (),
        parallel: int | None = None,
        default_model: str | None = None,
    ) -> None:
        """Send new jobs to ``first``, or to ``fallback`` while that is down.

        ``others`` are there for jobs that were sent to them before the settings changed;
        ``parallel`` is how many tasks at once one of them is sent, if not its own choice, and
        ``default_model`` what ``first`` makes images with where no model is asked for, likewise.
        """
        self.first = first
        self.fallback = fallback
        self._clock = clock
        self._parallel = parallel
        self._default_model = default_model
        known = [*others, *([fallback] if fallback else []), first]
        self._by_name = {engine.name: engine for engine in known}
        self._faulty: dict[tuple[str, _Asked], tuple[float, float]] = {}
        """When the faults began that have not ended, and when the last of them was."""
        self._down: set[str] = set()
        self._loops = Loops(clock)

    def room(self, room: Room) -> Room:
        """Return how much of ``room`` the engine takes to which jobs are sent now."""
        can = self.current.capabilities
        # What is meant for one that is down may go to another, and is claimed for that.
        others = {
            name: most
            for name, engine in self._by_name.items()
            if engine is not self.current
            and not self.is_down(engine)
            and (most := self._parallel or engine.capabilities.parallel) is not None
        }
        return replace(
            room,
            others=others,
            engine=self.current.name if len(self._by_name) > 1 else "",
            engine_jobs=self._parallel or can.parallel,
            images=can.images_per_minute or room.images,
        )

    @property
    def current(self) -> Engine:
        """Where a new job goes."""
        if self.fallback and self.is_down(self.first) and not self.is_down(self.fallback):
            return self.fallback
        return self.first

    @property
    def watched(self) -> tuple[Engine, ...]:
        """The engines that new jobs may go to."""
        return (self.first, self.fallback) if self.fallback else (self.first,)

    def of(self, job: Job) -> Engine:
        """Return the engine that a job is sent to.

        Raises:
            EngineAbsentError: it is not set up any more.

        """
        engine = self._by_name.get(job.engine)
        if engine is None:
            raise EngineAbsentError(f"the engine {job.engine} is no longer set up")
        return engine

    def unusual(self, job: Job) -> str:
        """Return the title of a job's engine where it is not the first; else nothing."""
        return "" if job.engine == self.first.name else self.of(job).title

    def own_model(self, engine: Engine) -> Model | None:
        """Return what an engine makes images with where no model is asked for; None: unknown."""
        name = self._default_model if engine is self.first else None
        if name is None:
            return engine.catalogue.default_checkpoint()
        kind = ModelKind.CHECKPOINT
        return engine.catalogue.find(kind, name) or Model(kind, name, name)

    def model_question(self, engine: Engine) -> Mapping[str, Callable[[], Awaitable[str]]]:
        """Return what ``darkroom check`` asks of the operator's choice of a model, if there is one.

        The engines' own questions are about what they would choose themselves.
        """
        name = self._default_model if engine is self.first else None
        return {} if name is None else {"default model": lambda: self._is_there(engine, name)}

    async def _is_there(self, engine: Engine, name: str) -> str:
        model = (await engine.catalogue.resolve(ModelKind.CHECKPOINT, name)).model
        if model is None:
            raise UnknownModelError(f"DEFAULT_MODEL: {engine.title} has no {name}")
        if not model.is_served:
            raise UnknownModelError(f"DEFAULT_MODEL: nobody serves {model.name} right now")
        return f"{model.name}, unless another is asked for"

    def elsewhere(self, job: Job, most: int | None = None) -> Job | None:
        """Return a job of an engine that is down for another one, if nothing was sent there.

        What that does not take waits for the engine it was meant for. ``most`` is how many pixels
        the job's place takes.
        """
        down = self._by_name.get(job.engine)
        if down is None or not self.is_down(down) or job.submits_lost or job.task_id:
            return None
        other = self.current
        if other is down:
            return None
        request = suited(job.request, other, self.own_model(other), most)
        return None if request is None else replace(job, engine=other.name, request=request)

    def waits_after(self, error: EngineError) -> bool:
        """Whether a job that no other engine takes waits for one which takes nothing for now.

        Only after a refusal, which made no task; a lost reply may have.
        """
        return self.fallback is not None and isinstance(error, REFUSALS)

    def is_down(self, engine: Engine) -> bool:
        """Whether nothing is sent to it for now."""
        return engine.name in self._down

    def answered(self, engine: Engine) -> None:
        """Note that an engine did something for us."""
        for asked in ("submit", "look"):
            self._faulty.pop((engine.name, asked), None)
        if engine.name in self._down:
            self._down.discard(engine.name)
            log.warning("engine.up", engine=engine.name)

    def looked(self, name: str) -> None:
        """Note that an engine told of a task, which does not say that it takes another."""
        self._faulty.pop((name, "look"), None)

    def failed(self, name: str, error: EngineError, asked: _Asked = "submit") -> None:
        """Note how an engine failed; enough of it, and it is down."""
        if isinstance(error, FAULTS):
            is_down = self._lasts((name, asked))
        else:
            is_down = asked == "submit" and isinstance(error, REFUSALS)
        if is_down and name not in self._down:
            self._down.add(name)
            log.error("engine.down", engine=name, kind=error.kind.value, why=str(error))

    def _lasts(self, where: tuple[str, _Asked]) -> bool:
        """Note a fault; return whether there has been nothing else for too long."""
        now = self._clock.steady()
        since, last = self._faulty.get(where, (now, now))
        since = since if now - last < FAR_APART * SILENCE else now
        self._faulty[where] = (since, now)
        return now - since >= SILENCE

    async def learn(self) -> bool:
        """Let the first say what it takes, for a moment, as commands are made by that; or not."""
        try:
            async with asyncio.timeout(LEARN_SECONDS):
                await self.first.learn()
        except (EngineError, TimeoutError) as error:
            why = str(error) or type(error).__name__
            log.warning("engine.unknown", engine=self.first.name, why=why[:300])
            return False
        return True

    async def run(self, engine: Engine, hint: Callable[[TaskId], bool]) -> None:
        """Let an engine listen until cancelled; a bug in that must not end the work of all."""
        await self._loops.repeat(f"run {engine.name}", RUN_AGAIN, lambda: engine.run(hint))
