"""Who is asked before a job is taken on: the checks of the moderation, in their order."""

from __future__ import annotations

from bot.moderation.admission import Checks


def admission() -> Checks:
    """Return the checks, the strictest and cheapest first."""
    return Checks([])
