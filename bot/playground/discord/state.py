"""All that the stand-in knows, in one place, for those who answer and those who act."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from bot.playground.discord.commands import Commands
from bot.playground.discord.errands import Errands
from bot.playground.discord.faults import Faults
from bot.playground.discord.gateway import Gateway
from bot.playground.discord.handed import HandedFiles
from bot.playground.discord.interactions import Interactions
from bot.playground.discord.notifier import Notifier
from bot.playground.discord.ratelimits import RateLimits
from bot.playground.discord.registry import MessageRegistry
from bot.playground.discord.request_log import RequestLog
from bot.playground.discord.snowflakes import Snowflakes
from bot.playground.discord.weather import Weather
from bot.playground.discord.world import World

if TYPE_CHECKING:
    from bot.playground.discord.commands import Registered


class State:
    """The parts of one Discord, joined.

    ``origin`` is its own address, known once it listens.
    """

    def __init__(
        self,
        *,
        token: str = "",
        shards: int = 1,
        weather: Weather | None = None,
        known: Registered | None = None,
    ) -> None:
        self.origin = ""
        self.ids = Snowflakes()
        self.notifier = Notifier()
        self.world = World(self.ids, known.application_id if known else 0)
        self.application_id = self.world.bot.id
        self.token = token or f"{self.application_id}.stand-in.{secrets.token_urlsafe(24)}"
        self.registry = MessageRegistry(self.ids, self.notifier, self.world.bot)
        self.handed = HandedFiles(self.ids, self.registry)
        self.commands = Commands(self.ids, self.application_id, self.notifier)
        if known:
            self.commands.recall(known.commands)
        self.interactions = Interactions()
        self.limits = RateLimits()
        self.faults = Faults()
        self.weather = weather or Weather()
        self.errands = Errands()
        self.requests = RequestLog()
        self.gateway = Gateway(self.world, self.token, self.notifier, shards=shards)
