"""The image store: who may download, and what may be wrong with a download."""

from __future__ import annotations

import io
import warnings
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from bot.playground.novita.knobs import ImageFault
from bot.playground.novita.signing import Signature, Signer
from tests.tables import each_row
from tests.unit.playground_novita.caller import body_of

if TYPE_CHECKING:
    from bot.playground.novita.server import NovitaStandIn
    from tests.unit.playground_novita.caller import Caller, Reply

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def fields(signer: Signer, path: str = "/images/a", expires_s: int = 3600) -> dict[str, str]:
    query = signer.query(path, now=NOW, expires_s=expires_s)
    return {key: values[0] for key, values in parse_qs(query).items()}


def test_a_link_is_good_until_it_expires() -> None:
    signer = Signer(b"x")
    query, end = fields(signer), NOW + timedelta(seconds=3600)
    assert signer.check("/images/a", query, now=end - timedelta(seconds=1)) is Signature.GOOD
    assert signer.check("/images/a", query, now=end) is Signature.EXPIRED


@each_row(
    "path, change, verdict",
    [
        ("/images/b", {}, Signature.WRONG),
        ("/images/a", {"X-Amz-Expires": "999999"}, Signature.WRONG),
        ("/images/a", {"X-Amz-Date": "20990101T000000Z"}, Signature.WRONG),
        ("/images/a", {"X-Amz-Signature": "00"}, Signature.WRONG),
    ],
)
def test_a_link_that_was_changed_is_wrong(
    path: str, change: dict[str, str], verdict: Signature
) -> None:
    signer = Signer(b"x")
    assert signer.check(path, fields(signer) | change, now=NOW) is verdict


def test_a_link_without_signature_is_told_apart() -> None:
    assert Signer(b"x").check("/images/a", {}, now=NOW) is Signature.MISSING


async def test_a_link_has_the_form_of_the_vendors(caller: Caller, stand_in: NovitaStandIn) -> None:
    link = urlsplit((await caller.result_of(body_of()))["images"][0]["image_url"])
    task = stand_in.tasks[0]
    assert link.path.startswith(f"/images/prod/{task.task_id}/")
    assert len(link.path.rpartition("/")[2]) == len("0" * 32 + ".jpeg")
    query = parse_qs(link.query)
    assert query["X-Amz-Expires"] == ["3600"]
    assert query["X-Amz-SignedHeaders"] == ["host"]


@pytest.mark.parametrize("ending", ["", "?X-Amz-Signature=00"])
async def test_a_link_without_its_signature_is_refused_in_xml(caller: Caller, ending: str) -> None:
    url = (await caller.result_of(body_of()))["images"][0]["image_url"]
    reply = await caller.fetch(url.partition("?")[0] + ending)
    assert (reply.status, reply.content[:5]) == (403, b"<?xml")


async def test_a_key_is_refused_with_400(caller: Caller) -> None:
    url = (await caller.result_of(body_of()))["images"][0]["image_url"]
    reply = await caller.fetch(url, headers={"Authorization": "Bearer sk_playground"})
    assert (reply.status, b"InvalidArgument" in reply.content) == (400, True)


