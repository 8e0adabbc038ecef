"""What members set for themselves is kept, changed in part, and forgotten."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.domain.member import NOBODY, Member
from tests.store.builders import ANN, BEN, run_sql

if TYPE_CHECKING:
    from bot.domain.ports import MemberStore
    from bot.store.database import Database

ALL: dict[str, str | int] = {
    "model": "fox “狐”\\.safetensors",
    "aspect": "16:9",
    "steps": 30,
    "negative_prompt": "blur 🦊",
    "language": "pt-BR",
}


async def test_what_a_member_says_is_kept_in_parts(members: MemberStore) -> None:
    assert await members.get(ANN) == NOBODY
    everything = Member(**ALL)  # type: ignore[arg-type] # of their types
    assert await members.change(ANN, ALL) == everything
    found = await asyncio.gather(members.get(ANN), members.get(BEN), members.get(ANN))
    assert tuple(found) == (everything, NOBODY, everything)
    changed = await members.change(ANN, {"steps": 9}, {"model", "language", "steps"})
    assert changed == Member(aspect="16:9", steps=9, negative_prompt="blur 🦊")
    assert await members.get(ANN) == changed
    assert await members.change(ANN, {}, ALL) == NOBODY
    assert await members.get(ANN) == NOBODY
    assert await members.change(BEN, {"language": "de"}) == Member(language="de")
    assert await members.get(BEN) == Member(language="de")


@pytest.mark.parametrize("kind", ["sqlite", "postgres"], indirect=True)
async def test_a_row_that_cannot_be_read_says_nothing(
    database: Database, members: MemberStore
) -> None:
    await members.change(ANN, {"steps": 30, "language": "de"})
    await run_sql(database, "UPDATE members SET settings = 'not JSON'")
    assert await members.get(ANN) == Member(language="de")
    assert await members.change(ANN, {"steps": 20}) == Member(steps=20, language="de")
