"""Which models were used, as a test says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.ids import GuildId, UserId
    from bot.domain.ports import Uses


class MemoryModelUses:
    """A ModelUses that counts nothing itself, and counts how often it was asked."""

    def __init__(self) -> None:
        self.members: dict[tuple[GuildId, UserId], Uses] = {}
        self.guilds: dict[GuildId, Uses] = {}
        self.asked = 0

    async def by_member(self, guild_id: GuildId, user_id: UserId) -> Uses:
        self.asked += 1
        return self.members.get((guild_id, user_id), {})

    async def by_guild(self, guild_id: GuildId) -> Uses:
        self.asked += 1
        return self.guilds.get(guild_id, {})
