"""The settings that members made for themselves, in SQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.member import NOBODY, SETTINGS, Member
from bot.store.batch import Batch
from bot.store.studio.style_tables import members

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.domain.ids import UserId
    from bot.store.database import Database

_WHO = members.c.user_id == sa.bindparam("who", type_=sa.BigInteger)
_GET = sa.select(members.c.settings, members.c.language).where(_WHO)
_GET_MANY = sa.select(members).where(
    members.c.user_id.in_(sa.bindparam("users", expanding=True)),
)
_DELETE = members.delete().where(_WHO)
_INSERT = members.insert()


class SqlMemberStore:
    """A MemberStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database
        self._reads = Batch(database.start, self._read)

    async def get(self, user_id: UserId) -> Member:
        """See MemberStore; calls that come together share a statement."""
        return await self._reads(user_id)

    async def change(
        self, user_id: UserId, said: Mapping[str, str | int], unsaid: Collection[str] = ()
    ) -> Member:
        """See MemberStore."""
        key = {"who": user_id}

        def note(connection: sa.Connection) -> Member:
            row = connection.execute(_GET, key).one_or_none()
            before = NOBODY if row is None else _member(row.settings, row.language)
            now = before.without(unsaid).said() | dict(said)
            connection.execute(_DELETE, key)
            if now:
                language = now.pop("language", None)
                row_now = {"user_id": user_id, "settings": json.dumps(now), "language": language}
                connection.execute(_INSERT, row_now)
                return Member(**now, language=language)  # type: ignore[arg-type] # of their types
            return NOBODY

        return await self._database.transact(note, lock=user_id)

    async def _read(self, wanted: Sequence[UserId]) -> list[Member]:
        users = {"users": list(set(wanted))}
        found = await self._database.read(
            lambda connection: connection.execute(_GET_MANY, users).all()
        )
        known = {row.user_id: _member(row.settings, row.language) for row in found}
        return [known.get(user, NOBODY) for user in wanted]


def _member(settings: str, language: str | None) -> Member:
    try:
        read: dict[str, Any] = dict(json.loads(settings))
    except (TypeError, ValueError):
        read = {}  # a row that somebody else wrote must not keep its member from all else
    said = {name: value for name, value in read.items() if name in SETTINGS}
    return Member(**said | {"language": language})
