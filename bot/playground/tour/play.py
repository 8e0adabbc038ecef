"""Plays the steps one after the other, and stops at the first that does not come out."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING

from bot.playground.glimpse import Kind
from bot.playground.tour.acting import Actor
from bot.playground.tour.offering import models_known, playable, taken
from bot.playground.tour.steps import steps
from bot.playground.tour.transcript import Transcript
from bot.playground.tour.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping
    from pathlib import Path

    from bot.playground.discord import DiscordStandIn, Invocation, Message
    from bot.playground.discord.typed_options import Value
    from bot.playground.engine.stand_in import EngineStandIn
    from bot.playground.glimpse import Glimpse
    from bot.playground.tour.step import Expected, Step

STEP_SECONDS = 30.0
"""Longest wait for anything in a step."""
LOOKED_AT = 500
"""Of the newest requests to the engine."""
UNJUDGED = "could not be checked"
LONG_TASK_SECONDS = 90.0
"""Of the task that a restart interrupts; the tour ends it when the new bot is there."""


class TourError(Exception):
    """Something did not come out as the tour says; the text names the step."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What the tour is played on."""

    discord: DiscordStandIn
    engine: EngineStandIn
    _: KW_ONLY
    restart: Callable[[], Awaitable[None]]
    """Closes the bot, starts another on the same database, and waits until it listens."""
    write: Callable[[str], None]
    """Takes the transcript, line by line."""
    out: Path | None = None
    """Where posted files are saved; nowhere if None."""


class Tour:
    """A walk through the bot."""

    def __init__(self, stage: Stage) -> None:
        """Prepare to play on ``stage``."""
        self._stage = stage
        self._transcript = Transcript(stage.write, stage.discord.world)
        self._actor = Actor(stage.discord, self._transcript, STEP_SECONDS)
        self._shown: list[Message] = []
        self._acted_at = 0.0
        self.saved: list[Path] = []
        """The files saved so far."""

    async def play(self) -> None:
        """Play all steps.

        Raises:
            TourError: a step did not come out.

        """
        on = self._stage
        await models_known(on.discord, STEP_SECONDS)
        all_steps = playable(steps(on.discord.world, on.engine.traits), on.discord)
        for number, step in enumerate(all_steps, 1):
            options = taken(step, on.discord)
            self._transcript.begin(number, len(all_steps), step)
            try:
                message = await self._played(step, options)
            except (TimeoutError, LookupError) as error:
                why = f"nothing for {STEP_SECONDS:.0f} s" if not str(error) else str(error)
                raise TourError(f"step {number}, {step.title}: {why}") from error
            complaint = _complaint(message, step.expected)
            if complaint:
                raise TourError(f"step {number}, {step.title}: {complaint}")
            self._shown.append(message)
            await self._save(message)

    async def _played(self, step: Step, options: Mapping[str, Value]) -> Message:
        if step.comes:
            return await self._landed(step, 0, self._acted_at)
        knobs = self._stage.engine.knobs
        usual = knobs.duration
        knobs.duration = LONG_TASK_SECONDS if step.restarts else usual
        try:
            used = await self._done(step, options)
            self._acted_at = used.interaction.at
            if step.changes:
                return await self._changed(step, used)
            if step.lands is not None:
                return await self._landed(step, used.id, self._acted_at)
            watch = Watch(used.shown, used.interaction.at, self._transcript)
            if step.restarts:
                await self._restart(used, watch)
        finally:
            knobs.duration = usual
        return await watch.ended(STEP_SECONDS)

    async def _landed(self, step: Step, since: int, began: float) -> Message:
        """Wait for what is seen elsewhere, as it is to be, and tell it."""
        known = {it.id for it in self._shown}

        def fits(message: Message) -> bool:
            return message.id not in known and not _complaint(message, step.expected)

        place = step.lands or self._stage.discord.world.channel
        message = await self._actor.landed(place, since, fits)
        return await Watch(message, began, self._transcript).ended(STEP_SECONDS)

    async def _changed(self, step: Step, used: Invocation) -> Message:
        """Tell the answer, wait until a message from before is as it is to be, and tell that."""
        message = self._shown[-step.changes]
        self._transcript.answer(used.shown)
        with suppress(TimeoutError):
            await message.notifier.until(
                lambda: not _complaint(message, step.expected), timeout=STEP_SECONDS
            )
        self._transcript.end(message.now.at - used.interaction.at, message)
        return message

    async def _done(self, step: Step, options: Mapping[str, Value]) -> Invocation:
        if step.press is None:
            return await self._actor.command(step, options)
        return await self._actor.press(step.user, step.press, self._shown)

    async def _restart(self, used: Invocation, watch: Watch) -> None:
        await self._asked_since(used.interaction.at, {Kind.SUBMIT})
        await watch.changed(STEP_SECONDS)
        self._transcript.aside("the bot is closed while the engine works")
        began = time.monotonic()
        await self._stage.restart()
        self._transcript.aside("a new bot is started on the same database")
        # An engine that knows no tasks is sent the same once more.
        await self._asked_since(began, {Kind.LOOK, Kind.SUBMIT})
        self._stage.engine.finish()

    async def _asked_since(self, moment: float, kinds: Collection[Kind]) -> None:
        """Wait until the bot has asked the engine something about a task."""
        engine = self._stage.engine

        def is_asked(each: Glimpse) -> bool:
            return each.kind in kinds and each.at > moment and bool(each.task_id)

        await engine.wait_until(
            lambda _: any(map(is_asked, engine.glimpses(LOOKED_AT))), STEP_SECONDS
        )

    async def _save(self, message: Message) -> None:
        out = self._stage.out
        if out is None:
            return
        for picture in message.pictures():
            path = out / picture.name
            # What is shown elsewhere is the same file once more.
            if path not in self.saved:
                await asyncio.to_thread(path.write_bytes, picture.data)
                self.saved.append(path)


def _complaint(message: Message, expected: Expected) -> str:
    """Return what the message lacks, nothing if it is as expected."""
    pictures = message.pictures()
    blurred = sum("-blurred." in each.name for each in pictures)
    unjudged = message.text().count(UNJUDGED)
    checks = (
        ("images", len(pictures), expected.images),
        ("blurred", blurred, unjudged if expected.blurred is None else expected.blurred),
        ("spoilers", sum(each.spoiler for each in pictures), expected.spoilers),
        ("ephemeral", message.ephemeral, expected.ephemeral),
    )
    for name, came, wanted in checks:
        if came != wanted:
            return f"{name}: {came} came, {wanted} expected"
    missing = expected.words not in message.text()
    return f"the message does not say {expected.words!r}" if missing else ""
