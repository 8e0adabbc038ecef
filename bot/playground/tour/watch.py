"""Follows one message from its first version to its last."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.discord import Message
    from bot.playground.tour.transcript import Transcript


class Watch:
    """Tells the transcript of each version of the message that answered a command."""

    def __init__(self, message: Message, began: float, transcript: Transcript) -> None:
        """Watch a message; ``began`` is when it was asked for."""
        self._message = message
        self._began = began
        self._transcript = transcript
        self._told = 0

    async def changed(self, seconds: float) -> None:
        """Wait until the message is another than at first.

        Raises:
            TimeoutError: it stayed as it was.

        """
        await self._message.notifier.until(lambda: len(self._message.versions) > 1, timeout=seconds)
        self._tell()

    async def ended(self, seconds: float) -> Message:
        """Wait until the message is final, tell it, and return it.

        Raises:
            TimeoutError: it did not change for so long.

        """
        message = self._message
        self._tell()
        while not message.is_final:
            await message.notifier.until(self._is_new, timeout=seconds)
            self._tell()
        self._transcript.end(message.now.at - self._began, message)
        return message

    def _is_new(self) -> bool:
        return len(self._message.versions) > self._told

    def _tell(self) -> None:
        """Tell all versions but the final one, which is shown whole."""
        versions = self._message.versions
        passing = versions[:-1] if self._message.is_final else versions
        for version in passing[self._told :]:
            self._transcript.status(version.at - self._began, version)
        self._told = len(passing)
