"""A world with another engine than Novita in it."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from typing_extensions import override

from bot.playground.discord import DiscordStandIn
from bot.playground.novita.server import NovitaStandIn
from tests.faults.stage import Stage
from tests.wire.engines.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.faults.bot_run import BotRun
    from tests.wire.engines.rig import Made, Rig


@dataclass(kw_only=True)
class EngineStage(Stage):
    """One world; its bot knows no Novita, and nobody judges images in its server."""

    rig: Rig

    @property
    @override
    def settings(self) -> dict[str, str]:
        of_engine = {name.upper(): str(value) for name, value in self.rig.settings.items()}
        of_discord = {
            "DISCORD_TOKEN": self.discord.token,
            "DISCORD_API_URL": self.discord.api_url,
        }
        return of_discord | of_engine

    @override
    async def start(self, **settings: str) -> BotRun:
        run = await super().start(**settings)
        admin = self.discord.world.admin
        told = await self.discord.slash("policy set", {"detection": False}, user=admin)
        await told.answered()
        return run

    def made(self, prompt: str) -> list[Made]:
        """Return what was submitted for a prompt."""
        return self.rig.of(prompt)


@asynccontextmanager
async def staged(
    kind: str, template: Path, folder: Path, nursery: Path
) -> AsyncIterator[EngineStage]:
    """Open the counterparts, with a copy of the database ``template`` in ``folder``."""
    shutil.copyfile(template, folder / "darkroom.db")
    async with DiscordStandIn() as discord, KINDS[kind]().opened() as rig:
        stage = EngineStage(discord, NovitaStandIn(), folder, nursery, rig=rig)
        try:
            yield stage
        finally:
            await stage.close()
