"""A case has a number of its server's, an image one case, and entries are only ever added."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.ids import CaseId, GuildId, JobId, PlaceId
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.entry import Entry, EntryKind
from tests.store.builders import ANN, BEN, GUILD, NOON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import CaseStore

ELSEWHERE = GuildId(GUILD + 1)
JOB = JobId("one")
BLOCK = Entry(guild_id=GUILD, kind=EntryKind.BLOCKED, at=NOON, by=BEN, member=ANN, why="spam")
WITHHELD = Entry(
    guild_id=GUILD,
    kind=EntryKind.WITHHELD,
    at=NOON,
    place=PlaceId(2**62),
    job_id=JOB,
    image=2,
    details={"confidence": 91.5},
)


def about_member(name: str, guild: GuildId = GUILD) -> Case:
    return Case(id=CaseId(name), guild_id=guild, kind=CaseKind.MEMBER, subject=ANN, opened_at=NOON)


def about_image(name: str, image: int = 2) -> Case:
    return Case(
        id=CaseId(name),
        guild_id=GUILD,
        kind=CaseKind.IMAGE,
        subject=ANN,
        opened_at=NOON,
        place=PlaceId(2**62),
        job_id=JOB,
        image=image,
    )


async def test_cases_are_numbered_in_their_server(cases: Sequence[CaseStore]) -> None:
    here, there = cases
    made = await asyncio.gather(
        *(each.open(about_member(f"case{n}"), [BLOCK]) for n, each in enumerate((here, there) * 3))
    )
    assert sorted(case.number for case in made) == [1, 2, 3, 4, 5, 6]
    assert (await here.open(about_member("other", ELSEWHERE), [])).number == 1
    for case in made:
        assert await there.numbered(GUILD, case.number) == await here.get(case.id) == case
    assert await here.numbered(GUILD, 7) is None
    assert await here.get(CaseId("nobody")) is None
    assert await here.waiting(GUILD, limit=9) == ([], 0)


async def test_an_image_has_one_case_whoever_opens_it(cases: Sequence[CaseStore]) -> None:
    here, there = cases
    other = await here.open(about_image("other", 1), [])
    made = await asyncio.gather(
        *(each.open(about_image(f"it{n}"), [WITHHELD]) for n, each in enumerate((here, there)))
    )
    assert made[0] == made[1] == await here.of_image(JOB, 2)
    assert await there.of_image(JOB, 3) is None
    entries = await there.entries(made[0].id)
    assert [replace(entry, id=0) for entry in entries] == [
        replace(WITHHELD, case_id=made[0].id)
    ] * 2
    assert 0 < entries[0].id < entries[1].id
    assert await here.waiting(GUILD, limit=1) == ([other], 2)
    assert await here.waiting(GUILD, limit=9, offset=1) == ([made[0]], 2)


async def test_entries_are_added_to_a_case_that_is_there(cases: Sequence[CaseStore]) -> None:
    here, there = cases
    case = await here.open(about_member("one"), [BLOCK])
    lifted = replace(BLOCK, kind=EntryKind.UNBLOCKED, why="\udfff")
    assert await there.add(case.id, [lifted]) == case
    assert [entry.kind for entry in await here.entries(case.id)] == [
        EntryKind.BLOCKED,
        EntryKind.UNBLOCKED,
    ]
    assert await there.add(CaseId("nobody"), [BLOCK]) is None
    assert await there.entries(CaseId("nobody")) == []
