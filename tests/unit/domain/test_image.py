"""The seeds of images, and which files of a message stay."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.attachments import Kept, Plan, found, plan, posted
from bot.domain.event import Decision, EventKind
from bot.domain.image import (
    ImageFile,
    ImageSeed,
    SeedSource,
    event_of,
    is_seed,
    may_decide,
    seed_of,
    treated,
)
from bot.domain.request import ImageFormat
from bot.domain.verdict import Finding, Treatment, Verdict
from tests.store.builders import NOON, make_image
from tests.tables import each_row

LARGEST = 2**32 - 1


@each_row(
    "number, told, asked, seed",
    [
        (1, 7, -1, ImageSeed(7, SeedSource.TOLD)),
        (1, 7, 5, ImageSeed(7, SeedSource.TOLD)),
        (3, 7, 5, ImageSeed(9, SeedSource.DERIVED)),
        (1, None, 5, ImageSeed(5, SeedSource.ASKED)),
        (2, None, 5, ImageSeed(6, SeedSource.DERIVED)),
        (1, 0, 5, ImageSeed(0, SeedSource.TOLD)),
        (1, None, -1, ImageSeed(None, SeedSource.UNKNOWN)),
        (2, None, -1, ImageSeed(None, SeedSource.UNKNOWN)),
        (1, -1, 5, ImageSeed(5, SeedSource.ASKED)),
        (1, 2**64, -1, ImageSeed(None, SeedSource.UNKNOWN)),
        (1, LARGEST, -1, ImageSeed(LARGEST, SeedSource.TOLD)),
        (2, LARGEST, -1, ImageSeed(None, SeedSource.UNKNOWN)),
    ],
)
def test_the_seed_of_an_image_and_how_it_is_known(
    number: int, told: int | None, asked: int, seed: ImageSeed
) -> None:
    assert seed_of(number, told=told, asked=asked) == seed


@each_row("told, can_be", [(0, True), (LARGEST, True), (-1, False)])
def test_what_an_engine_tells_may_be_no_seed(told: int, can_be: bool) -> None:
    assert is_seed(told) is can_be


ROWS = [
    make_image(1, attachment_id=11),
    make_image(2, attachment_id=None),
    make_image(3, treatment=Treatment.HELD, file=None),
    make_image(4, attachment_id=14),
]


def test_what_discord_has_stays_and_the_rest_is_new() -> None:
    assert plan(ROWS) == Plan((Kept(11, "a-1.jpg"), Kept(14, "a-4.jpg")), (2,))


def test_a_swapped_image_is_new_and_its_neighbours_stay() -> None:
    file = ImageFile(name="a-1-blurred.jpg", format=ImageFormat.JPEG, size=10)
    rows = [treated(ROWS[0], Treatment.BLURRED, file), *ROWS[1:]]
    assert plan(rows) == Plan((Kept(14, "a-4.jpg"),), (1, 2))


def test_a_removed_image_is_neither_kept_nor_new() -> None:
    rows = [treated(ROWS[0], Treatment.REMOVED, None), ROWS[3]]
    assert plan(rows) == Plan((Kept(14, "a-4.jpg"),), ())


def test_a_message_that_was_taken_shows_all_files_whatever_of_them_was_told() -> None:
    rows = posted(ROWS, {"a-2.jpg": 22, "a-4.jpg": 44})
    assert [row.shown for row in rows] == [True, True, False, True]
    assert [_id(row.file) for row in rows] == [11, 22, None, 44]


def test_a_message_that_was_found_shows_what_it_shows() -> None:
    rows = found([replace(row, shown=False) for row in ROWS], {"a-2.jpg": 22, "other.jpg": 5})
    assert [row.shown for row in rows] == [False, True, False, False]
    assert _id(rows[1].file) == 22


def test_an_entry_tells_who_judged_by_which_numbers_and_nothing_that_nobody_said() -> None:
    verdict = Verdict(Finding.CLEAR, score=3.5, detector="d 1", detector_threshold=20)
    image = make_image()
    scored = replace(image, judged=replace(image.judged, verdict=verdict))
    details = event_of(scored, EventKind.JUDGED, Decision(at=NOON)).details
    assert {"score": 3.5, "detector": "d 1", "detector_threshold": 20}.items() <= details.items()
    assert not {"confidence", "threshold", "flagged"} & set(details)
    flagged = replace(image, judged=replace(image.judged, verdict=replace(verdict, flagged=True)))
    assert event_of(flagged, EventKind.JUDGED, Decision(at=NOON)).details["flagged"] is True


def test_what_the_engine_withholds_cannot_be_released() -> None:
    image = treated(make_image(), Treatment.REPLACED, None)
    kinds = (EventKind.SWAPPED, EventKind.SHOWN, EventKind.WITHHELD)
    assert [kind for kind in kinds if may_decide(image, kind)] == []


def _id(file: ImageFile | None) -> int | None:
    return None if file is None else file.attachment_id
