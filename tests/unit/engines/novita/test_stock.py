"""What is listed is kept: for the next start, and for all processes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bot.engine_errors import NetworkFaultError
from bot.engines import stock
from bot.engines.novita.catalogue import FILTERS, REFRESH_SECONDS, RETRY_SECONDS, NovitaCatalogue
from bot.engines.shelf import Shelf
from bot.engines.stock import HELD, NEWS_SECONDS, Stock, source_of
from bot.errors import StoreError
from tests.store.memory import MemoryModelStore
from tests.unit.engines.novita.doubles import QUICK
from tests.unit.engines.novita.listings import CHECKPOINT, LORA, names, page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.models import Model, ModelKind
    from bot.domain.ports import Edition
    from bot.engines.http import Request, Response

SOURCE = source_of("novita", "https://api.example")


@dataclass
class World:
    """An engine and a database, by a clock that a test turns."""

    now: datetime = datetime(2026, 11, 26, 12, tzinfo=UTC)
    store: MemoryModelStore = field(default_factory=MemoryModelStore)
    listed: dict[ModelKind, list[str]] = field(default_factory=dict)
    is_away: bool = False
    asked: int = 0
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    """Set as long as the engine answers at once."""

    def __post_init__(self) -> None:
        self.answers.set()

    async def send(self, request: Request, /) -> Response:
        self.asked += 1
        await self.answers.wait()
        if self.is_away:
            raise NetworkFaultError("reset")
        kind = next(kind for kind, name in FILTERS.items() if name == request.query["filter.types"])
        return page(*self.listed.get(kind, []), base_model="SD 1.5")

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def process(self, holder: str, *, alone: bool = False) -> Process:
        kept = Stock(self.store, SOURCE, holder, now=lambda: self.now, alone=alone)
        slept = list[float]()

        async def sleep(seconds: float) -> None:
            slept.append(seconds)
            raise EnoughError

        return Process(NovitaCatalogue(self.send, sleep=sleep, lists=QUICK, stock=kept), slept)


class EnoughError(Exception):
    """Ends a loop that has no end."""


@dataclass
class Process:
    catalogue: NovitaCatalogue
    slept: list[float]

    async def round(self) -> float:
        """Let one round pass; return the seconds to the next."""
        with pytest.raises(EnoughError):
            await self.catalogue.run()
        return self.slept[-1]

    def known(self, kind: ModelKind = CHECKPOINT) -> list[str]:
        return names(self.catalogue.suggest(kind, ""))


@pytest.fixture
def world() -> World:
    return World(listed={CHECKPOINT: ["b", "a"], LORA: ["ink", "film"]})


async def test_a_restart_knows_the_models_before_the_engine_answers(world: World) -> None:
    await world.process("first").round()
    world.is_away = True
    second = world.process("second", alone=True)
    await second.catalogue.recall()
    assert (second.known(), second.known(LORA)) == (["a", "b"], ["film", "ink"])
    assert (await second.catalogue.resolve(LORA, "INK.safetensors")).model
    assert second.catalogue.bases(CHECKPOINT) == ["SD 1.5"]
    assert await second.round() == min(RETRY_SECONDS, NEWS_SECONDS)
    assert (second.known(), second.known(LORA)) == (["a", "b"], ["film", "ink"])
    world.is_away = False
    world.listed[CHECKPOINT] = ["c"]
    await second.round()
    assert second.known() == ["c"]


async def test_one_process_asks_and_the_others_take_what_it_wrote(world: World) -> None:
    here, there = world.process("here"), world.process("there")
    await here.round()
    asked = world.asked
    assert await there.round() == NEWS_SECONDS
    assert there.known() == ["a", "b"]
    world.listed[CHECKPOINT] = ["a", "new"]
    world.pass_by(REFRESH_SECONDS)
    assert await there.round() == NEWS_SECONDS
    assert world.asked == 2 * asked
    await here.round()
    assert world.asked == 2 * asked
    assert here.known() == there.known() == ["a", "new"]


async def test_a_process_that_is_alone_asks_at_its_start(world: World) -> None:
    await world.process("before").round()
    asked, now = world.asked, world.process("now", alone=True)
    await now.round()
    await now.round()
    assert world.asked == 2 * asked


async def test_what_a_process_did_not_end_another_does_later(world: World) -> None:
    store, now = world.store, world.now
    assert await store.claim(SOURCE, "dead", now=now, until=now + HELD, before=now)
    there = world.process("there")
    assert await there.round() == NEWS_SECONDS
    assert world.asked == 0
    world.pass_by(HELD.total_seconds())
    await there.round()
    assert there.known() == ["b", "a"]


async def test_who_still_asks_is_left_to_it_however_long_it_takes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock, "HOLD_SECONDS", 0.0)
    world.answers.clear()
    here, there = world.process("here"), world.process("there")
    asking = asyncio.create_task(here.round())
    for _ in range(4):
        for _ in range(9):
            await asyncio.sleep(0)
        world.pass_by(HELD.total_seconds() / 2)
    asked = world.asked
    async with asyncio.timeout(30):
        assert await there.round() == NEWS_SECONDS
    assert world.asked == asked
    world.answers.set()
    await asking
    # And nobody says so of a round that is over.
    kept = world.store.kept[SOURCE]
    world.pass_by(REFRESH_SECONDS)
    await asyncio.sleep(0)
    assert kept.holder == ""


async def test_what_failed_is_asked_for_again_by_anybody(world: World) -> None:
    world.is_away = True
    assert await world.process("here").round() == RETRY_SECONDS
    world.is_away = False
    there = world.process("there")
    await there.round()
    assert there.known() == ["b", "a"]


async def test_a_list_that_shrinks_forgets_and_one_of_nothing_does_not(world: World) -> None:
    here = world.process("here")
    await here.round()
    world.listed = {CHECKPOINT: ["a"], LORA: []}
    world.pass_by(REFRESH_SECONDS)
    await here.round()
    assert (here.known(), here.known(LORA)) == (["a"], ["ink", "film"])
    there = world.process("there")
    await there.catalogue.recall()
    assert (there.known(), there.known(LORA)) == (["a"], ["film", "ink"])


async def test_a_list_of_nothing_is_never_written(world: World) -> None:
    await world.process("here").round()
    stock = Stock(world.store, SOURCE, "there", now=lambda: world.now)
    await stock.keep(LORA, Shelf())
    assert len((await world.store.load(SOURCE))[LORA]) == 2


async def test_an_engine_at_another_address_has_lists_of_its_own(world: World) -> None:
    await world.process("here").round()
    other = Stock(
        world.store, source_of("novita", "https://b.example"), "here", now=lambda: world.now
    )
    assert await other.recall(REFRESH_SECONDS) is None


class Broken(MemoryModelStore):
    @override
    async def edition(self, source: str) -> Edition:
        raise StoreError("away")

    @override
    async def save(self, source: str, kind: ModelKind, models: Sequence[Model]) -> int:
        raise StoreError("away")


async def test_a_database_that_is_away_keeps_no_engine_from_its_work(world: World) -> None:
    world.store = Broken()
    here = world.process("here")
    await here.catalogue.recall()
    await here.round()
    assert here.known() == ["b", "a"]


async def test_who_is_stopped_lets_others_ask(world: World) -> None:
    gate, begun = asyncio.Event(), asyncio.Event()
    send = world.send

    async def slow(request: Request, /) -> Response:
        begun.set()
        await gate.wait()
        return await send(request)

    kept = Stock(world.store, SOURCE, "here", now=lambda: world.now)
    running = asyncio.create_task(NovitaCatalogue(slow, lists=QUICK, stock=kept).run())
    await begun.wait()
    running.cancel()
    await asyncio.wait([running])
    there = world.process("there")
    await there.round()
    assert there.known() == ["b", "a"]
