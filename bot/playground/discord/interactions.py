"""Interactions: one act of a person each, and the token that lets the bot answer it.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

import math
import secrets
import time
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from bot.playground.discord.refusals import (
    ALREADY_ACKNOWLEDGED,
    DEAD_TOKEN,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    RefusalError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.discord.messages import Message
    from bot.playground.discord.notifier import Notifier
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Channel, Guild, User


MOST_KEPT = 20_000
"""The oldest are forgotten; each key pressed in an autocomplete is one."""


class Act(IntEnum):
    """What a person did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


@dataclass(slots=True, eq=False, kw_only=True)
class Interaction:
    """One act and its answers. Moments are ``time.monotonic()``.

    ``data`` is what the bot was told of it: the command's options, the button's id; ``source``
    the message whose button was pressed. ``answered_at`` is when the first answer arrived, which
    may be before it is known, and ``expired_at`` when the token died before its time. ``original``
    is what ``@original`` means, and ``user_installed`` whether the application was brought by the
    user into a guild that the bot is not in.
    """

    id: int
    act: Act
    user: User
    guild: Guild
    channel: Channel
    limit: int
    notifier: Notifier
    data: Payload = field(default_factory=dict)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    at: float = field(default_factory=time.monotonic)
    source: Message | None = None
    user_installed: bool = False
    answer: Payload | None = None
    answered_at: float = 0.0
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    expired_at: float = math.inf

    @property
    def owners(self) -> Payload:
        """Who installed the application: the guild (``0``) or the user (``1``), by id."""
        return {"1": str(self.user.id)} if self.user_installed else {"0": str(self.guild.id)}


class Interactions:
    """All interactions. The two limits of time, in seconds, may be changed at any moment."""

    def __init__(self) -> None:
        self.ack_window = 3.0
        self.token_life = 900.0
        self._by_token: dict[str, Interaction] = {}

    def add(self, interaction: Interaction) -> None:
        """Let the bot answer an interaction from now on."""
        self._by_token[interaction.token] = interaction
        if len(self._by_token) > MOST_KEPT:
            del self._by_token[next(iter(self._by_token))]

    def newest_first(self) -> Iterator[Interaction]:
        """Yield all of them, the latest act first."""
        yield from reversed(self._by_token.values())

    def to_answer(self, interaction_id: int, token: str, now: float) -> Interaction:
        """Return the interaction that a callback is for.

        Raises:
            RefusalError: it is not known or the answer is late (10062), or there is one
                already (40060).

        """
        it = self._by_token.get(token)
        if it is None or it.id != interaction_id:
            raise RefusalError(*UNKNOWN_INTERACTION)
        if it.answer is not None:
            raise RefusalError(*ALREADY_ACKNOWLEDGED)
        if now > min(it.expired_at, it.at + self.ack_window):
            raise RefusalError(*UNKNOWN_INTERACTION)
        return it

    def to_follow(self, token: str, now: float) -> Interaction:
        """Return the answered interaction behind a webhook token.

        Raises:
            RefusalError: there is none (10015), or the token is dead (50027).

        """
        it = self._by_token.get(token)
        if it is None:
            raise RefusalError(*UNKNOWN_WEBHOOK)
        if now > min(it.expired_at, it.at + self.token_life):
            raise RefusalError(*DEAD_TOKEN)
        if it.answer is None:
            raise RefusalError(*UNKNOWN_WEBHOOK)
        return it


def message_of(it: Interaction, name: str) -> Message:
    """Return a message by its id or as ``@original``.

    Raises:
        RefusalError: this token never had such a message, or it is deleted (10008).

    """
    reachable = [each for each in (it.original, it.source, *it.followups) if each]
    if name == "@original":
        reachable = [it.original] if it.original else []
        name = str(it.original.id) if it.original else ""
    for message in reachable:
        if str(message.id) == name and not message.deleted:
            return message
    raise RefusalError(*UNKNOWN_MESSAGE)
