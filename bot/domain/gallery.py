"""What a server liked. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId
    from bot.domain.image import Image
    from bot.domain.job import Job

MOST = 300
"""Results that a gallery holds at most; which of them somebody may see is found out for each."""


class Order(StrEnum):
    """What stands first. Part of stored lists."""

    STARS = "stars"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Liked:
    """Which results are meant."""

    guild_id: GuildId
    since: datetime
    """Only stars that were given after it count."""
    order: Order = Order.STARS


@dataclass(frozen=True, slots=True, kw_only=True)
class Starred:
    """A result that members starred."""

    job: Job
    stars: int
    images: Sequence[Image]
