"""When the bot knows the models of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.models import ModelKind
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot


async def catalogue_read(bot: WholeBot) -> None:
    """Wait until the bot has read all kinds of models since its start."""
    await eventually(lambda: kinds_asked(bot) == len(ModelKind))


def kinds_asked(bot: WholeBot) -> int:
    """Return of how many kinds the engine was asked for everything."""
    asked = [seen.query for seen in bot.novita.requests if seen.route == "model"]
    return len({query.get("filter.types") for query in asked})
