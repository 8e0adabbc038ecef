"""Styles: typed ones are checked, names mean one, and a file takes only what there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import UserId
from bot.domain.style import Style, member, server
from bot.errors import InvalidOptionError, RefusedError
from bot.jobs.requests import Requests
from bot.jobs.styles import Styles, is_none
from bot.prompt.style_file import Contents
from tests.store.builders import ANN, BEN, GUILD, NOON
from tests.store.memory import MemoryStyleStore

if TYPE_CHECKING:
    from bot.domain.style import Owner
    from tests.unit.jobs.stage import Stage

OWN, OTHERS, SERVER = member(ANN), member(BEN), server(GUILD)


@pytest.fixture
def styles(stage: Stage) -> Styles:
    return Styles(MemoryStyleStore(), Requests(stage.tools.engines), lambda: NOON)


async def save(styles: Styles, name: str, owner: Owner = OWN, options: str = "--steps 30") -> bool:
    kept = await styles.save(owner, ANN, name, "{prompt}, film noir", "colour", options)
    return kept.replaced


async def test_what_is_typed_is_checked_kept_and_replaced_by_its_name(styles: Styles) -> None:
    with pytest.raises(RefusedError, match="steps"):
        await save(styles, "Noir", options="--steps 900")
    assert await styles.of(OWN) == []
    assert not await save(styles, "Noir")
    assert await save(styles, "NOIR")
    assert [it.style.name for it in await styles.of(OWN)] == ["NOIR"]


async def test_a_name_means_ones_own_before_the_servers(styles: Styles) -> None:
    await save(styles, "Noir", SERVER)
    await save(styles, "Oil", SERVER)
    await save(styles, "noir")
    await save(styles, "secret", OTHERS)
    assert (await styles.find(ANN, GUILD, "NOIR")).owner == OWN
    assert (await styles.find(BEN, GUILD, "noir")).owner == SERVER
    assert {it.style.name for it in await styles.within(ANN, GUILD)} >= {"noir", "Oil"}
    for name, told in {"nior": "`", "secret": "style", 7: "style"}.items():
        with pytest.raises(InvalidOptionError, match=told):
            await styles.find(ANN, GUILD, name)


async def test_a_button_is_about_what_its_member_may_use(styles: Styles) -> None:
    await save(styles, "secret", OTHERS)
    (hidden,) = await styles.of(OTHERS)
    assert (await styles.by_id(hidden.id, BEN, GUILD)).style.name == "secret"
    for style_id, user, guild in ((hidden.id, ANN, GUILD), ("nothing", BEN, GUILD)):
        with pytest.raises(RefusedError):
            await styles.by_id(style_id, user, guild)


async def test_a_places_style_is_the_servers_or_none(styles: Styles) -> None:
    await save(styles, "Noir", SERVER)
    await save(styles, "own")
    found = await styles.default(GUILD, "noir")
    assert found is not None
    assert found.name == "Noir"
    assert await styles.default(GUILD, "own") is None
    assert await styles.default(GUILD, None) is None


async def test_only_ones_own_can_be_deleted(styles: Styles) -> None:
    await save(styles, "Noir", SERVER)
    await save(styles, "mine")
    with pytest.raises(InvalidOptionError, match="server"):
        await styles.delete(OWN, "noir", GUILD)
    with pytest.raises(InvalidOptionError):
        await styles.delete(OWN, "nothing", GUILD)
    assert (await styles.delete(OWN, "MINE", GUILD)).style.name == "mine"
    assert await styles.of(OWN) == []


@pytest.mark.parametrize("owner", [OWN, SERVER])
async def test_a_file_is_taken_in_as_far_as_there_is_room(styles: Styles, owner: Owner) -> None:
    room = owner.most
    made = [Style(name=f"s{number}", prompt="{prompt}") for number in range(room + 1)]
    contents = Contents(styles=tuple(made), refused=(), unread=2)
    taken = await styles.take_in(owner, UserId(1), contents, replace=False)
    assert (len(taken.names), taken.unread) == (room, 2)
    assert [it.name for it in taken.refused] == [made[-1].name]
    again = Contents(styles=tuple(made[:1]), refused=(), unread=0)
    kept = await styles.take_in(owner, UserId(1), again, replace=False)
    assert kept.names == ()
    assert [it.name for it in kept.refused] == ["s0"]
    with pytest.raises(RefusedError, match=str(room)):
        await save(styles, "one more", owner)


def test_none_is_a_word_for_no_style() -> None:
    assert is_none("None")
    assert not is_none("Noir")
    assert not is_none(None)
