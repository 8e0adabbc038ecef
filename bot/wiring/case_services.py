"""What the composition root joins for cases: who works on them, and who tells of them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery.moderation.appeals import AppealPosts
from bot.delivery.moderation.tellings import Tellings
from bot.moderation.casework import Casework
from bot.store.moderation import blocks, cards
from bot.store.moderation.appeals import SqlAppealStore
from bot.store.moderation.cases import SqlCaseStore
from bot.store.moderation.tellings import SqlTellingStore
from bot.store.studio.members import SqlMemberStore

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom
    from bot.delivery.place_rules import PlaceRules
    from bot.jobs.tools import Tools
    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What tells moderators of appeals, and members of what was decided."""

    appeals: AppealPosts
    tellings: Tellings

    def look_again(self) -> None:
        """Look soon what there is to tell."""
        self.appeals.look_again()
        self.tellings.look_again()

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.appeals.run(), name="appeals")
            group.create_task(self.tellings.run(), name="tellings")


def casework(
    bot: Darkroom, database: Database, tools: Tools, rules: PlaceRules
) -> tuple[Casework, Outcomes]:
    """Return who works on cases, and who tells of them, which wants a task of its own."""
    cases = SqlCaseStore(database)
    appeals = SqlAppealStore(
        database, lift=blocks.lift_of, reopened=cards.reopened, lock=blocks.LOCK
    )
    outcomes = Outcomes(
        AppealPosts(bot, rules, cases, appeals, tools.store, tools.clock),
        Tellings(
            bot,
            SqlTellingStore(database),
            tools.store,
            SqlMemberStore(database),
            tools.clock,
            tools.to_tell,
        ),
    )
    return Casework(cases, appeals, tools.clock.now, outcomes.look_again), outcomes
