"""Plays the steps one after the other, and stops at the first that does not come out."""

from __future__ import annotations

import asyncio
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING

from bot.playground.tour.steps import steps
from bot.playground.tour.transcript import Transcript
from bot.playground.tour.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from bot.playground.discord import DiscordStandIn, Invocation, Message
    from bot.playground.novita.server import NovitaStandIn
    from bot.playground.novita.tasks import Task
    from bot.playground.tour.steps import Expected, Step

STEP_SECONDS = 30.0
"""Longest wait for anything in a step."""
LONG_TASK_SECONDS = 600.0
"""Of the task that a restart interrupts; the tour ends it when the new bot is there."""


class TourError(Exception):
    """Something did not come out as the tour says; the text names the step."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What the tour is played on."""

    discord: DiscordStandIn
    novita: NovitaStandIn
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
        self.saved: list[Path] = []
        """The files saved so far."""

    async def play(self) -> None:
        """Play all steps.

        Raises:
            TourError: a step did not come out.

        """
        all_steps = steps(self._stage.discord.world)
        for number, step in enumerate(all_steps, 1):
            self._transcript.begin(number, len(all_steps), step)
            try:
                message = await self._played(step)
            except (TimeoutError, LookupError) as error:
                why = f"nothing for {STEP_SECONDS:.0f} s" if not str(error) else str(error)
                raise TourError(f"step {number}, {step.title}: {why}") from error
            complaint = _complaint(message, step.expected)
            if complaint:
                raise TourError(f"step {number}, {step.title}: {complaint}")
            await self._save(message)

    async def _played(self, step: Step) -> Message:
        novita = self._stage.novita
        usual, novita.knobs.duration = novita.knobs.duration, _duration(step)
        try:
            used = await self._stage.discord.slash(step.command, step.options, user=step.user)
            watch = Watch(await used.answered(STEP_SECONDS), self._transcript)
            if step.restarts:
                await self._restart(used, watch)
        finally:
            novita.knobs.duration = usual
        return await watch.ended(STEP_SECONDS)

    async def _restart(self, used: Invocation, watch: Watch) -> None:
        task = await self._task_of(used)
        await watch.changed(STEP_SECONDS)
        self._transcript.aside("the bot is closed while the engine works")
        polls = len(task.polls)
        await self._stage.restart()
        self._transcript.aside("a new bot is started on the same database")
        await self._stage.novita.wait_until(lambda _: len(task.polls) > polls, STEP_SECONDS)
        task.finish()

    async def _task_of(self, used: Invocation) -> Task:
        """Return the task that was submitted last, once it is there."""
        tasks, asked_at = self._stage.novita.tasks, used.interaction.at
        await self._stage.novita.wait_until(
            lambda _: bool(tasks) and tasks[-1].submitted_at > asked_at, STEP_SECONDS
        )
        return tasks[-1]

    async def _save(self, message: Message) -> None:
        out = self._stage.out
        if out is None:
            return
        for picture in message.pictures():
            path = out / picture.name
            await asyncio.to_thread(path.write_bytes, picture.data)
            self.saved.append(path)


def _duration(step: Step) -> float | None:
    return LONG_TASK_SECONDS if step.restarts else None


def _complaint(message: Message, expected: Expected) -> str:
    """Return what the message lacks, nothing if it is as expected."""
    pictures = message.pictures()
    checks = (
        ("images", len(pictures), expected.images),
        ("blurred", sum("-blurred." in each.name for each in pictures), expected.blurred),
        ("spoilers", sum(each.spoiler for each in pictures), expected.spoilers),
        ("ephemeral", message.ephemeral, expected.ephemeral),
    )
    for name, came, wanted in checks:
        if came != wanted:
            return f"{name}: {came} came, {wanted} expected"
    missing = expected.words not in message.text()
    return f"the message does not say {expected.words!r}" if missing else ""
