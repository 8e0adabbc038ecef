"""Remembered images: each once, a new version with every change, kept with the decision."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.fingerprint import RememberedImage
from bot.domain.ids import CaseId, GuildId
from bot.domain.moderation.entry import Entry, EntryKind
from bot.store.moderation.case_tables import entries as audit
from bot.store.moderation.entries import to_entry
from bot.store.moderation.fingerprints import SqlFingerprintStore
from bot.store.moderation.remembered_fingerprints import RememberedFingerprints
from tests.store.builders import ANN, GUILD, NOON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import FingerprintStore
    from bot.store.database import Database

ELSEWHERE = GuildId(GUILD + 1)
TOLD_IN_ORDER = audit.select().order_by(audit.c.id)
TOLD = Entry(
    guild_id=GUILD, kind=EntryKind.REMEMBERED, at=NOON, by=ANN, details={"change": "import"}
)
FORGOTTEN = Entry(guild_id=GUILD, kind=EntryKind.FORGOTTEN, at=NOON, by=ANN, details={"entry": 1})
LARGE = 2**256 - 5


def image(bits: int, number: int | None = None) -> RememberedImage:
    case = None if number is None else CaseId(f"case{number}")
    return RememberedImage(
        guild_id=GUILD, bits=bits, by=ANN, at=NOON, case_id=case, case_number=number
    )


async def kept(store: FingerprintStore, guild_id: GuildId = GUILD) -> list[RememberedImage]:
    _, entries = await store.of(guild_id)
    return [replace(it, number=0) for it in entries]


async def test_an_image_is_kept_once_and_every_change_is_a_version(
    fingerprint_stores: Sequence[FingerprintStore],
) -> None:
    here, there = fingerprint_stores
    assert (await here.version(GUILD), await here.of(GUILD)) == (0, (0, []))
    assert await here.put([image(LARGE, 3), image(7), image(7)], TOLD, most=9) == 2
    assert await kept(there) == [image(LARGE, 3), image(7)]
    before = await there.version(GUILD)
    assert before > 0
    assert await there.put([image(7), image(LARGE)], TOLD, most=9) == 0
    version, entries = await here.of(GUILD)
    numbers = [it.number for it in entries]
    assert len({*numbers} - {0}) == 2
    # Another server's is not there to be forgotten, nor one that never was.
    elsewhere = replace(FORGOTTEN, guild_id=ELSEWHERE)
    assert await there.forget(ELSEWHERE, numbers[0], elsewhere) is None
    assert await there.forget(GUILD, numbers[1] + 9, FORGOTTEN) is None
    gone = await there.forget(GUILD, numbers[0], FORGOTTEN)
    assert gone == replace(image(LARGE, 3), number=numbers[0])
    assert await kept(here) == [image(7)]
    assert await here.version(GUILD) > version
    assert await kept(here, ELSEWHERE) == []
    # What was forgotten may be remembered again, under a number of its own.
    await here.put([image(LARGE)], TOLD, most=9)
    assert (await here.of(GUILD))[1][-1].number not in numbers


async def test_who_uses_a_database_alone_remembers_versions_until_they_change_one(
    fingerprint_stores: Sequence[FingerprintStore],
) -> None:
    plain, _ = fingerprint_stores
    store = RememberedFingerprints(plain)
    assert await store.version(GUILD) == 0
    await plain.put([image(1)], TOLD, most=9)
    assert await store.version(GUILD) == 0
    await store.put([image(2)], TOLD, most=9)
    assert await store.version(GUILD) == await plain.version(GUILD)
    assert await store.of(GUILD) == await plain.of(GUILD)
    [number, _] = [it.number for it in (await store.of(GUILD))[1]]
    assert await store.forget(GUILD, number, FORGOTTEN)
    assert await store.version(GUILD) == await plain.version(GUILD)


async def test_a_server_keeps_no_more_than_it_may(
    fingerprint_stores: Sequence[FingerprintStore],
) -> None:
    here, there = fingerprint_stores
    added = await asyncio.gather(
        *(
            each.put([image(bits), image(bits + 100)], TOLD, most=3)
            for bits, each in enumerate((here, there) * 3)
        )
    )
    assert (sum(added), len(await kept(here))) == (3, 3)


async def test_changes_are_told_in_the_audit_and_in_the_case(database: Database) -> None:
    store = SqlFingerprintStore(database)
    await store.put([image(5, 3), image(7)], TOLD, most=9)
    await store.put([image(5)], TOLD, most=9)
    _, entries = await store.of(GUILD)
    await store.forget(GUILD, entries[0].number, FORGOTTEN)
    rows = await database.read(lambda connection: connection.execute(TOLD_IN_ORDER).all())
    assert [(it.kind, it.case_id, it.details) for it in map(to_entry, rows)] == [
        (EntryKind.REMEMBERED, None, {"change": "import", "count": 2}),
        (EntryKind.FORGOTTEN, "case3", {"entry": 1}),
    ]
