"""What each component and each modal of ours does: its action, and who handles it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.interactions.actions.cancel import cancel
from bot.interactions.actions.page import page
from bot.interactions.actions.use import submit, use
from bot.views.buttons import CANCEL, USE
from bot.views.pages import PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from bot.discord_bot import Darkroom
    from bot.views.component_ids import ComponentId


class Handler(Protocol):
    """Does what a component or a modal is for."""

    async def __call__(
        self, component: ComponentId, interaction: discord.Interaction[Darkroom], /
    ) -> None:
        """Act and answer within 3 s; what is raised is told to who acted, and only to them."""
        ...


COMPONENTS: Mapping[str, Handler] = {CANCEL: cancel, PAGE: page, USE: use}
"""By action; who handles one has a file in ``actions``."""

MODALS: Mapping[str, Handler] = {USE: submit}
"""Likewise, for what is submitted."""
