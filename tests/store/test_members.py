"""What members set for themselves is kept, changed in part, and forgotten."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.domain.member import NOBODY, Member
from tests.store.builders import ANN, BEN

if TYPE_CHECKING:
    from bot.domain.ports import MemberStore

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
