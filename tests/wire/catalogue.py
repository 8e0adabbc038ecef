"""When the bot knows the models of the engine."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.domain.models import ModelKind
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot


async def catalogue_read(bot: WholeBot) -> None:
    """Wait until the bot has asked for all kinds of models since its start, and knows them."""
    await eventually(lambda: _asked(bot) == len(ModelKind) == len(set(kept(bot).values())))


def kept(bot: WholeBot) -> dict[str, str]:
    """Return the kinds of the models that the bot has listed and written down, by name."""
    with closing(sqlite3.connect(bot.database, timeout=5)) as connection:
        return dict(connection.execute("SELECT name, kind FROM models"))


def _asked(bot: WholeBot) -> int:
    asked = [seen.query for seen in bot.novita.requests if seen.route == "model"]
    return len({query.get("filter.types") for query in asked})
