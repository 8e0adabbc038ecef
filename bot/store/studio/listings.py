"""What stands behind the buttons of lists, in SQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.ids import GuildId, ListingId, UserId
from bot.domain.listing import LIFE, Listing, ListingKind
from bot.store.schema import listings
from bot.store.types import Moment

if TYPE_CHECKING:
    from bot.store.database import Database

_GET = sa.select(listings).where(listings.c.id == sa.bindparam("this", type_=sa.Text))
_INSERT = listings.insert()
_EXPIRE = listings.delete().where(
    listings.c.created_at <= sa.bindparam("before", type_=Moment),
)


class SqlListingStore:
    """A ListingStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def put(self, listing: Listing) -> None:
        """See ListingStore."""
        row = {
            "id": listing.id,
            "kind": listing.kind.value,
            "owner": listing.owner,
            "guild_id": listing.guild_id,
            "created_at": listing.created_at,
            "query": json.dumps(dict(listing.query)),
        }

        def keep(connection: sa.Connection) -> None:
            connection.execute(_EXPIRE, {"before": listing.created_at - LIFE})
            connection.execute(_INSERT, row)

        await self._database.transact(keep)

    async def get(self, listing_id: ListingId) -> Listing | None:
        """See ListingStore."""
        row = await self._database.read(
            lambda connection: connection.execute(_GET, {"this": listing_id}).one_or_none()
        )
        if row is None:
            return None
        return Listing(
            id=ListingId(row.id),
            kind=ListingKind(row.kind),
            owner=UserId(row.owner),
            guild_id=GuildId(row.guild_id),
            created_at=row.created_at,
            query=json.loads(row.query),
        )
