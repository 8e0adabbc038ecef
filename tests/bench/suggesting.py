"""How long a keystroke takes over a large catalogue, beside a plain substring scan of it."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
import tracemalloc
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.models import Model, ModelKind
from bot.domain.policy import Policy
from bot.engines.novita.catalogue import NovitaCatalogue
from bot.engines.shelf import Shelf, stocked
from bot.engines.stock import Stock, source_of
from bot.jobs.clock import SystemClock
from bot.jobs.suggesting import Suggesting, Wanted
from bot.store.opening import open_database
from bot.store.studio.models import SqlModelStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from bot.engines.http import Request, Response

COUNT = 30_000
ROUNDS = 20
SOURCE = source_of("novita", "https://bench.example")

WORDS = Path(__file__).with_name("words.txt").read_text("utf-8").split()
BASES = ("SD 1.5", "SDXL 1.0", "Pony", "Illustrious", "Flux.1 D")

TYPED = (
    *("", "a", "e", "1", "safetensors", "dream", "dreamshaper", "dremshaper", "add_detial"),
    *("jugernaut", "water colour style", "style watercolor x", "photogasm 5 xl", "zzzz"),
    *("x" * 5000, "ab" * 2500, "dream shaper real vision anime " * 160, "shapershaper" * 400),
)


def catalogue(count: int = COUNT) -> list[Model]:
    """Return as many names as a large engine has, of words that many of them share."""
    draw = random.Random(1)  # noqa: S311 - the same at each run
    return [_model(draw, number) for number in range(count)]


def _model(draw: random.Random, number: int) -> Model:
    words = draw.choices(WORDS, k=draw.randint(1, 4))
    own = "".join(draw.choice("bcdfgklmnprst") + draw.choice("aeiou") for _ in range(3))
    title = draw.choice("_ -").join([*words, own])
    name = f"{title.replace(' ', '')}_v{draw.randint(1, 9)}_{number}.safetensors"
    cover = f"https://images.example/{draw.getrandbits(128):032x}/width=450/{number}.jpeg"
    base = draw.choice(BASES)
    return Model(ModelKind.LORA, name, f"{name} · {title}", base_model=base, cover=cover)


async def suggesting() -> list[str]:
    """Keystrokes one after the other; then the lists kept, and known again after a start."""
    models, lines = await asyncio.to_thread(catalogue), list[str]()
    held = NovitaCatalogue(_nobody)
    held._shelves[ModelKind.LORA] = await asyncio.to_thread(stocked, models)
    search = Suggesting(lambda: held)
    async with _watched() as longest:
        took = [await _took(search, typed) for _ in range(ROUNDS) for typed in TYPED]
        block = longest()
    plain = sorted(_scan(models, typed) for _ in range(3) for typed in TYPED)
    took.sort()
    p50, p99 = took[len(took) // 2], took[len(took) * 99 // 100]
    middle = plain[len(plain) // 2]
    lines += [
        f"a keystroke, {COUNT:,} models  p50 {p50:.1f} ms, p99 {p99:.1f} ms   (p99 at most 50)",
        f"  beside a plain scan     p50 {p50 / middle:.2f} of its {middle:.1f} ms",
        f"  the loop's longest turn {block:.1f} ms",
    ]
    return lines + await _kept(models) + [await asyncio.to_thread(_memory)]


async def _took(search: Suggesting, typed: str) -> float:
    began = time.perf_counter()
    await search.models(Wanted(kind=ModelKind.LORA, typed=typed, policy=Policy()))
    return (time.perf_counter() - began) * 1e3


def _scan(models: Sequence[Model], typed: str) -> float:
    began, wanted = time.perf_counter(), typed.strip().casefold()
    _ = [model for model in models if wanted in model.label.casefold()][:25]
    return (time.perf_counter() - began) * 1e3


async def _kept(models: Sequence[Model]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}") as database:
            store = SqlModelStore(database)
            async with _watched() as longest:
                first, again = [
                    await _seconds(store.save(SOURCE, ModelKind.LORA, models)) for _ in range(2)
                ]
                stock = Stock(store, SOURCE, "bench", now=SystemClock().now)
                recalled = await _seconds(stock.recall(3600.0))
                block = longest()
    return [
        f"kept {first:.1f} s, unchanged {again:.1f} s, recalled {recalled:.1f} s",
        f"  the loop's longest turn {block:.1f} ms",
    ]


async def _seconds(act: Awaitable[object]) -> float:
    began = time.perf_counter()
    await act
    return time.perf_counter() - began


def _memory() -> str:
    tracemalloc.start()
    models = catalogue(COUNT // 10)
    shelf = Shelf(models)
    size = tracemalloc.get_traced_memory()[0] * 10 / 1e6
    tracemalloc.stop()
    return f"memory of {COUNT:,} models   {size:.0f} MB ({len(shelf)} measured)"


@asynccontextmanager
async def _watched() -> AsyncIterator[Callable[[], float]]:
    """Yield what tells the longest time in ms for which the loop could do nothing else."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0)
            await asyncio.sleep(0.001)
            longest = max(longest, (time.perf_counter() - began) * 1e3 - 1)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    try:
        yield lambda: longest
    finally:
        watching.cancel()


async def _nobody(_: Request, /) -> Response:
    raise AssertionError("nothing is asked")
