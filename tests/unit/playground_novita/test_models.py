"""The catalogue, its filters and its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest

from bot.playground.novita.models.additions import EMBEDDINGS
from bot.playground.novita.models.catalogue import catalogue
from bot.playground.novita.models.entry import Model
from tests.tables import each_row

if TYPE_CHECKING:
    from bot.playground.novita.server import NovitaStandIn
    from tests.unit.playground_novita.caller import Caller, Json


async def listed(caller: Caller, **query: str) -> Json:
    named = {key.replace("__", "."): value for key, value in query.items()}
    return (await caller.call("GET", "/v3/model", params=named)).json


async def all_names(caller: Caller, **query: str) -> list[str]:
    names, cursor = list[str](), "c_0"
    for _ in range(200):
        page = await listed(caller, pagination__cursor=cursor, **query)
        names += [model["sd_name"] for model in page["models"]]
        cursor = page["pagination"].get("next_cursor", "")
        if not cursor:
            return names
    raise AssertionError("paging does not end")


async def test_the_vendors_own_query_lists_every_embedding(caller: Caller) -> None:
    page = await listed(
        caller,
        filter__visibility="public",
        pagination__limit="100",
        pagination__cursor="c_0",
        filter__types="textualinversion",
        filter__source="civitai",
    )
    assert [model["sd_name"] for model in page["models"]] == list(EMBEDDINGS)
    assert len(EMBEDDINGS) == 31


@pytest.mark.parametrize("limit", ["1", "7", "20", "100"])
async def test_all_pages_together_are_the_catalogue_once(
    caller: Caller, stand_in: NovitaStandIn, limit: str
) -> None:
    names = await all_names(caller, pagination__limit=limit)
    assert names == [m.sd_name for m in stand_in.models if not m.is_inpainting]


async def test_offsets_are_cursors_too(caller: Caller) -> None:
    first = await listed(caller, pagination__limit="3")
    second = await listed(caller, pagination__limit="2", pagination__cursor="c_1")
    assert second["models"] == first["models"][1:]


@pytest.mark.parametrize("query", [{"pagination__limit": "0"}, {"pagination__limit": "101"},
                                   {"pagination__limit": "x"}, {"pagination__cursor": "c_!"},
                                   {"pagination__cursor": "c_WzEsMl0="}])  # fmt: skip
async def test_a_page_that_cannot_be_is_refused(caller: Caller, query: dict[str, str]) -> None:
    assert (await listed(caller, **query))["code"] == 400


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"filter__types": "lora", "filter__query": "DETAILS"}, ["more_details_59655.safetensors"]),
        ({"filter__types": "checkpoint", "filter__is_inpainting": "true", "filter__query": "dream"},
         ["dreamshaper_8Inpainting_94004.safetensors"]),
        ({"filter__types": "vae", "filter__is_sdxl": "true"},
         ["sdxl_vae.safetensors", "sdxl-vae-fp16-fix.safetensors"]),
        ({"filter__query": "no such model"}, []),
        ({"filter__visibility": "private"}, []),
        ({"filter__source": "training"}, []),
    ],
)  # fmt: skip
async def test_filters_choose(caller: Caller, query: dict[str, str], expected: list[str]) -> None:
    assert await all_names(caller, **query) == expected


async def test_an_entry_has_the_documented_fields(caller: Caller) -> None:
    page = await listed(caller, filter__query="add_detail")
    entry = page["models"][0]
    assert entry["sd_name_in_api"] == "add_detail_44319"
    assert entry["type"] == {"name": "lora", "display_name": "LoRA"}
    assert (entry["id"], entry["status"], entry["is_sdxl"]) == (44319, 1, False)
    assert len(entry["hash_sha256"]) == 10


@pytest.mark.parametrize(("end", "last"), [("empty", ""), ("missing", None), ("repeated", "c_0")])
async def test_the_last_page_ends_as_told(
    caller: Caller,
    stand_in: NovitaStandIn,
    end: Literal["empty", "missing", "repeated"],
    last: str | None,
) -> None:
    stand_in.knobs.paging_end = end
    page = await listed(caller, filter__types="vae", pagination__cursor="c_0")
    assert page["pagination"].get("next_cursor") == last


async def test_a_test_may_add_models(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.models.append(Model(5, "checkpoint", "mine.safetensors", visibility="private"))
    assert await all_names(caller, filter__visibility="private") == ["mine.safetensors"]


YOUTH = re.compile(
    r"young|teen|loli|shota|child|kid|girl|boy|minor|infant|toddler|baby|petite|school|student"
    r"|(?<![a-z])jk(?![a-z])|(?<![a-z])js(?![a-z])|preteen|underage|junior|daughter|little|tiny"
)
SEXUAL = re.compile(
    r"sex(?!l)|nude|naked|porn|hentai|throat|eros|erotic|nsfw|fetish|lewd|xxx|boob|ecchi"
)


def test_no_name_speaks_of_youth_or_sex() -> None:
    texts = [" ".join((m.sd_name, m.name, *m.tags)).lower() for m in catalogue()]
    assert [text for text in texts if YOUTH.search(text) or SEXUAL.search(text)] == []


@each_row("name", ["AS-YoungerV2.pt", "some_loli_mix.ckpt", "JK_style.pt"])
def test_a_name_that_speaks_of_youth_would_be_found(name: str) -> None:
    assert YOUTH.search(name.lower())


def test_ids_differ_and_the_examples_models_are_there() -> None:
    models = catalogue()
    assert len({model.number for model in models}) == len(models)
    names = {model.sd_name for model in models}
    assert len([m for m in models if m.kind == "checkpoint"]) >= 60
    assert {
        "sd_xl_base_1.0.safetensors",
        "majicmixRealistic_v6_65516.safetensors",
        "realisticVisionV51_v51VAE_94301.safetensors",
        "dreamshaper_8_93211.safetensors",
        "add_detail_44319.safetensors",
        "more_details_59655.safetensors",
    } <= names
