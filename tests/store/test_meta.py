from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.meta import MetaStore

if TYPE_CHECKING:
    from bot.store.database import Database


async def test_what_was_never_put_is_none(database: Database) -> None:
    assert await MetaStore(database).get("commands") is None


async def test_the_last_value_of_each_name_is_kept(database: Database) -> None:
    meta = MetaStore(database)
    await meta.put("commands", "old")
    await meta.put("other", "else")
    await meta.put("commands", "new")
    assert (await meta.get("commands"), await meta.get("other")) == ("new", "else")
