"""Who is asked before a job is taken on: the checks of the moderation, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.moderation.admission import Checks
from bot.moderation.barred import NotBarred

if TYPE_CHECKING:
    from bot.moderation.people import People


def admission(people: People) -> Checks:
    """Return the checks, the strictest and cheapest first."""
    return Checks([NotBarred(people)])
