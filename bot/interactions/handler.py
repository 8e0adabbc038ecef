"""What every component and every modal of ours is handled by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.views.component_ids import ComponentId


class Handler(Protocol):
    """Does what a component or a modal is for."""

    async def __call__(
        self, component: ComponentId, interaction: discord.Interaction[Darkroom], /
    ) -> None:
        """Act and answer within 3 s; what is raised is told to who acted, and only to them."""
        ...
