"""Mentions in a request: asked for beside the models, only where there are any, and never kept."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bot.domain.models import Model, ModelKind, Resolved
from bot.domain.policy import Policy
from bot.jobs.engines import Engines
from bot.jobs.requests import Requests
from bot.prompt.mentions import Kind, Mention
from bot.prompt.options import Options, Parsed
from tests.unit.jobs.clock import LoopClock
from tests.unit.jobs.engine import ScriptedEngine, Shelves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SLASH = Parsed(Options())
ANYTHING = Policy()
MIRA = Mention(Kind.MEMBER, "100000000000000123")


class SlowShelves(Shelves):
    """A catalogue that answers once ``released``."""

    def __init__(self, both: asyncio.Barrier) -> None:
        super().__init__()
        self._both = both

    @override
    async def resolve(self, kind: ModelKind, name: str) -> Resolved:
        await self._both.wait()
        return Resolved(Model(kind, name, name))


def requests(shelves: Shelves | None = None) -> Requests:
    clock = LoopClock()
    engine = ScriptedEngine(clock)
    engine.catalogue = shelves or Shelves()
    return Requests(Engines(engine, clock, default_model="fox.safetensors"))


async def test_without_anybody_who_tells_names_no_id_reaches_the_engine() -> None:
    text = f"a hat for <@{MIRA.id}> in <#5> --no <@&6>"
    request = (await requests().build(text, SLASH, ANYTHING)).request
    assert (request.prompt, request.negative_prompt) == ("a hat for member in channel", "role")
    assert (request.prompt_read, request.negative_read) == ("a hat for @member in channel", "@role")


async def test_names_are_asked_for_while_the_engine_is_asked_for_a_model() -> None:
    both = asyncio.Barrier(2)

    async def names(wanted: Sequence[Mention]) -> Mapping[Mention, str]:
        await both.wait()
        return dict.fromkeys(wanted, "Mira")

    text = f"<@{MIRA.id}> --model other"
    async with asyncio.timeout(5):
        built = await requests(SlowShelves(both)).build(text, SLASH, ANYTHING, names)
    assert (built.request.prompt, built.request.mentions) == ("Mira", (0,))


async def test_nobody_is_asked_where_nobody_is_mentioned() -> None:
    async def names(wanted: Sequence[Mention]) -> Mapping[Mention, str]:
        raise AssertionError(wanted)

    text = "a fox <:owl:12> <t:0:d> @mira"
    built = await requests().build(text, SLASH, ANYTHING, names)
    assert built.request.prompt == "a fox owl 1 January 1970 @mira"


async def test_a_name_in_a_pasted_block_is_no_adjustment() -> None:
    text = f"<@{MIRA.id}> Negative prompt: <@&6> Steps: 20, Sampler: Euler a, CFG scale: 7"
    built = await requests().build(text, SLASH, ANYTHING)
    assert (built.request.prompt, built.request.negative_prompt) == ("member", "role")
    assert not built.notes


@pytest.mark.parametrize("length", range(1000, 1030))
@pytest.mark.parametrize("between", ["", " ", ", "])
async def test_a_negative_prompt_that_is_cut_ends_before_a_mention(
    length: int, between: str
) -> None:
    rain = ("rain" * 300)[: length - len(between)] + between
    text = f"a fox\nNegative prompt: {rain}<@{MIRA.id}>, fog\nSteps: 20, Sampler: Euler a"
    negative = (await requests().build(text, SLASH, ANYTHING)).request.negative_prompt
    assert "1000" not in negative
    assert negative.startswith("rain" * 249)


@pytest.mark.parametrize(
    "text",
    [
        f"a fox --model <@{MIRA.id}> --emb <#{MIRA.id}> --vae <@&{MIRA.id}>",
        f"a fox <lora:<@{MIRA.id}>:1> --lora <@&{MIRA.id}>",
        f"a fox\nSteps: 20, Sampler: Euler a, Model: <@{MIRA.id}>, VAE: <@&{MIRA.id}>",
    ],
)
async def test_no_model_is_looked_up_by_an_id(text: str) -> None:
    asked: list[str] = []

    class Asked(Shelves):
        @override
        async def resolve(self, kind: ModelKind, name: str) -> Resolved:
            asked.append(name)
            return Resolved(Model(kind, name, name))

    slash = Parsed(Options(embeddings=(f"<@{MIRA.id}>",)))
    built = await requests(Asked()).build(text, slash, ANYTHING)
    assert asked
    assert MIRA.id not in f"{asked} {built.request}"
