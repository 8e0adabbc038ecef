"""Mentions in a request: asked for beside the models, only where there are any, and never kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from typing_extensions import override

from bot.domain.models import Model, ModelKind
from bot.domain.policy import Maxima
from bot.jobs.engines import Engines
from bot.jobs.requests import Requests
from bot.prompt.mentions import Kind, Mention
from bot.prompt.options import Options
from tests.unit.jobs.clock import LoopClock
from tests.unit.jobs.engine import ScriptedEngine, Shelves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MIRA = Mention(Kind.MEMBER, "100000000000000123")


class SlowShelves(Shelves):
    """A catalogue that answers once ``released``."""

    def __init__(self, both: asyncio.Barrier) -> None:
        self._both = both

    @override
    async def resolve_checkpoint(self, name: str) -> Model:
        await self._both.wait()
        return Model(ModelKind.CHECKPOINT, name, name)


def requests(shelves: Shelves | None = None) -> Requests:
    clock = LoopClock()
    engine = ScriptedEngine(clock)
    engine.catalogue = shelves or Shelves()
    return Requests(Engines(engine, clock), "fox.safetensors")


async def test_without_anybody_who_tells_names_no_id_reaches_the_engine() -> None:
    text = f"a hat for <@{MIRA.id}> in <#5> --no <@&6>"
    request = (await requests().build(text, Options(), Maxima())).request
    assert (request.prompt, request.negative_prompt) == ("a hat for member in channel", "role")
    assert (request.prompt_read, request.negative_read) == ("a hat for @member in channel", "@role")


async def test_names_are_asked_for_while_the_engine_is_asked_for_a_model() -> None:
    both = asyncio.Barrier(2)

    async def names(wanted: Sequence[Mention]) -> Mapping[Mention, str]:
        await both.wait()
        return dict.fromkeys(wanted, "Mira")

    text = f"<@{MIRA.id}> --model other"
    async with asyncio.timeout(5):
        built = await requests(SlowShelves(both)).build(text, Options(), Maxima(), names)
    assert (built.request.prompt, built.request.mentions) == ("Mira", (0,))


async def test_nobody_is_asked_where_nobody_is_mentioned() -> None:
    async def names(wanted: Sequence[Mention]) -> Mapping[Mention, str]:
        raise AssertionError(wanted)

    text = "a fox <:owl:12> <t:0:d> @mira"
    built = await requests().build(text, Options(), Maxima(), names)
    assert built.request.prompt == "a fox owl 1 January 1970 @mira"
