"""The detector's process, as the bot sees it."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from bot.detection import words
from bot.processes import starting

if TYPE_CHECKING:
    from asyncio.subprocess import Process

CHUNK = 1 << 18
"""Bytes handed over at once, so that no second picture of the full size comes to be."""

GRACE = 5.0


class ProcessError(Exception):
    """The process is of no use any more."""


class EndedError(ProcessError):
    """It has ended."""


class NotTakenError(EndedError):
    """It ended before it had a picture whole, which therefore has not ended it."""


class PictureError(Exception):
    """It could not judge this picture, and may judge the next."""


class Child:
    """A process that judges one picture at a time."""

    def __init__(self, process: Process) -> None:
        """Take a process that has just been started."""
        self._process = process
        self._is_killed = False
        self._reading = asyncio.Lock()
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        assert process.stdout is not None  # noqa: S101 - the same
        self._stdin, self._stdout = process.stdin, process.stdout

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it runs and shall, as far as the system has told."""
        return not self._is_killed and self._process.returncode is None

    async def ready(self) -> None:
        """Wait until the model is loaded.

        Raises:
            ProcessError: it cannot be.

        """
        word, told = await self._line()
        if word != words.READY:
            raise ProcessError(told or "it does not speak our language")

    async def ask(self, data: bytes) -> float:
        """Return how explicit a picture looks, 0 to 1.

        Raises:
            PictureError: it cannot tell.
            NotTakenError: it had ended before it had all of the picture.
            ProcessError: it has ended, or makes no sense.

        """
        await self._hand_over(data)
        word, told = await self._line()
        if word == words.FAULT:
            raise PictureError(told)
        share = words.share(told) if word == words.SCORE else None
        if share is None:
            raise ProcessError("it does not speak our language")
        return share

    async def _hand_over(self, data: bytes) -> None:
        try:
            self._stdin.write(words.header(data))
            for start in range(0, len(data), CHUNK):
                self._stdin.write(data[start : start + CHUNK])
                await self._stdin.drain()
            word, _ = await self._line()
        except (ConnectionError, EndedError):
            raise NotTakenError("it has ended") from None
        if word != words.TAKEN:
            raise ProcessError("it does not speak our language")

    async def _line(self) -> tuple[str, str]:
        try:
            async with self._reading:
                answer = await self._stdout.readline()
        except ValueError:
            raise ProcessError("it does not speak our language") from None
        if not answer.endswith(b"\n"):
            raise EndedError("it has ended")
        return words.read(answer)

    def kill(self) -> None:
        """End it at once."""
        if self.is_alive:
            self._is_killed = True
            self._process.kill()

    async def end(self) -> None:
        """End it, and wait until it is gone."""
        self.kill()
        async with self._reading:
            await starting.end(self._process)


async def start(max_pixels: int, seconds: float) -> Child:
    """Start the detector's process; it is not ready yet.

    Args:
        max_pixels: Of one picture.
        seconds: That one picture may take; after some more the system ends the process, too.

    """
    module = ("-m", "bot.detection.child")
    return await run(*module, str(os.getpid()), str(max_pixels), str(seconds + GRACE))


async def run(*arguments: str) -> Child:
    """Start Python as our processes are started."""
    return Child(await starting.started(*arguments))
