"""How the catalogue is filled: page by page, by kind, and anew."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.domain.models import ModelKind
from bot.engine_errors import NetworkFaultError
from bot.engines.novita.catalogue import REFRESH_SECONDS, RETRY_SECONDS, NovitaCatalogue
from tests.tables import each_row
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


@each_row("last", ENDS)
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

    assert await NovitaCatalogue(send, lists=QUICK).refresh(CHECKPOINT)
    assert asked == 500


@each_row(
    "kind, sent",
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


async def test_pages_can_be_searched_as_they_arrive() -> None:
    gate, arrived = asyncio.Event(), asyncio.Event()

    async def send(request: Request, /) -> Response:
        if request.query["pagination.cursor"] == "c_0":
            return page("first", cursor="c_1")
        arrived.set()
        await gate.wait()
        return page("second")

    held = NovitaCatalogue(send, lists=QUICK)
    filling = asyncio.create_task(held.refresh(CHECKPOINT))
    await arrived.wait()
    assert names(held.suggest(CHECKPOINT, "")) == ["first"]
    gate.set()
    await filling
    assert names(held.suggest(CHECKPOINT, "")) == ["first", "second"]


@each_row("fault", [refused(403, "INVALID_API_KEY"), reply(b"<html>"), reply({})])
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
        await NovitaCatalogue(send, sleep=sleep, lists=QUICK).run()
    assert waits == [seconds, seconds]
    assert [sent.query["filter.types"] for sent in send.sent[:4]] == [
        "checkpoint",
        "vae",
        "textualinversion",
        "lora",
    ]


async def test_the_log_of_a_refresh_has_fields_and_no_addresses() -> None:
    with structlog.testing.capture_logs() as logs:
        await filled(page("a"))
    assert logs == [
        {"event": "catalogue.refreshed", "log_level": "info", "models": "checkpoint", "count": 1}
    ]
