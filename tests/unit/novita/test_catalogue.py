"""The catalogue: paging, what is kept, and answers at any moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.domain.models import Model, ModelKind
from bot.errors import InvalidOptionError, NetworkFaultError
from bot.novita.catalogue import REFRESH_SECONDS, RETRY_SECONDS, Catalogue
from tests.unit.novita.doubles import QUICK, Script, refused, reply

if TYPE_CHECKING:
    from bot.novita.wire import Request, Response

CHECKPOINT, LORA = ModelKind.CHECKPOINT, ModelKind.LORA


def listed(file: str, **changes: object) -> dict[str, object]:
    return {"name": "v1", "sd_name": file, "sd_name_in_api": file, "status": 1, **changes}


def page(*files: str, cursor: object = "", **changes: object) -> Response:
    models = [listed(file, **changes) for file in files]
    return reply({"models": models, "pagination": {"next_cursor": cursor}})


def names(models: list[Model]) -> list[str]:
    return [model.name for model in models]


def catalogue(send: Script) -> Catalogue:
    return Catalogue(send, lists=QUICK)


async def filled(*answers: Response | Exception, kind: ModelKind = CHECKPOINT) -> Catalogue:
    held = catalogue(Script(*answers))
    await held.refresh(kind)
    return held


async def test_a_page_is_asked_for_by_kind_from_the_start() -> None:
    send = Script(page("a"))
    await catalogue(send).refresh(LORA)
    assert send.sent[0].query == {
        "filter.types": "lora",
        "pagination.limit": "100",
        "pagination.cursor": "c_0",
    }


ENDS = [
    reply({"models": [listed("b")]}),
    reply({"models": [listed("b")], "pagination": None}),
    page("b", cursor=""),
    page("b", cursor=None),
    page("b", cursor="c_1"),
    page("b", cursor="c_0"),
]


@pytest.mark.parametrize("last", ENDS)
async def test_paging_ends_on_a_missing_empty_or_repeated_cursor(last: Response) -> None:
    send = Script(page("a", cursor="c_1"), last)
    held = catalogue(send)
    assert await held.refresh(CHECKPOINT)
    assert [sent.query["pagination.cursor"] for sent in send.sent] == ["c_0", "c_1"]
    assert names(held.suggest(CHECKPOINT, "")) == ["a", "b"]


async def test_paging_ends_on_an_empty_page() -> None:
    send = Script(page("a", cursor="c_1"), page(cursor="c_2"))
    await catalogue(send).refresh(CHECKPOINT)
    assert len(send.sent) == 2


async def test_paging_ends_even_when_cursors_never_do() -> None:
    asked = 0

    async def send(_: Request, /) -> Response:
        nonlocal asked
        asked += 1
        return page("a", cursor=f"c_{asked}")

    assert await Catalogue(send, lists=QUICK).refresh(CHECKPOINT)
    assert asked == 500


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


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        (ModelKind.CHECKPOINT, "file.safetensors"),
        (ModelKind.VAE, "file.safetensors"),
        (ModelKind.LORA, "api_name"),
        (ModelKind.EMBEDDING, "api_name"),
    ],
)
async def test_each_kind_is_sent_by_its_own_name(kind: ModelKind, sent: str) -> None:
    held = await filled(page("file.safetensors", sd_name_in_api="api_name"), kind=kind)
    assert names(held.suggest(kind, "")) == [sent]


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


async def test_pages_can_be_searched_as_they_arrive() -> None:
    gate, arrived = asyncio.Event(), asyncio.Event()

    async def send(request: Request, /) -> Response:
        if request.query["pagination.cursor"] == "c_0":
            return page("first", cursor="c_1")
        arrived.set()
        await gate.wait()
        return page("second")

    held = Catalogue(send, lists=QUICK)
    filling = asyncio.create_task(held.refresh(CHECKPOINT))
    await arrived.wait()
    assert names(held.suggest(CHECKPOINT, "")) == ["first"]
    gate.set()
    await filling
    assert names(held.suggest(CHECKPOINT, "")) == ["first", "second"]


@pytest.mark.parametrize("fault", [refused(403, "INVALID_API_KEY"), reply(b"<html>"), reply({})])
async def test_a_refresh_that_fails_keeps_the_old(fault: Response) -> None:
    held = catalogue(Script(page("old"), page("new", cursor="c_1"), fault))
    assert await held.refresh(CHECKPOINT)
    assert not await held.refresh(CHECKPOINT)
    assert held.find(CHECKPOINT, "old") is not None


async def test_a_refresh_forgets_what_is_no_longer_listed() -> None:
    held = catalogue(Script(page("old"), page("new")))
    await held.refresh(CHECKPOINT)
    await held.refresh(CHECKPOINT)
    assert names(held.suggest(CHECKPOINT, "")) == ["new"]
    assert held.find(CHECKPOINT, "old") is None


async def test_a_passing_fault_of_one_page_is_no_matter() -> None:
    held = await filled(page("a", cursor="c_1"), reply(b"", 503), NetworkFaultError("x"), page("b"))
    assert names(held.suggest(CHECKPOINT, "")) == ["a", "b"]


class EnoughError(Exception):
    """Ends a loop that has no end."""


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [(page("a"), REFRESH_SECONDS), (refused(403, "INVALID_API_KEY"), RETRY_SECONDS)],
)
async def test_all_kinds_are_refreshed_and_a_failure_is_retried_sooner(
    answer: Response, seconds: float
) -> None:
    waits: list[float] = []

    async def sleep(wait: float) -> None:
        waits.append(wait)
        if len(waits) == 2:
            raise EnoughError

    send = Script(answer)
    with pytest.raises(EnoughError):
        await Catalogue(send, sleep=sleep, lists=QUICK).run()
    assert waits == [seconds, seconds]
    assert [sent.query["filter.types"] for sent in send.sent[:4]] == [
        "checkpoint",
        "vae",
        "textualinversion",
        "lora",
    ]


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

    found = await Catalogue(send, lists=QUICK).resolve_checkpoint("rare", seconds=0.05)
    assert found.name == "rare"


async def test_the_log_of_a_refresh_has_fields_and_no_addresses() -> None:
    with structlog.testing.capture_logs() as logs:
        await filled(page("a"))
    assert logs == [
        {"event": "catalogue.refreshed", "log_level": "info", "models": "checkpoint", "count": 1}
    ]
