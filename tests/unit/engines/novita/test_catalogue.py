"""What the catalogue finds, in memory or by asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.models import ModelKind, Resolved
from bot.engine_errors import EngineError, NetworkFaultError
from tests.tables import each_row
from tests.unit.engines.novita.doubles import Script, refused, reply
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
    from bot.engines.http import Response


@each_row("typed", ["DREAM", "shaper_8", " dream ", "Night Edition", ""])
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


@each_row("odd", [{"status": 0}, {"status": "0"}, {"sd_name": None}, {"sd_name": ""}])
async def test_what_cannot_be_asked_for_is_left_out(odd: dict[str, object]) -> None:
    held = await filled(reply({"models": [listed("a"), {**listed("b"), **odd}, None, 7]}))
    assert names(held.suggest(CHECKPOINT, "")) == ["a"]


@each_row(
    "said, sdxl",
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


@each_row("wanted", ["Dream_8.safetensors", "dream_8", "DREAM_8.SafeTensors", " dream_8 "])
async def test_a_model_is_found_without_ending_and_case(wanted: str) -> None:
    held = await filled(page("Dream_8.safetensors", "dream_80.safetensors"))
    found = held.find(CHECKPOINT, wanted)
    assert found is not None
    assert found.name == "Dream_8.safetensors"
    assert held.find(CHECKPOINT, "dream") is None


@each_row("kind", ModelKind)
async def test_a_known_name_is_resolved_without_asking(kind: ModelKind) -> None:
    send = Script(page("Dream_8_93211", "dream_80_1"))
    held = catalogue(send)
    await held.refresh(kind)
    for wanted in ("dream_8_93211", "dream_8", "sd15/Dream_8 [8d6c]"):
        assert name_of(await held.resolve(kind, wanted)) == "Dream_8_93211"
    assert len(send.sent) == 1


async def test_an_unknown_name_is_asked_for_and_remembered() -> None:
    send = Script(page("rare_1.safetensors", "rare_10.safetensors", base_model="SDXL 1.0"))
    held = catalogue(send)
    resolved = await held.resolve(CHECKPOINT, " x\\Rare_1.ckpt [8d6c] ")
    assert resolved.model == held.find(CHECKPOINT, "rare_1")
    assert resolved.model is not None
    assert (resolved.model.name, resolved.model.is_sdxl) == ("rare_1.safetensors", True)
    assert [seen.query["filter.query"] for seen in send.sent] == ["Rare_1"]


async def test_of_a_very_long_name_the_beginning_is_asked_for() -> None:
    send = Script(page())
    assert await catalogue(send).resolve(LORA, "x" * 6000) == Resolved()
    assert len(send.sent[0].query["filter.query"]) == 100


async def test_pages_are_read_until_the_exact_name_or_the_end() -> None:
    send = Script(page("rare_1", cursor="c_1"), page("Rare_2", cursor="c_2"), page("rare"))
    assert name_of(await catalogue(send).resolve(LORA, "Rare_2")) == "Rare_2"
    assert len(send.sent) == 2
    send = Script(page("rare_1", cursor="c_1"), page("Rare_2", cursor="c_2"), page("x"))
    assert (await catalogue(send).resolve(LORA, "rare")).several == ("rare_1", "Rare_2")
    assert len(send.sent) == 3


@pytest.mark.parametrize("name", [".safetensors", " a/.pt "])
async def test_a_name_of_nothing_is_not_asked_for_which_would_list_everything(name: str) -> None:
    send = Script(page("rare"))
    assert await catalogue(send).resolve(LORA, name) == Resolved()
    assert send.sent == []


@each_row("answer", [page(), page("something_else"), page("rare", status=0)])
async def test_a_name_the_engine_does_not_have_comes_to_nothing(answer: Response) -> None:
    assert await catalogue(Script(answer)).resolve(CHECKPOINT, "rare") == Resolved()


async def test_near_names_are_told_of_what_it_does_not_have() -> None:
    answers = page("more_details_59655", "ink"), page(), page("add_detail_44319", "more_detail_1")
    held = catalogue(Script(*answers))
    await held.refresh(LORA)
    assert (await held.resolve(LORA, "more_detials")).near == ("more_details_59655",)
    resolved = await held.resolve(LORA, "more_detials")
    assert resolved.near == ("more_details_59655", "more_detail_1")


@each_row(
    "answer",
    [
        refused(403, "INVALID_API_KEY"),
        refused(404, "API_NOT_FOUND"),
        reply(b"<html>", 200),
        NetworkFaultError("x"),
    ],
)
async def test_a_name_that_cannot_be_asked_for_is_a_failure(answer: Response | Exception) -> None:
    with pytest.raises(EngineError):
        await catalogue(Script(answer)).resolve(CHECKPOINT, "rare")


def test_a_name_is_taken_as_typed_without_what_names_have_not_here() -> None:
    guessed = catalogue(Script()).guess(CHECKPOINT, " sdxl\\myXL.safetensors [8d6c] ")
    assert (guessed.name, guessed.is_sdxl) == ("myXL.safetensors", True)


def name_of(resolved: Resolved) -> str:
    assert resolved.model is not None
    return resolved.model.name
