"""The styles that members and servers keep, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.ids import UserId
from bot.domain.style import Outcome, Owner, SavedStyle, Scope, Style, StyleId, folded
from bot.store.studio.style_tables import styles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.store.database import Database

_OWNER = sa.and_(
    styles.c.scope == sa.bindparam("whose", type_=sa.Text),
    styles.c.owner == sa.bindparam("who", type_=sa.BigInteger),
)
_NAMED = sa.and_(_OWNER, styles.c.folded == sa.bindparam("called", type_=styles.c.folded.type))

_OF = sa.select(styles).where(
    sa.tuple_(styles.c.scope, styles.c.owner).in_(sa.bindparam("owners", expanding=True))
)
_GET = sa.select(styles).where(styles.c.id == sa.bindparam("this", type_=sa.Text))
_NAMES = sa.select(styles.c.folded, styles.c.id).where(_OWNER)
_ONE = sa.select(styles).where(_NAMED)
_DELETE = styles.delete().where(_NAMED)
_INSERT = styles.insert()


class SqlStyleStore:
    """A StyleStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def of(self, owners: Sequence[Owner]) -> Sequence[SavedStyle]:
        """See StyleStore."""
        wanted = [(owner.scope.value, owner.id) for owner in owners]
        if not wanted:
            return []
        found = await self._database.read(
            lambda connection: connection.execute(_OF, {"owners": wanted}).all()
        )
        return [_saved(row) for row in found]

    async def get(self, style_id: StyleId) -> SavedStyle | None:
        """See StyleStore."""
        row = await self._database.read(
            lambda connection: connection.execute(_GET, {"this": style_id}).one_or_none()
        )
        return None if row is None else _saved(row)

    async def put(self, styles: Sequence[SavedStyle], *, replace: bool) -> Sequence[Outcome]:
        """See StyleStore."""
        if not styles:
            return []
        owner = styles[0].owner

        def keep(connection: sa.Connection) -> list[Outcome]:
            rows = connection.execute(_NAMES, _key(owner)).all()
            known = {row.folded: row.id for row in rows}
            return [_kept(connection, it, known, replace=replace) for it in styles]

        return await self._database.transact(keep, lock=owner.id)

    async def delete(self, owner: Owner, name: str) -> SavedStyle | None:
        """See StyleStore."""
        key = _key(owner) | {"called": folded(name)}

        def forget(connection: sa.Connection) -> SavedStyle | None:
            row = connection.execute(_ONE, key).one_or_none()
            connection.execute(_DELETE, key)
            return None if row is None else _saved(row)

        return await self._database.transact(forget, lock=owner.id)


def _key(owner: Owner) -> dict[str, object]:
    return {"whose": owner.scope.value, "who": owner.id}


def _kept(
    connection: sa.Connection, it: SavedStyle, known: dict[str, str], *, replace: bool
) -> Outcome:
    """Keep one beside those that are ``known`` by name, and note it there."""
    name = folded(it.style.name)
    if name in known and not replace:
        return Outcome.TAKEN
    if name not in known and len(known) >= it.owner.most:
        return Outcome.FULL
    outcome = Outcome.REPLACED if name in known else Outcome.SAVED
    known.setdefault(name, it.id)
    connection.execute(_DELETE, _key(it.owner) | {"called": name})
    connection.execute(_INSERT, _row(it, name) | {"id": known[name]})
    return outcome


def _row(it: SavedStyle, name: str) -> dict[str, object]:
    return {
        "scope": it.owner.scope.value,
        "owner": it.owner.id,
        "folded": name,
        "name": it.style.name,
        "prompt": it.style.prompt,
        "negative_prompt": it.style.negative_prompt,
        "options": it.style.options,
        "changed_by": it.by,
        "changed_at": it.at,
    }


def _saved(row: sa.Row[Any]) -> SavedStyle:
    return SavedStyle(
        id=StyleId(row.id),
        owner=Owner(Scope(row.scope), row.owner),
        style=Style(
            name=row.name,
            prompt=row.prompt,
            negative_prompt=row.negative_prompt,
            options=row.options,
        ),
        by=UserId(row.changed_by),
        at=row.changed_at,
    )
