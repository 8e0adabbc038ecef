"""What shows moderators images that wait for them, and decides: built of what was opened, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery.moderation.card_readers import CardReaders
from bot.delivery.moderation.cards import Cards
from bot.delivery.moderation.review_making import CardMaking, Files
from bot.delivery.moderation.review_pictures import ReviewPictures
from bot.interactions.moderation.review_rooms import sees_originals
from bot.moderation.reviews import Reviews
from bot.store.moderation.cards import SqlCardStore

if TYPE_CHECKING:
    from bot.delivery.place_rules import PlaceRules
    from bot.delivery.reposts.repost_making import Sources
    from bot.domain.ports import CaseStore, ReviewStore
    from bot.jobs.tools import Tools
    from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The parts of review."""

    reviews: Reviews
    making: CardMaking
    cards: Cards
    """Wants a task of its own."""
    readers: CardReaders
    """Likewise."""


def reviewing(
    database: Database,
    sources: Sources,
    rules: PlaceRules,
    tools: Tools,
    cases: CaseStore,
    decisions: ReviewStore,
) -> Reviewing:
    """Join the parts of review."""
    titles = {engine.name: engine.title for engine in tools.engines.watched}
    pictures = ReviewPictures(sources, tools.originals, tools.clock.now)
    files = Files(cases=cases, jobs=tools.store, images=tools.images)
    making = CardMaking(files, pictures, lambda job: titles.get(job.engine, job.engine))
    store = SqlCardStore(database)
    cards = Cards(
        sources.client,
        rules,
        store,
        cases,
        making,
        tools.clock,
        tools.to_review,
        sees_originals=sees_originals,
    )
    readers = CardReaders(
        sources.client, store, tools.clock, tools.to_review, sees_originals=sees_originals
    )
    reviews = Reviews(decisions, cases, tools.clock.now, tools.retention)
    return Reviewing(reviews, making, cards, readers)
