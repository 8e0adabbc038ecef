"""Who is asked before a job is taken on, and once more before it is sent: the moderation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.jobs.service import new_id
from bot.moderation.admission import Checks
from bot.moderation.barred import NotBarred
from bot.moderation.costs import Costs
from bot.moderation.filters import Filters
from bot.moderation.minors import Minors
from bot.moderation.people import People
from bot.moderation.second_look import JobLook
from bot.moderation.tiers import Tiers
from bot.store.moderation.audit import SqlAuditStore
from bot.store.moderation.blocks import SqlBlockStore
from bot.store.moderation.filters import SqlFilterStore
from bot.store.moderation.fingerprints import SqlFingerprintStore
from bot.store.moderation.remembered_blocks import RememberedBlocks
from bot.store.moderation.remembered_filters import RememberedFilters
from bot.store.moderation.remembered_fingerprints import RememberedFingerprints
from bot.store.moderation.remembered_tiers import RememberedTiers
from bot.store.moderation.reviews import SqlReviewStore
from bot.store.moderation.tiers import SqlTierStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.domain.ports import (
        Admission,
        AuditStore,
        BlockStore,
        FilterStore,
        FingerprintStore,
        PolicyBook,
        ReviewStore,
        SecondLook,
        TierStore,
    )
    from bot.domain.price import Prices
    from bot.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who is asked, and what they keep."""

    people: People
    filters: Filters
    tiers: Tiers
    admission: Admission
    second_look: SecondLook
    fingerprints: FingerprintStore
    """What must not come again."""
    reviews: ReviewStore
    """Adds to it."""


def asked(
    database: Database, policies: PolicyBook, prices: Prices, now: Callable[[], datetime]
) -> Asked:
    """Return who is asked, over a database."""
    people, audit = People(_block_store(database), policies, now, new_id), SqlAuditStore(database)
    filters = Filters(_filter_store(database), audit, now)
    tiers = Tiers(_tier_store(database), now)
    fingerprints, reviews = _fingerprint_stores(database)
    return Asked(
        people=people,
        filters=filters,
        tiers=tiers,
        admission=admission(people, audit, filters, prices),
        second_look=JobLook(people, Minors(audit), filters, tiers),
        fingerprints=fingerprints,
        reviews=reviews,
    )


def admission(people: People, audit: AuditStore, filters: Filters, prices: Prices) -> Checks:
    """Return the checks, the strictest and cheapest first."""
    return Checks([NotBarred(people), Minors(audit), filters, Costs(prices)])


def _block_store(database: Database) -> BlockStore:
    held = SqlBlockStore(database)
    return RememberedBlocks(held) if database.sole_user else held


def _filter_store(database: Database) -> FilterStore:
    kept = SqlFilterStore(database)
    return RememberedFilters(kept) if database.sole_user else kept


def _fingerprint_stores(database: Database) -> tuple[FingerprintStore, ReviewStore]:
    """Return both stores that change what a server never wants to see again."""
    kept, reviews = SqlFingerprintStore(database), SqlReviewStore(database)
    if not database.sole_user:
        return kept, reviews
    known = RememberedFingerprints(kept)
    return known, known.reviews(reviews)


def _tier_store(database: Database) -> TierStore:
    said = SqlTierStore(database)
    return RememberedTiers(said) if database.sole_user else said