async def test_an_expired_link_is_refused_and_the_next_read_gives_a_fresh_one(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.knobs.url_expires_s = 0
    result = await caller.result_of(body_of())
    stale = await caller.fetch(result["images"][0]["image_url"])
    assert (stale.status, b"expired" in stale.content) == (403, True)
    stand_in.knobs.url_expires_s = 60
    again = await caller.ended(result["task"]["task_id"])
    assert (await caller.fetch(again["images"][0]["image_url"])).status == 200


async def test_what_is_not_there_is_refused_like_what_is(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    reply = await caller.fetch(f"{stand_in.url}/images/prod/nothing/name.jpeg")
    assert (reply.status, b"AccessDenied" in reply.content) == (403, True)


async def test_links_may_lead_elsewhere(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.image_base_url = "http://10.0.0.1"
    result = await caller.result_of(body_of())
    assert result["images"][0]["image_url"].startswith("http://10.0.0.1/images/prod/")


async def faulty(caller: Caller, fault: ImageFault) -> Reply:
    caller.stand_in.knobs.image_fault = fault
    url = (await caller.result_of(body_of()))["images"][0]["image_url"]
    return await caller.fetch(url)


async def test_a_truncated_image_cannot_be_decoded(caller: Caller) -> None:
    reply = await faulty(caller, ImageFault.TRUNCATED)
    image = Image.open(io.BytesIO(reply.content))
    with pytest.raises(OSError, match=r"(?i)truncated"):
        image.load()


@pytest.mark.parametrize(
    ("fault", "kind", "start"),
    [
        (ImageFault.HTML, "text/html", b"<!doctype"),
        (ImageFault.TEXT, "image/jpeg", b"not an image"),
        (ImageFault.EMPTY, "image/jpeg", b""),
        (ImageFault.LYING_TYPE, "image/gif", b"\xff\xd8\xff"),
        (ImageFault.HUGE_PIXELS, "image/png", b"\x89PNG"),
    ],
)
async def test_a_download_may_be_of_the_wrong_kind(
    caller: Caller, fault: ImageFault, kind: str, start: bytes
) -> None:
    reply = await faulty(caller, fault)
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith(kind)
    assert reply.content.startswith(start)
    assert len(reply.content) < 200_000


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp"])
async def test_an_animation_begins_with_the_picture_and_goes_on(
    caller: Caller, format_: str
) -> None:
    caller.stand_in.knobs.image_fault = ImageFault.ANIMATED
    body = body_of() | {"extra": {"response_image_type": format_}}
    url = (await caller.result_of(body))["images"][0]["image_url"]
    image = Image.open(io.BytesIO((await caller.fetch(url)).content))
    assert getattr(image, "n_frames", 1) == 2
    colours = []
    for frame in range(2):
        image.seek(frame)
        colours.append(image.convert("RGB").getpixel((64, 64)))
    assert colours[0] != colours[1]


async def test_a_jpeg_may_follow_a_picture_or_be_hidden_in_it(caller: Caller) -> None:
    for fault in (ImageFault.APPENDED, ImageFault.THUMBNAIL):
        reply = await faulty(caller, fault)
        assert Image.open(io.BytesIO(reply.content)).size == (128, 128)
        assert reply.content.count(b"\xff\xd8\xff") == 2


async def test_a_small_jpeg_may_be_much_work(caller: Caller) -> None:
    reply = await faulty(caller, ImageFault.MANY_SCANS)
    assert reply.content.count(b"\xff\xda") > 1000
    assert len(reply.content) < 100_000
    assert Image.open(io.BytesIO(reply.content)).size == (4000, 4000)


async def test_a_download_may_drip(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.image_fault = ImageFault.DRIP
    stand_in.knobs.drip_pause_s = 0.01
    url = (await caller.result_of(body_of()))["images"][0]["image_url"]
    async with caller.session.get(url) as reply:
        assert reply.headers["Content-Length"] == str(64 * 1024 * 1024)
        assert await reply.content.readexactly(3) == b"\xff\xd8\xff"
        reply.close()
    await stand_in.wait_until(lambda s: len(s.tasks[0].downloads) == 1, 2)
    assert stand_in.tasks[0].downloads[0].status is None


async def test_the_huge_png_declares_its_size(caller: Caller) -> None:
    reply = await faulty(caller, ImageFault.HUGE_PIXELS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        previous, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            assert Image.open(io.BytesIO(reply.content)).size == (30_000, 30_000)
        finally:
            Image.MAX_IMAGE_PIXELS = previous


@pytest.mark.parametrize(
    ("fault", "declared"), [(ImageFault.HUGE_LENGTH, "200000000"), (ImageFault.HUGE_BODY, None)]
)
async def test_a_huge_file_is_announced_or_not(
    caller: Caller, stand_in: NovitaStandIn, fault: ImageFault, declared: str | None
) -> None:
    stand_in.knobs.image_fault = fault
    url = (await caller.result_of(body_of()))["images"][0]["image_url"]
    async with caller.session.get(url) as reply:
        assert reply.headers.get("Content-Length") == declared
        received = 0
        async for piece in reply.content.iter_any():
            received += len(piece)
            if received > 3_000_000:
                break
        assert received > 3_000_000
        reply.close()
    await stand_in.wait_until(lambda s: len(s.tasks[0].downloads) == 1, 2)
    assert stand_in.tasks[0].downloads[0].status is None


@pytest.mark.parametrize(
    ("fault", "start"),
    [(ImageFault.REDIRECT_AWAY, "http://localhost:"), (ImageFault.REDIRECT_HOME, "/elsewhere/")],
)
async def test_a_redirect_leads_where_it_is_noticed(
    caller: Caller, stand_in: NovitaStandIn, fault: ImageFault, start: str
) -> None:
    reply = await faulty(caller, fault)
    place = reply.headers["Location"]
    assert (reply.status, place.startswith(start)) == (302, True)
    await caller.fetch(stand_in.url + place if place[0] == "/" else place)
    assert stand_in.requests[-1].route == "elsewhere"


async def test_a_link_may_be_refused_once(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.image_fault = ImageFault.EXPIRED_ONCE
    result = await caller.result_of(body_of())
    again = await caller.ended(result["task"]["task_id"])
    links = [entry["images"][0]["image_url"] for entry in (result, again)]
    assert [(await caller.fetch(link)).status for link in links] == [403, 200]
    assert [d.status for d in stand_in.tasks[0].downloads] == [403, 200]


async def test_one_image_of_a_batch_may_be_faulty(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.image_fault = lambda task, index: ImageFault.EMPTY if index == 1 else None
    result = await caller.result_of(body_of(image_num=3))
    sizes = [len((await caller.fetch(i["image_url"])).content) for i in result["images"]]
    assert [size > 0 for size in sizes] == [True, False, True]
