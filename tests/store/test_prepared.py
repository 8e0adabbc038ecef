"""Prepared changes: what SQLAlchemy would have done, on each database."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.errors import StoreRefusedError
from bot.store.prepared import Prepared
from bot.store.schema import meta
from bot.store.types import ForeignText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store.database import Database

INSERT = Prepared(meta.insert())
UPDATE = Prepared(
    meta.update()
    .where(meta.c.key == sa.bindparam("this", type_=ForeignText))
    .values(value=sa.bindparam("said", type_=ForeignText))
)
FORGET = Prepared(meta.update().where(meta.c.value != "kept").values(value="gone"))


async def rows(database: Database) -> dict[str, str]:
    found = await database.read(lambda connection: connection.execute(sa.select(meta)).all())
    return {row.key: row.value for row in found}


async def test_a_change_is_made_with_the_values_of_its_rows_and_its_own(database: Database) -> None:
    named = [{"key": f"row {n}", "value": "new"} for n in range(3)]
    await database.transact(lambda connection: INSERT.run_each(connection, named))
    said = {"this": "row 1\0", "said": "kept"}  # without what no database takes
    assert await database.transact(lambda connection: UPDATE.run(connection, said)) == 1
    other = {"said": "x", "this": "nobody's"}
    assert await database.transact(lambda connection: UPDATE.run(connection, other)) == 0
    assert await rows(database) == {"row 0": "new", "row 1": "kept", "row 2": "new"}
    assert await database.transact(lambda connection: FORGET.run(connection, {})) == 2
    assert await rows(database) == {"row 0": "gone", "row 1": "kept", "row 2": "gone"}


async def test_what_is_wrong_with_a_row_is_told_without_its_values(database: Database) -> None:
    twice = [{"key": "row", "value": "secret"}] * 2
    with pytest.raises(StoreRefusedError) as refused:
        await database.transact(lambda connection: INSERT.run_each(connection, twice))
    assert "secret" not in str(refused.value)
    with pytest.raises(StoreRefusedError):
        await database.transact(
            lambda connection: INSERT.run(connection, {"key": None, "value": ""})
        )

    def change(connection: sa.Connection, said: Mapping[str, object]) -> None:
        INSERT.run(connection, {"key": "row", "value": "new"})
        UPDATE.run(connection, said)

    # Refused, so that others that share its transaction have theirs without it.
    for wrong in ({"this": "row"}, {"this": "row", "said": 5}):  # never taken for NULL, or for text
        with pytest.raises(StoreRefusedError):
            await database.transact(partial(change, said=wrong))
    assert await rows(database) == {}
