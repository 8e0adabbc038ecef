"""What came of one act: the answers a person sees."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from bot.playground.discord.notifier import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from bot.playground.discord.interactions import Interaction
    from bot.playground.discord.messages import Message
    from bot.playground.discord.payload import Payload

Found = TypeVar("Found")


class Invocation:
    """One act of a person, watched."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction

    @property
    def id(self) -> int:
        """The interaction's id."""
        return self.interaction.id

    @property
    def token(self) -> str:
        """The interaction's token."""
        return self.interaction.token

    @property
    def callback(self) -> Payload | None:
        """The first answer as the bot sent it: ``type`` and ``data``; ``None`` before it."""
        return self.interaction.answer

    @property
    def answered_at(self) -> float:
        """When the first answer arrived at Discord (``time.monotonic()``); people see it later.

        Raises:
            LookupError: there is none yet.

        """
        if self.interaction.answer is None:
            msg = "not answered yet"
            raise LookupError(msg)
        return self.interaction.answered_at

    @property
    def response_time(self) -> float:
        """Seconds from the act to the arrival of its first answer: the bot's own share.

        Raises:
            LookupError: there is none yet.

        """
        return self.answered_at - self.interaction.at

    @property
    def message(self) -> Message | None:
        """The message of the first answer; for an update, the one whose button was pressed."""
        return self.interaction.original

    @property
    def shown(self) -> Message:
        """The message of the first answer.

        Raises:
            LookupError: there is none.

        """
        if self.interaction.original is None:
            msg = f"no message; the answer was {self.callback}"
            raise LookupError(msg)
        return self.interaction.original

    @property
    def ephemeral(self) -> bool:
        """Whether the first answer is seen only by who acted."""
        return self.message is not None and self.message.ephemeral

    @property
    def followups(self) -> list[Message]:
        """The messages that came after the first answer."""
        return self.interaction.followups

    @property
    def modal(self) -> Payload | None:
        """The modal that was opened, if the answer was one."""
        opened = self.callback is not None and self.callback["type"] == 9
        return self.callback["data"] if opened and self.callback else None

    @property
    def choices(self) -> list[Payload]:
        """The answer to an autocomplete: ``name`` and ``value`` each."""
        return list(((self.callback or {}).get("data") or {}).get("choices") or [])

    def text(self) -> str:
        """Return all words of the answer and its followups."""
        shown = [self.message] if self.message else []
        return "\n".join(each.text() for each in (*shown, *self.followups))

    def expire(self) -> None:
        """Let the token die now, as after fifteen minutes; what has arrived is still done."""
        self.interaction.expired_at = time.monotonic()

    async def answered(
        self,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - how long to wait is the caller's question
    ) -> Self:
        """Wait for the first answer. One that is late has been refused, as Discord does.

        Raises:
            TimeoutError: it did not come.

        """
        await self.until(lambda: self.callback is not None, timeout=timeout)
        return self

    async def final(
        self,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - how long to wait is the caller's question
    ) -> Message:
        """Wait until the message has nothing left to cancel.

        Raises:
            TimeoutError: it still has.
            LookupError: there is no message.

        """
        await self.answered(timeout)
        message = self.shown
        await message.notifier.until(lambda: message.is_final or message.deleted, timeout=timeout)
        return message

    async def until(
        self,
        predicate: Callable[[], Found],
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - how long to wait is the caller's question
    ) -> Found:
        """Wait for something about the answer; asked again whenever one arrives.

        Raises:
            TimeoutError: it stayed false.

        """
        return await self.interaction.notifier.until(predicate, timeout=timeout)
