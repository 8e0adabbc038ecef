"""From what was typed to a request: names as the catalogue spells them, defaults that bend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.limits import check_policy
from bot.domain.models import Model, ModelKind, Resolved
from bot.domain.policy import Policy
from bot.errors import InvalidOptionError
from bot.jobs.engines import Engines
from bot.jobs.requests import Requests
from bot.prompt.options import Options
from tests.unit.jobs.clock import LoopClock
from tests.unit.jobs.engine import ScriptedEngine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.request import GenerationRequest

SMALL = Policy(max_images=1, max_steps=10, max_pixels=256 * 256)


class FewModels:
    """A catalogue of one checkpoint and one LoRA."""

    def suggest(self, kind: ModelKind, typed: str, limit: int = 25) -> Sequence[Model]:
        return []

    def find(self, kind: ModelKind, name: str) -> Model | None:
        known = {ModelKind.CHECKPOINT: "Big.safetensors", ModelKind.LORA: "Detail"}
        spelled = known.get(kind, "")
        if spelled.casefold() != name.casefold():
            return None
        return Model(kind, spelled, spelled, is_sdxl=True)

    def default_checkpoint(self) -> Model | None:
        return None

    async def resolve(self, kind: ModelKind, name: str) -> Resolved:
        return Resolved(self.find(kind, name))

    def guess(self, kind: ModelKind, name: str) -> Model:
        return Model(kind, name, name)


async def built(text: str, slash: Options | None = None, *, policy: Policy) -> GenerationRequest:
    clock = LoopClock()
    engine = ScriptedEngine(clock)
    engine.catalogue = FewModels()
    requests = Requests(Engines(engine, clock), "unlisted.safetensors")
    return (await requests.build(text, slash or Options(), policy.maxima)).request


async def test_where_nothing_is_limited_the_defaults_are_whole() -> None:
    request = await built("a cat", policy=Policy())
    assert (request.steps, request.width, request.height) == (20, 512, 512)


@pytest.mark.parametrize("text", ["a cat", "a cat --model big.safetensors", "a cat --ar 9:16"])
async def test_defaults_bend_to_what_the_place_allows(text: str) -> None:
    request = await built(text, policy=SMALL)
    check_policy(request, SMALL)
    assert request.steps == 10
    assert (request.height > request.width) is ("9:16" in text)


@pytest.mark.parametrize(
    ("text", "slash", "option"),
    [
        ("a cat --steps 11", Options(), "steps"),
        ("a cat", Options(steps=20), "steps"),
        ("a cat\nNegative prompt: dogs\nSteps: 20, Sampler: Euler a", Options(), "steps"),
        ("a cat --size 512x512", Options(), "size"),
        ("a cat", Options(width=320), "size"),
        ("a cat --hires 1.5x", Options(), "hires"),
        ("a cat --n 2", Options(), "images"),
    ],
)
async def test_what_was_asked_for_stays_and_is_refused_by_its_name(
    text: str, slash: Options, option: str
) -> None:
    request = await built(text, slash, policy=SMALL)
    with pytest.raises(InvalidOptionError, match=f"^`{option}`"):
        check_policy(request, SMALL)


async def test_names_are_spelled_as_the_catalogue_does() -> None:
    request = await built("a cat <lora:detail:0.5> --model big.safetensors", policy=Policy())
    assert request.model == "Big.safetensors"
    assert [lora.name for lora in request.loras] == ["Detail"]
    assert (request.width, request.height) == (1024, 1024)
