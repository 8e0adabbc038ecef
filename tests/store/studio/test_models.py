from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.models import Model, ModelKind
from bot.domain.ports import Edition
from bot.store.studio.models import TOGETHER
from tests.store.builders import NOON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import ModelStore

LORA, CHECKPOINT = ModelKind.LORA, ModelKind.CHECKPOINT
SOURCE = "novita 1a2b"
MINUTE = timedelta(minutes=1)
FULL = Model(
    LORA,
    "add_détail",
    "add_détail · Détails 🐱",
    base_model="SD 1.5",
    is_sdxl=False,
    is_served=False,
    is_adult=True,
    workers=7,
    cover="https://images.example/a.jpeg",
    triggers=("more, details", "é"),
)


@pytest.fixture
def store(model_stores: Sequence[ModelStore]) -> ModelStore:
    return model_stores[0]


def many(count: int, label: str = "") -> list[Model]:
    return [Model(LORA, f"lora{number:05}", label or f"{number}") for number in range(count)]


async def test_what_is_saved_is_loaded_by_kind_and_name(model_stores: Sequence[ModelStore]) -> None:
    here, there = model_stores
    assert await there.load(SOURCE) == {}
    assert await here.edition(SOURCE) == Edition()
    plain = Model(LORA, "a", "a")
    assert await here.save(SOURCE, LORA, [plain, FULL]) == 2
    checkpoint = Model(CHECKPOINT, "a", "a", is_sdxl=True)
    assert await here.save(SOURCE, CHECKPOINT, [checkpoint]) == 1
    await here.save("comfyui 1", LORA, [Model(LORA, "other", "other")])
    assert await there.load(SOURCE) == {
        LORA: [plain, FULL],
        CHECKPOINT: [checkpoint],
    }
    assert (await there.edition(SOURCE)).version > 0


async def test_only_what_changed_is_written_and_what_vanished_goes(store: ModelStore) -> None:
    count = 2 * TOGETHER + 200
    listed = many(count)
    assert await store.save(SOURCE, LORA, listed) == count
    before = await store.edition(SOURCE)
    assert await store.save(SOURCE, LORA, listed) == 0
    assert await store.edition(SOURCE) == before
    fewer = [replace(listed[0], workers=3), *listed[2:]]
    assert await store.save(SOURCE, LORA, fewer) == 2
    assert (await store.edition(SOURCE)).version > before.version
    assert await store.load(SOURCE) == {LORA: fewer}
    assert await store.save(SOURCE, LORA, many(3)) == count - 1


async def test_text_that_no_database_takes_does_not_stop_the_rest(store: ModelStore) -> None:
    assert (
        await store.save(SOURCE, LORA, [Model(LORA, "b", "x\ud800y", triggers=("\0",)), FULL]) == 2
    )
    assert [model.name for model in (await store.load(SOURCE))[LORA]] == ["add_détail", "b"]


async def test_one_process_at_a_time_may_ask_and_nobody_too_soon(
    model_stores: Sequence[ModelStore],
) -> None:
    here, there = model_stores

    async def claim(store: ModelStore, who: str, minutes: float) -> bool:
        now = NOON + minutes * MINUTE
        return await store.claim(
            SOURCE, who, now=now, until=now + 15 * MINUTE, before=now - 60 * MINUTE
        )

    assert await claim(here, "here", 0)
    assert await claim(here, "here", 1)
    assert not await claim(there, "there", 15)
    await there.release(SOURCE, "there", asked_at=NOON)
    assert not await claim(there, "there", 15)
    assert await claim(there, "there", 16)
    await there.release(SOURCE, "there", asked_at=None)
    assert await claim(here, "here", 17)
    await here.release(SOURCE, "here", asked_at=NOON + 17 * MINUTE)
    assert (await there.edition(SOURCE)).asked_at == NOON + 17 * MINUTE
    assert not await claim(here, "here", 76)
    assert await claim(there, "there", 77)
    # A clock that was set back by a day makes nobody wait for a day.
    await there.release(SOURCE, "there", asked_at=NOON + 77 * MINUTE)
    assert await claim(here, "here", -1440)
    assert await claim(there, "there", -2880)
