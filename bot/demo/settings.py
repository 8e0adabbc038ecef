"""The demo's settings: defaults and the stand-ins' addresses, nothing of the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.config.settings import Settings, load

if TYPE_CHECKING:
    from pathlib import Path

    from bot.demo.engines import Played
    from bot.playground.discord import DiscordStandIn


def demo_settings(discord: DiscordStandIn, engine: Played, database: Path) -> Settings:
    """Return settings in which the environment and ``.env`` have no say.

    A real token, key or database must never be used by a demo, so each default is given
    outright: what is given wins over the environment.
    """
    defaults = {
        name: field.default
        for name, field in Settings.model_fields.items()
        if not field.is_required()
    }
    ours = {
        "discord_token": discord.token,
        "discord_api_url": discord.api_url,
        **engine.settings,
        "database_url": f"sqlite+aiosqlite:///{database}",
        "log_level": "WARNING",
    }
    return load(_env_file=None, **(defaults | ours))
