"""Under the hood: what went over the wire, and knobs to turn, for the demo's page."""

from bot.playground.devtools.devtools import Devtools

__all__ = ["Devtools"]
