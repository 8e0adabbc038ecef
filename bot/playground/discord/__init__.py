"""A Discord of our own on a loopback port: what Discord would refuse is refused."""

from bot.playground.discord.invocation import Invocation
from bot.playground.discord.messages import Message, Picture, Version
from bot.playground.discord.permissions import Permission
from bot.playground.discord.places import Channel, Guild, User
from bot.playground.discord.server import DiscordStandIn
from bot.playground.discord.weather import Weather

__all__ = [
    "Channel",
    "DiscordStandIn",
    "Guild",
    "Invocation",
    "Message",
    "Permission",
    "Picture",
    "User",
    "Version",
    "Weather",
]
