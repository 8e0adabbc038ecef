"""Pick: what was chosen in the select below several images is done to one of them.

The select is left as it is. Clients forget what was chosen once its message is edited, and until
then another choice can be made; an edit for each would cost the channel more than that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import RefusedError
from bot.interactions.forgery import NOT_OURS, choice_of
from bot.views.component_ids import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from bot.client.discord_bot import Darkroom
    from bot.interactions.handler import Handler
    from bot.views.component_ids import ComponentId


def picking(handlers: Mapping[str, Handler]) -> Handler:
    """Return the handler of the select, whose values are ids of what is handled by ``handlers``."""

    async def pick(_: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
        """Do what was chosen, as if it were a button: what was offered names the job.

        Raises:
            RefusedError: no option of this select says so.

        """
        chosen = parse(choice_of(interaction) or "")
        handle = handlers.get(chosen.action) if chosen is not None else None
        if chosen is None or handle is None:
            raise RefusedError(NOT_OURS)
        await handle(chosen, interaction)

    return pick
