"""What the catalogue finds, in memory or by asking."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.engine_errors import NetworkFaultError
from bot.engines.novita.catalogue import NovitaCatalogue
from bot.errors import InvalidOptionError
from tests.unit.engines.novita.doubles import QUICK, Script, refused, reply
from tests.unit.engines.novita.listings import (
    CHECKPOINT,
    LORA,
    catalogue,
    filled,
    listed,
    names,
    page,
)

if TYPE_CHECKING:
    from bot.engines.http import Request, Response


@pytest.mark.parametrize("typed", ["DREAM", "shaper_8", " dream ", "Night Edition", ""])
async def test_suggestions_contain_what_was_typed_in_any_case(typed: str) -> None:
    held = await filled(page("dreamShaper_8.safetensors", name="Night Edition"))
    assert names(held.suggest(CHECKPOINT, typed)) == ["dreamShaper_8.safetensors"]


async def test_suggestions_are_of_the_kind_asked_for_and_no_more_than_asked_for() -> None:
    held = await filled(page(*(f"m{number}" for number in range(60))))
    assert len(held.suggest(CHECKPOINT, "m")) == 25
    assert len(held.suggest(CHECKPOINT, "m", limit=3)) == 3
    assert held.suggest(CHECKPOINT, "x") == []
    assert held.suggest(LORA, "m") == []


async def test_a_lora_without_an_api_name_goes_by_its_file_without_ending() -> None:
    held = await filled(page("add_detail.safetensors", sd_name_in_api=None), kind=LORA)
    assert names(held.suggest(LORA, "")) == ["add_detail"]


@pytest.mark.parametrize(
    "odd", [{"status": 0}, {"status": "0"}, {"sd_name": None}, {"sd_name": ""}]
)
async def test_what_cannot_be_asked_for_is_left_out(odd: dict[str, object]) -> None:
    held = await filled(reply({"models": [listed("a"), {**listed("b"), **odd}, None, 7]}))
    assert names(held.suggest(CHECKPOINT, "")) == ["a"]


@pytest.mark.parametrize(
    ("said", "sdxl"),
    [
        ({"is_sdxl": True}, True),
        ({"base_model": "SDXL 1.0"}, True),
        ({"is_sdxl": False, "base_model": "SD 1.5"}, False),
        ({}, False),
    ],
)
async def test_a_model_says_whether_it_is_sdxl(said: dict[str, object], sdxl: bool) -> None:
    held = await filled(page("a", **said))
    assert held.suggest(CHECKPOINT, "")[0].is_sdxl is sdxl


@pytest.mark.parametrize(
    "wanted", ["Dream_8.safetensors", "dream_8", "DREAM_8.SafeTensors", " dream_8 "]
)
async def test_a_model_is_found_without_ending_and_case(wanted: str) -> None:
    held = await filled(page("Dream_8.safetensors", "dream_80.safetensors"))
    found = held.find(CHECKPOINT, wanted)
    assert found is not None
    assert found.name == "Dream_8.safetensors"
    assert held.find(CHECKPOINT, "dream") is None


async def test_a_known_checkpoint_is_resolved_without_asking() -> None:
    send = Script(page("Dream_8.safetensors"))
    held = catalogue(send)
    await held.refresh(CHECKPOINT)
    assert (await held.resolve_checkpoint("dream_8")).name == "Dream_8.safetensors"
    assert len(send.sent) == 1


async def test_an_unknown_checkpoint_is_asked_for_and_remembered() -> None:
    send = Script(page("rare_1.safetensors", "rare_10.safetensors", base_model="SDXL 1.0"))
    held = catalogue(send)
    found = await held.resolve_checkpoint(" Rare_1 ")
    assert (found.name, found.is_sdxl) == ("rare_1.safetensors", True)
    assert send.sent[0].query["filter.query"] == "Rare_1"
    assert held.find(CHECKPOINT, "rare_1") == found


@pytest.mark.parametrize("answer", [page(), page("something_else"), page("rare", status=0)])
async def test_a_checkpoint_the_engine_does_not_have_is_refused(answer: Response) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        await catalogue(Script(answer)).resolve_checkpoint("rare")
    assert caught.value.option == "model"


@pytest.mark.parametrize(
    "answer",
    [
        refused(403, "INVALID_API_KEY"),
        refused(404, "API_NOT_FOUND"),
        reply(b"<html>", 200),
        NetworkFaultError("x"),
    ],
)
async def test_a_checkpoint_that_cannot_be_asked_for_is_taken_as_typed(
    answer: Response | Exception,
) -> None:
    found = await catalogue(Script(answer)).resolve_checkpoint(" myXL.safetensors ")
    assert (found.name, found.is_sdxl) == ("myXL.safetensors", True)


async def test_a_checkpoint_whose_answer_is_late_is_taken_as_typed() -> None:
    async def send(_: Request, /) -> Response:
        await asyncio.Event().wait()
        return page()

    found = await NovitaCatalogue(send, lists=QUICK).resolve_checkpoint("rare", seconds=0.05)
    assert found.name == "rare"
