"""Which images are like a remembered one, and how a list of them goes from server to server."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime

import pytest

from bot.domain.fingerprint import (
    BITS,
    LEAST_DETAIL,
    MOST,
    NOTHING,
    SIDE,
    UNTOLD,
    Fingerprint,
    RememberedImage,
    RememberedImages,
    allowance,
    detail,
)
from bot.domain.ids import GuildId, UserId
from bot.domain.moderation.fingerprint_file import read, write
from bot.errors import RefusedError
from tests.tables import each_row

DICE = random.Random(7)  # noqa: S311 - no secret
BUSY, OTHER, THIRD = (DICE.getrandbits(BITS) for _ in range(3))
STRIPES = sum(1 << bit for bit in range(0, BITS, 2))
COLUMNS = sum(0xFF << SIDE * row for row in range(SIDE))
ROWS = sum(0xFFFF << SIDE * row for row in range(0, SIDE, 2))


def entry(bits: int, number: int = 1, case: int | None = None) -> RememberedImage:
    return RememberedImage(
        number=number,
        guild_id=GuildId(9),
        bits=bits,
        by=UserId(1),
        at=datetime(2026, 1, 1, tzinfo=UTC),
        case_number=case,
    )


def changed(bits: int, count: int) -> int:
    for bit in DICE.sample(range(BITS), count):
        bits ^= 1 << bit
    return bits


def test_detail_counts_neighbours_that_differ_and_no_edge_wraps_around() -> None:
    assert detail(0) == detail(2**BITS - 1) == 0
    assert detail(STRIPES) == SIDE * (SIDE - 1)
    assert detail(COLUMNS) == SIDE
    assert detail(ROWS) == SIDE * (SIDE - 1)
    assert detail(1) == detail(1 << (BITS - 1)) == 2
    assert Fingerprint(COLUMNS, COLUMNS).is_plain
    assert not Fingerprint(STRIPES, 0).is_plain


def test_an_image_is_like_one_that_differs_in_few_bits_also_mirrored() -> None:
    remembered = RememberedImages([entry(OTHER, 4), entry(BUSY, 5)])
    most = allowance(BUSY)
    assert detail(BUSY) > 4 * most == 4 * 56
    assert allowance(0xFFFF5A5A << 32) == detail(0xFFFF5A5A << 32) // 4 < 20
    near, far = changed(BUSY, most), changed(BUSY, most + 1)
    assert remembered.like(Fingerprint(near, THIRD)) == 5
    assert remembered.like(Fingerprint(THIRD, near)) == 5
    assert remembered.like(Fingerprint(far, THIRD)) is None
    assert remembered.like(Fingerprint(OTHER, near)) == 4
    # What nobody could look at is like anything, where there is anything.
    assert remembered.like(None) == UNTOLD
    assert NOTHING.like(None) is None
    assert NOTHING.like(Fingerprint(BUSY, BUSY)) is None


def test_few_dots_are_not_like_a_blank_image() -> None:
    dots = sum(1 << SIDE * row + column for row in range(1, 16, 3) for column in range(1, 15, 3))
    assert detail(dots) == 4 * dots.bit_count() == 100
    remembered = RememberedImages([entry(dots), entry(dots ^ (2**BITS - 1))])
    assert remembered.like(Fingerprint(0, 0)) is None
    assert remembered.like(Fingerprint(2**BITS - 1, 2**BITS - 1)) is None
    assert remembered.like(Fingerprint(changed(dots, 6), 0)) == 1


def test_what_was_asked_is_known_and_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.domain.fingerprint.MOST", 2)
    remembered = RememberedImages([entry(BUSY)])
    for _ in range(2):
        asked = [remembered.like(Fingerprint(bits, 0)) for bits in (BUSY, OTHER, THIRD)]
        assert asked == [1, None, None]


def test_a_file_brings_the_bits_to_another_server_and_nothing_else() -> None:
    data = write([entry(BUSY, 4, case=3), entry(STRIPES, 5), entry(BUSY, 6)])
    assert json.loads(data)["images"][0] == {"bits": f"{BUSY:064x}", "case": 3}
    contents = read(data)
    assert (contents.bits, contents.unread) == ((BUSY, STRIPES), 0)


def test_what_a_file_holds_that_cannot_be_taken_is_counted() -> None:
    assert detail(COLUMNS) < LEAST_DETAIL
    odd = [f"{COLUMNS:064x}", "12", "g" * 64, 7, None]
    listed: list[object] = [*({"bits": it} for it in odd), "x", {}, {"bits": f"{BUSY:064X}"}]
    whole = {"darkroom_images": 1, "hash": "dhash-16", "images": listed}
    contents = read(json.dumps(whole).encode())
    assert (contents.bits, contents.unread) == ((BUSY,), 7)
    whole["images"] = [{"bits": f"{BUSY:064x}"}] * (MOST + 3)
    contents = read(json.dumps(whole).encode())
    assert (contents.bits, contents.unread) == ((BUSY,), 3)


@each_row(
    "data, code",
    [
        (b"\xff", "images.no_file"),
        (b"[" * 100_000, "images.no_file"),
        (b"[]", "images.no_file"),
        (b'{"darkroom_images": true, "images": []}', "images.no_file"),
        (b'{"darkroom_images": 1, "images": {}}', "images.no_file"),
        (b'{"darkroom_images": 2, "hash": "dhash-16", "images": []}', "images.newer_file"),
        (b'{"darkroom_images": 1, "hash": "phash", "images": []}', "images.newer_file"),
    ],
)
def test_what_is_no_such_file_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read(data)
    assert refused.value.text.code == code
