from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bot.domain.ids import GuildId, UserId
from bot.domain.models import Model, ModelKind
from bot.domain.policy import Policy
from bot.engines.shelf import Shelf
from bot.errors import StoreError
from bot.jobs.favourites import FRESH, Favourites
from bot.jobs.suggesting import Suggesting, Wanted
from tests.store.memory import MemoryModelUses
from tests.unit.jobs.test_requests import FewModels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import Uses
    from bot.domain.taste import Taste

LORA, CHECKPOINT = ModelKind.LORA, ModelKind.CHECKPOINT
ANN, BEN, GUILD = UserId(1), UserId(2), GuildId(7)


class Shelved(FewModels):
    """Models of two bases."""

    def __init__(self) -> None:
        self.threads = set[str]()
        self.shelves = {
            CHECKPOINT: Shelf([Model(CHECKPOINT, "bigXL", "bigXL", base_model="SDXL 1.0")]),
            LORA: Shelf(
                [
                    Model(LORA, "ink", "ink", base_model="SD 1.5"),
                    Model(LORA, "inkXL", "inkXL", base_model="Pony"),
                    Model(LORA, "loli_style", "loli_style", base_model="Pony"),
                    Model(LORA, "film", "film", base_model="SD 1.5"),
                ]
            ),
        }

    @override
    def suggest(
        self, kind: ModelKind, typed: str, limit: int = 25, taste: Taste | None = None
    ) -> Sequence[Model]:
        self.threads.add(threading.current_thread().name)
        assert taste is not None
        return self.shelves[kind].suggest(typed, limit, taste)

    @override
    def bases(self, kind: ModelKind) -> Sequence[str]:
        return self.shelves[kind].bases()

    @override
    def find(self, kind: ModelKind, name: str) -> Model | None:
        return self.shelves[kind].find(name)


@pytest.fixture
def catalogue() -> Shelved:
    return Shelved()


@pytest.fixture
def suggesting(catalogue: Shelved) -> Suggesting:
    return Suggesting(lambda: catalogue)


WANTED = Wanted(kind=LORA, typed="", policy=Policy())


async def names(suggesting: Suggesting, wanted: Wanted) -> list[str]:
    return [model.name for model in await suggesting.models(wanted)]


async def test_nothing_is_offered_that_a_place_or_anybody_forbids(
    suggesting: Suggesting, catalogue: Shelved
) -> None:
    assert await names(suggesting, WANTED) == ["ink", "inkXL", "film"]
    assert await names(suggesting, replace(WANTED, typed="loli")) == []
    for rules, left in [
        (Policy(models_deny=("ink*",)), ["film"]),
        (Policy(models_allow=("ink",)), ["ink"]),
        (Policy(models_allow=("nothing",)), []),
        (Policy(models_allow=("*loli*",)), []),
        (Policy(), ["ink", "inkXL", "film"]),
    ]:
        assert await names(suggesting, replace(WANTED, policy=rules)) == left
    denied = replace(WANTED, typed="ink", policy=Policy(models_deny=("ink",)))
    assert await suggesting.meant(denied) is None
    assert await suggesting.meant(replace(WANTED, typed="INK")) == catalogue.find(LORA, "ink")
    # Beside the loop, and one at a time.
    assert {name.rpartition("_")[0] for name in catalogue.threads} == {"suggest"}
    assert len(catalogue.threads) == 1


async def test_what_suits_the_checkpoint_comes_first_and_what_is_named_does_not_come_again(
    suggesting: Suggesting,
) -> None:
    wanted = replace(WANTED, favourites=("film",))
    assert await names(suggesting, wanted) == ["film", "ink", "inkXL"]
    chosen = replace(wanted, model="bigxl.safetensors")
    assert await names(suggesting, chosen) == ["inkXL", "film", "ink"]
    assert await names(suggesting, replace(chosen, model="nobody's")) == ["film", "ink", "inkXL"]
    assert await names(suggesting, replace(chosen, named=("INKxl", "zzz"))) == ["film", "ink"]


async def test_a_member_comes_before_their_server_and_is_asked_about_once_a_minute() -> None:
    uses, now = MemoryModelUses(), [0.0]
    uses.members[GUILD, ANN] = {LORA: {"film": 1, "ink": 3}}
    uses.guilds[GUILD] = {LORA: {"ink": 1, "rain": 9, "snow": 10}, CHECKPOINT: {"big": 1}}
    favourites = Favourites(uses, lambda: now[0])
    both = await asyncio.gather(*(favourites.of(GUILD, ANN, LORA) for _ in range(20)))
    assert set(both) == {("ink", "film", "snow", "rain")}
    assert await favourites.of(GUILD, ANN, CHECKPOINT) == ("big",)
    assert uses.asked == 2
    assert await favourites.of(GUILD, BEN, LORA) == ("snow", "rain", "ink")
    uses.members[GUILD, ANN] = {LORA: {"new": 1}}
    assert (await favourites.of(GUILD, ANN, LORA))[0] == "ink"
    now[0] = FRESH + 1
    assert (await favourites.of(GUILD, ANN, LORA))[0] == "new"


class Away(MemoryModelUses):
    @override
    async def by_guild(self, guild_id: GuildId) -> Uses:
        raise StoreError("away")


class Slow(MemoryModelUses):
    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()

    @override
    async def by_guild(self, guild_id: GuildId) -> Uses:
        await self.gate.wait()
        return {LORA: {"late": 1}}


async def test_a_database_that_is_away_or_slow_holds_no_keystroke_up() -> None:
    assert await Favourites(Away(), lambda: 0.0).of(GUILD, ANN, LORA) == ()
    slow = Slow()
    favourites = Favourites(slow, lambda: 0.0)
    assert await favourites.of(GUILD, ANN, LORA) == ()
    slow.gate.set()
    assert await favourites.of(GUILD, ANN, LORA) == ("late",)
