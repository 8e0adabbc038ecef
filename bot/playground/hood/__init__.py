"""Under the hood: what went over the wire, and knobs to turn, for the demo's page."""

from bot.playground.hood.hood import Hood

__all__ = ["Hood"]
