"""A scripted walk through the bot, played by a member's hands and told as text."""

from bot.playground.tour.opening import play_opening
from bot.playground.tour.play import Stage, Tour, TourError

__all__ = ["Stage", "Tour", "TourError", "play_opening"]
