"""When a task has ended, and what of it may be known before."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.ports import TaskStatus
from bot.engines.horde import views
from bot.engines.horde.models import Check, Status, Warned
from bot.engines.horde.notes import NO_WORKER, of_warnings
from bot.texts.text import text
from tests.tables import each_row

RUNS: dict[str, Any] = {
    "done": False,
    "faulted": False,
    "finished": 0,
    "processing": 1,
    "waiting": 0,
    "restarted": 0,
    "wait_time": 12,
    "queue_position": 0,
    "kudos": 0.0,
    "is_possible": True,
}


def check(**changes: object) -> Check:
    return Check.model_validate(RUNS | changes)


def status(*generations: dict[str, Any], **changes: object) -> Status:
    said = {"done": True, "processing": 0, "finished": len(generations)}
    return Status.model_validate(RUNS | said | changes | {"generations": list(generations)})


def made(seed: object = "7", **changes: object) -> dict[str, Any]:
    return {"id": "g", "img": "https://r2.test/g.webp?X", "seed": seed, "censored": False} | changes


@each_row(
    "changes, has_ended",
    [
        ({}, False),
        ({"processing": 0, "waiting": 1}, False),
        ({"done": True, "processing": 0, "finished": 1}, True),
        ({"done": True, "processing": 0}, True),
        ({"done": True, "restarted": 2}, False),
        ({"done": True, "processing": 0, "waiting": 1}, False),
        ({"done": True, "processing": 0, "waiting": 1, "faulted": True}, True),
        ({"processing": 0, "finished": 2}, True),
        ({"processing": 0}, False),
        ({"done": True, "processing": None}, False),
        ({"done": True, "processing": "0", "waiting": "0"}, True),
        ({"faulted": "yes"}, False),
    ],
)
def test_done_is_believed_only_when_nothing_is_left(
    changes: dict[str, object], has_ended: bool
) -> None:
    assert views.has_ended(check(**changes)) is has_ended


def test_a_task_that_waits_tells_its_place_and_its_time() -> None:
    view = views.pending(check(processing=0, waiting=1, queue_position=4, is_possible=False))
    assert (view.status, view.place, view.remaining) == (TaskStatus.PENDING, 4, 11.5)
    assert view.notes == (NO_WORKER,)


@each_row("wait", [None, 0, -3, 10**9, "soon"])
def test_an_estimate_that_says_nothing_is_none(wait: object) -> None:
    assert views.pending(check(wait_time=wait)).remaining is None


def test_a_task_that_runs_has_no_place_and_tells_what_is_finished() -> None:
    view = views.pending(check(finished=1, processing=2, waiting=1, queue_position=3, kudos=12))
    assert (view.place, view.progress, view.cost) == (None, 25, 12)


def test_images_come_by_their_seeds() -> None:
    view = views.ended(status(made("9", id="b"), made("7", id="a"), made("8", id="c")))
    assert [image.seed for image in view.images] == [7, 8, 9]
    assert view.seed == 7


def test_an_image_that_is_listed_twice_is_one() -> None:
    seen = status(made("9", id="b"), made("7", id="a"), made("9", id="b"), made("8", id="c"))
    assert [image.seed for image in views.images_of(seen)] == [7, 8, 9]
    assert views.seeds_of(seen) == (7, 8, 9)


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_judgements_of_an_image_the_stricter_counts(turn: int) -> None:
    csam = [{"type": "censorship", "value": "csam"}]
    listed = [made(id="a"), made(id="a", censored=True), made(id="a", gen_metadata=csam)]
    for count, expected in ((2, (True, False)), (3, (True, True))):
        [image] = views.images_of(status(*listed[:count][::turn]))
        assert (image.is_placeholder, image.is_csam) == expected


def test_of_a_batch_from_one_seed_only_the_first_has_it() -> None:
    batch = [
        made(
            "7",
            id=name,
            img=f"https://r2.test/{name}",
            gen_metadata=[{"type": "batch_index", "value": index}],
        )
        for name, index in (("a", "2"), ("b", "0"), ("c", "1"))
    ]
    images = views.images_of(status(*batch))
    assert [image.seed for image in images] == [7, None, None]
    assert [image.url[-1] for image in images] == ["b", "c", "a"]


@each_row(
    "changes, flagged, csam",
    [
        ({}, False, False),
        ({"censored": None}, False, False),
        ({"censored": True}, True, False),
        ({"censored": "false"}, True, False),
        ({"censored": 0.5}, True, False),
        ({"gen_metadata": [{"type": "censorship", "value": "nsfw"}]}, True, False),
        ({"gen_metadata": [{"type": "censorship", "value": "csam"}]}, True, True),
        ({"gen_metadata": [{"type": "batch_index", "value": "csam"}]}, False, False),
        ({"gen_metadata": "nonsense"}, False, False),
    ],
)
def test_what_was_censored_is_a_placeholder_whatever_it_looks_like(
    changes: dict[str, object], flagged: bool, csam: bool
) -> None:
    [image] = views.images_of(status(made(**changes)))
    assert (image.is_flagged, image.is_placeholder, image.is_csam) == (flagged, flagged, csam)


@each_row("img", ["N/A", "", "UklGRg==", None, 7])
def test_what_is_no_address_is_none(img: object) -> None:
    [image] = views.images_of(status(made(img=img)))
    assert image.url == ""


@each_row("seed", ["-1", "x", None, 1.5])
def test_a_seed_that_is_none_is_not_told(seed: object) -> None:
    [image] = views.images_of(status(made(seed)))
    assert image.seed is None


def test_no_images_is_a_failure_that_says_how_often_it_was_tried() -> None:
    view = views.ended(status(restarted=2))
    assert (view.status, view.reason) == (TaskStatus.FAILED, "given up after 2 attempts")
    assert views.ended(status()).reason == ""


def test_what_images_were_made_without_is_told_once() -> None:
    lost = {"type": "lora", "value": "download_failed", "ref": "add_detail"}
    more = [
        {"type": "ti", "value": "download_failed", "ref": ""},
        {"type": "information", "value": "see_ref", "ref": "slow `today` see https://x.test/?key"},
        {"type": "aesthetic_score", "value": "7.2"},
    ]
    view = views.ended(status(made(gen_metadata=[lost, *more]), made("8", gen_metadata=[lost])))
    assert view.notes == (
        text("note.without_lora", name="`add_detail`"),
        text("note.without_embedding", name="`?`"),
        text("end.engine_says", detail="`slow 'today' see …`"),
    )


def test_warnings_are_told_by_our_options() -> None:
    codes = ["NoAvailableWorker", "StepsTooMany", "StepsTooFew", "SchedulerMismatch", "Odd", ""]
    notes = of_warnings(Warned(code=code, message="") for code in codes)
    assert notes == (
        NO_WORKER,
        text("note.unusual", option="steps"),
        text("note.unusual", option="sampler"),
        text("end.engine_says", detail="`Odd`"),
    )
