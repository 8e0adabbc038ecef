"""Guilds, their channels, roles and people: values, and nothing that happens to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

MIB = 1024 * 1024
TEXT, DIRECT, CATEGORY, THREAD, PRIVATE_THREAD = 0, 1, 4, 11, 12
"""Types of channels: https://docs.discord.com/developers/resources/channel"""

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(slots=True, eq=False)
class User:
    """An account. ``attachment_size_limit`` (bytes) is what a Nitro plan grants it.

    ``global_name`` is what it calls itself everywhere: its name with a capital, unless told.
    """

    id: int
    name: str
    bot: bool = False
    locale: str = "en-GB"
    attachment_size_limit: int = 0
    global_name: str | None = None

    def __post_init__(self) -> None:
        if self.global_name is None and not self.bot:
            self.global_name = self.name.title()


@dataclass(slots=True, eq=False)
class Role:
    """A bundle of permissions."""

    id: int
    name: str
    permissions: int = 0
    bot_id: int = 0
    """Of the bot that it came with, and who alone has it."""


@dataclass(slots=True, eq=False)
class Member:
    """A user in a guild, with the roles held besides everyone's, and a name for there alone."""

    user: User
    roles: list[int] = field(default_factory=list)
    nick: str | None = None


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel allows or denies beyond the roles, for a role (0) or a member (1)."""

    kind: int
    allow: int = 0
    deny: int = 0


@dataclass(slots=True, eq=False)
class Channel:
    """A channel, a category or a thread of one guild; or of none, direct messages with the bot.

    ``archived``, ``locked`` and ``archive_at``, when a thread was last archived or taken out again,
    and ``joined``, who is in it, are of threads alone, and ``recipient`` of direct messages.
    """

    id: int
    guild_id: int
    name: str
    type: int = TEXT
    parent_id: int = 0
    nsfw: bool = False
    position: int = 0
    archived: bool = False
    locked: bool = False
    archive_at: datetime = LONG_AGO
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)
    recipient: User | None = None

    @property
    def is_thread(self) -> bool:
        """Whether it lives in another channel and has no permissions of its own."""
        return self.type in (THREAD, PRIVATE_THREAD)


@dataclass(slots=True, eq=False)
class Guild:
    """A server. Its everyone role has its own id."""

    id: int
    name: str
    owner_id: int
    locale: str = "en-US"
    attachment_size_limit: int = 10 * MIB
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
