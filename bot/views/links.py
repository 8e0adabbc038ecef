"""Addresses of messages in Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.job import Job


def message_link(job: Job) -> str | None:
    """Return the address of a job's message; None where nobody can be led there.

    What only one member sees has none, as far as Discord's clients are concerned.
    """
    address = job.address
    if address.message_id is None or job.request.private:
        return None
    return link_to(job.guild_id, address.channel_id, address.message_id)


def link_to(guild_id: int, channel_id: int, message_id: int) -> str:
    """Return the address of a message."""
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"
