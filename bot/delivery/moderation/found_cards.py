"""Find the card of a case whose message no answer told us of: by the ids of its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery.finder import may_read
from bot.delivery.found_posts import found_post
from bot.errors import MessageGoneError
from bot.views.carried import carried
from bot.views.component_ids import parse
from bot.views.moderation.review_card import LABELS

if TYPE_CHECKING:
    import discord

    from bot.domain.moderation.case import Case


async def found_card(client: discord.Client, channel_id: int, case: Case) -> int | None:
    """Return our message that shows a case; None when there is none.

    Raises:
        MessageGoneError: it cannot be told, and never will be: it might be posted twice.
        DeliveryError: it cannot be told for now.

    """
    if not may_read(client.get_channel(channel_id)):
        raise MessageGoneError("the history of the review channel cannot be read")
    return await found_post(client, channel_id, case.opened_at, lambda it: _is_card(it, case))


def _is_card(message: discord.Message, case: Case) -> bool:
    # An appeal stands there too, whose buttons carry the same id.
    ids = (parse(custom_id) for _, custom_id in carried(message.components))
    return any(
        found is not None and found.action in LABELS and str(found.job_id) == case.id
        for found in ids
    )
