"""Every engine knows after a restart what it listed before, and refuses nothing by that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.models import ModelKind
from bot.engine_errors import NetworkFaultError
from bot.engines.comfyui.opening import open_comfyui
from bot.engines.horde.catalogue import HordeCatalogue
from bot.engines.horde.spending import Spending
from bot.engines.sdapi.opening import open_sdapi
from bot.engines.stock import Stock
from bot.playground.comfyui.server import ComfyuiStandIn
from bot.playground.sdapi.server import SdapiStandIn
from tests.store.builders import NOON
from tests.store.memory import MemoryModelStore, MemoryRateBudget, MemoryResultStore
from tests.unit.engines.comfyui import doubles as comfyui
from tests.unit.engines.horde.stage import quick, staged
from tests.unit.engines.sdapi import builders as sdapi

CHECKPOINT, LORA = ModelKind.CHECKPOINT, ModelKind.LORA
NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def store() -> MemoryModelStore:
    return MemoryModelStore()


def stock(store: MemoryModelStore, *, minutes: int = 0, alone: bool = False) -> Stock:
    now = NOON + timedelta(minutes=minutes)
    return Stock(store, "an engine", f"{minutes}", now=lambda: now, alone=alone)


async def test_a_comfyui_that_is_away_keeps_its_lists(store: MemoryModelStore) -> None:
    async with (
        ComfyuiStandIn(comfyui.quick()) as server,
        open_comfyui(comfyui.options(server.url), stock(store)) as engine,
    ):
        assert await engine.catalogue.refresh()
        known = {kind: engine.catalogue.browse(kind) for kind in ModelKind}
        server.stock.lists["loras"].clear()
        assert await engine.catalogue.refresh()
        assert engine.catalogue.browse(LORA) == known[LORA] != []
        assert not engine.catalogue.knows(LORA)
        assert not engine.catalogue.lacks(LORA, "whatever")
    async with open_comfyui(comfyui.options(NOWHERE), stock(store)) as engine:
        held = engine.catalogue
        for kind, models in known.items():
            assert sorted(held.browse(kind), key=str) == sorted(models, key=str)
            assert not held.knows(kind)
            assert not held.lacks(kind, "whatever")
        assert held.default_checkpoint() in known[CHECKPOINT]
        with pytest.raises(NetworkFaultError):
            await held.resolve(LORA, "whatever")


async def test_a_web_ui_that_is_away_keeps_its_lists(store: MemoryModelStore) -> None:
    async with (
        SdapiStandIn(sdapi.quick()) as server,
        open_sdapi(sdapi.options(server.url), MemoryResultStore(), stock=stock(store)) as engine,
    ):
        await engine.catalogue.refresh()
        known = {kind: engine.catalogue.browse(kind) for kind in ModelKind}
        server.stock.loras.clear()
        await engine.catalogue.refresh()
        assert engine.catalogue.browse(LORA) == known[LORA] != []
    async with open_sdapi(
        sdapi.options(NOWHERE), MemoryResultStore(), stock=stock(store)
    ) as engine:
        held = engine.catalogue
        for kind, models in known.items():
            assert sorted(held.browse(kind), key=str) == sorted(models, key=str)
            assert not held.knows(kind)
        assert held.default_checkpoint() in known[CHECKPOINT]


async def test_a_horde_that_is_away_keeps_who_serves_what(store: MemoryModelStore) -> None:
    async def nobody(_: object, /) -> None:
        raise NetworkFaultError("away")

    def away(minutes: int) -> HordeCatalogue:
        spending = Spending(MemoryRateBudget(), lambda: NOON, nobody)
        return HordeCatalogue(nobody, spending, stock=stock(store, minutes=minutes))  # type: ignore[arg-type] # it answers nothing

    async with staged(quick()) as stage:
        held = stage.engine.catalogue
        held._stock = kept = stock(store)
        await kept.round(held.refresh, held._take, every=300.0, retry=60.0)
        known, workers = held.browse(CHECKPOINT), held.workers
    soon, later = away(1), away(10)
    for held in (soon, later):
        await held.recall()
        assert held.browse(CHECKPOINT) == known
        assert held.workers == workers
        assert held.default_checkpoint() in known
        assert held.find(CHECKPOINT, "Pastel Mix")
    # What was listed a minute ago is the list; what is older may have changed.
    assert soon.knows(CHECKPOINT)
    assert soon.lacks("whatever")
    assert not later.knows(CHECKPOINT)
    assert not later.lacks("whatever")
