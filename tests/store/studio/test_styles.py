"""Styles are kept by their owners: within bounds, one for each name, in any case."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.style import Outcome, Owner, SavedStyle, Style, StyleId, member, server
from tests.store.builders import ANN, BEN, GUILD, NOON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import StyleStore

ANNS, SERVERS = member(ANN), server(GUILD)
NOIR = Style(
    name="Noir “狐”",
    prompt="{prompt}, film noir \\ 🦊",
    negative_prompt="colour",
    options='--steps 30 --lora "a b:0.5"',
)


@pytest.fixture
def styles(style_stores: Sequence[StyleStore]) -> StyleStore:
    return style_stores[0]


def saved(name: str, owner: Owner = ANNS, **said: str) -> SavedStyle:
    style = Style(name=name, prompt="p") if not said else Style(name=name, **said)
    return SavedStyle(
        id=StyleId(f"{owner.scope}{name.casefold()}"), owner=owner, style=style, by=ANN, at=NOON
    )


async def put(styles: StyleStore, *several: SavedStyle, replace: bool = True) -> list[Outcome]:
    return list(await styles.put(several, replace=replace))


async def names(styles: StyleStore, *owners: Owner) -> list[str]:
    return sorted(it.style.name for it in await styles.of(owners))


async def test_a_style_comes_back_as_it_was_for_its_owner_alone(styles: StyleStore) -> None:
    mine = replace(saved("x"), style=NOIR)
    assert await put(styles, mine) == [Outcome.SAVED]
    assert await styles.of([ANNS]) == [mine]
    assert await styles.get(mine.id) == mine
    assert await styles.get(StyleId("another")) is None
    assert await styles.of([]) == []
    # A server's id may be a member's.
    assert await styles.of([member(BEN), SERVERS, Owner(SERVERS.scope, ANN)]) == []
    theirs = saved("b", SERVERS)
    await put(styles, theirs)
    assert await names(styles, ANNS, SERVERS) == ["Noir “狐”", "b"]


async def test_a_name_in_another_case_is_the_same(styles: StyleStore) -> None:
    first = saved("Film  Noir")
    await put(styles, first)
    second = replace(saved("ﬁlm noir", prompt="new"), id=StyleId("second"))
    assert await put(styles, second, replace=False) == [Outcome.TAKEN]
    assert await styles.of([ANNS]) == [first]
    assert await put(styles, second) == [Outcome.REPLACED]
    # Buttons of the first still find it.
    assert await styles.get(first.id) == replace(second, id=first.id)
    assert await names(styles, ANNS) == ["ﬁlm noir"]
    assert await styles.delete(SERVERS, "film noir") is None
    assert await styles.delete(ANNS, "FILM NOIR") == replace(second, id=first.id)
    assert await styles.delete(ANNS, "film noir") is None
    assert await styles.of([ANNS]) == []


async def test_an_owner_keeps_no_more_than_they_may(styles: StyleStore) -> None:
    many = [saved(f"style {number}") for number in range(ANNS.most - 1)]
    assert set(await put(styles, *many)) == {Outcome.SAVED}
    outcomes = await put(styles, saved("STYLE 1"), saved("a"), saved("b"), saved("A"))
    expected = [Outcome.REPLACED, Outcome.SAVED, Outcome.FULL, Outcome.REPLACED]
    assert outcomes == expected
    assert len(await styles.of([ANNS])) == ANNS.most == 50
    assert await put(styles, saved("b", member(BEN))) == [Outcome.SAVED]
    assert await styles.put([], replace=True) == []


async def test_two_processes_keep_no_more_together(style_stores: Sequence[StyleStore]) -> None:
    one, other = style_stores
    await put(one, *(saved(f"style {number}") for number in range(ANNS.most - 1)))
    outcomes = await asyncio.gather(put(one, saved("a")), put(other, saved("b")))
    assert sorted(outcomes) == [[Outcome.FULL], [Outcome.SAVED]]
    twice = await asyncio.gather(put(one, saved("c", SERVERS)), put(other, saved("C", SERVERS)))
    assert sorted(twice) == [[Outcome.REPLACED], [Outcome.SAVED]]
