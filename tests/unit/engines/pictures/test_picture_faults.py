"""Which failures of a download are tried again, and what they mean in the end."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.engine_errors import ImageError
from bot.engines.pictures.fetching import ExpiredError
from tests.tables import each_row
from tests.unit.engines.pictures.image_store import Store, png, serving
from tests.unit.engines.pictures.images import image_file


@each_row("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_file_that_arrives_cut_off_is_fetched_again(kind: str) -> None:
    data = image_file(kind)
    store = Store(web.Response(body=data[:-30]), web.Response(body=data))
    async with serving(store) as fetch:
        assert (await fetch(store.url())).data == data
    assert len(store.requests) == 2


async def test_a_file_that_is_cut_off_at_the_same_place_each_time_is_given_up() -> None:
    store = Store(web.Response(body=image_file()[:-30]))
    async with serving(store) as fetch:
        with pytest.raises(ImageError, match="cut off") as caught:
            await fetch(store.url())
    assert not caught.value.transient
    assert len(store.requests) == 3


async def test_a_file_that_is_cut_off_elsewhere_each_time_may_be_had_later() -> None:
    store = Store(*(web.Response(body=image_file()[:-cut]) for cut in (30, 40, 50)))
    async with serving(store) as fetch:
        with pytest.raises(ImageError, match="cut off") as caught:
            await fetch(store.url())
    assert caught.value.transient


@each_row("status", [408, 425, 429, 500, 502, 503, 504, 522])
async def test_a_passing_status_is_tried_again(status: int) -> None:
    store = Store(web.Response(status=status), png())
    async with serving(store) as fetch:
        assert (await fetch(store.url())).width == 64


@pytest.mark.parametrize("fault", ["reset", "cut"])
async def test_a_download_that_broke_off_is_tried_again(fault: str) -> None:
    store = Store(fault, fault, png())
    async with serving(store) as fetch:
        assert (await fetch(store.url())).width == 64
    assert len(store.requests) == 3


@pytest.mark.parametrize("fault", ["silence", "drip"])
async def test_a_download_that_takes_too_long_is_given_up(fault: str) -> None:
    store = Store(fault)
    async with serving(store, seconds=0.5) as fetch:
        with pytest.raises(ImageError, match="TimeoutError") as caught:
            await fetch(store.url())
    assert caught.value.transient
    assert len(store.requests) == 3


@pytest.mark.parametrize("fault", ["reset", "cut"])
async def test_a_download_that_breaks_off_again_and_again_may_be_had_later(fault: str) -> None:
    store = Store(fault)
    async with serving(store) as fetch:
        with pytest.raises(ImageError) as caught:
            await fetch(store.url())
    assert caught.value.transient


@each_row("status", [408, 425, 429, 500, 502, 503, 504, 522])
async def test_an_image_that_a_server_cannot_give_just_now_may_be_had_later(status: int) -> None:
    store = Store(web.Response(status=status))
    async with serving(store) as fetch:
        with pytest.raises(ImageError) as caught:
            await fetch(store.url())
    assert (caught.value.status, caught.value.transient) == (status, True)
    assert len(store.requests) == 3


async def test_an_expired_address_is_its_own_error_and_not_repeated() -> None:
    store = Store(web.Response(status=403), png())
    async with serving(store) as fetch:
        with pytest.raises(ExpiredError):
            await fetch(store.url())
    assert len(store.requests) == 1


async def test_a_missing_address_may_be_had_afresh() -> None:
    async with serving(Store(png())) as fetch:
        with pytest.raises(ExpiredError):
            await fetch("")


@each_row("status", [204, 206, 304, 400, 401, 404, 410])
async def test_any_other_status_is_final(status: int) -> None:
    store = Store(web.Response(status=status), png())
    async with serving(store) as fetch:
        with pytest.raises(ImageError) as caught:
            await fetch(store.url())
    assert not caught.value.transient
    assert len(store.requests) == 1
