"""From what Novita says of a task to what the jobs know of it."""

from __future__ import annotations

from typing import Any

from bot.domain.ports import TaskStatus, TaskView
from bot.engines.novita.models import TaskResult
from bot.engines.novita.replies import read
from bot.engines.novita.views import view
from tests.tables import each_row
from tests.unit.engines.novita.doubles import reply


def result(**changes: object) -> dict[str, Any]:
    task = {"task_id": "t1", "status": "TASK_STATUS_SUCCEED", "reason": ""}
    return {"extra": {"seed": "1"}, "task": task, "images": [], **changes}


def looked(body: object) -> TaskView:
    return view(read(reply(body), TaskResult))


@each_row(
    "status, means",
    [
        ("TASK_STATUS_QUEUED", TaskStatus.PENDING),
        ("TASK_STATUS_PROCESSING", TaskStatus.PENDING),
        ("TASK_STATUS_SUCCEED", TaskStatus.SUCCEEDED),
        ("TASK_STATUS_FAILED", TaskStatus.FAILED),
        ("TASK_STATUS_UNKNOWN", TaskStatus.PENDING),
        ("TASK_STATUS_CANCELED", TaskStatus.PENDING),
        ("TASK_STATUS_SUCCEEDED", TaskStatus.PENDING),
        ("", TaskStatus.PENDING),
    ],
)
def test_a_status_that_is_not_known_is_still_running(status: str, means: TaskStatus) -> None:
    assert looked(result(task={"task_id": "t1", "status": status})).status is means


@each_row(
    "sent, seed",
    [
        *[("392212448", 392212448), (7, 7), (7.0, 7), ("", None), (None, None), ("x", None)],
        *[(True, None), ([1], None), (4294967295, 4294967295)],
    ],
)
def test_a_seed_is_a_number_or_a_string_of_digits(sent: object, seed: int | None) -> None:
    assert looked(result(extra={"seed": sent})).seed == seed


@each_row(
    "info, seconds",
    [
        ({"submit_time_ms": "1000", "complete_time_ms": "2500"}, 1.5),
        ({"submit_time_ms": 1000, "complete_time_ms": 2500}, 1.5),
        ({"submit_time_ms": "", "complete_time_ms": ""}, None),
        ({"submit_time_ms": "0", "complete_time_ms": "2500"}, None),
        ({"submit_time_ms": "2500", "complete_time_ms": "1000"}, None),
        ({"complete_time_ms": "nan", "submit_time_ms": "1"}, None),
        ({}, None),
        (None, None),
        ("", None),
    ],
)
def test_a_run_time_needs_both_ends(info: object, seconds: float | None) -> None:
    assert looked(result(extra={"debug_info": info})).run_seconds == seconds


@each_row(
    "sent, progress",
    [(0, None), (None, None), (1, 1), ("42", 42), (99.9, 99), (250, 100), (-3, None), ("x", None)],
)
def test_progress_is_per_cent_when_any_is_reported(sent: object, progress: int | None) -> None:
    task = {"task_id": "t", "status": "TASK_STATUS_PROCESSING", "progress_percent": sent}
    assert looked(result(task=task)).progress == progress


@each_row("sent, seconds", [(0, None), ("2.5", 2.5), (3, 3), (-1, None)])
def test_an_estimate_is_seconds_when_there_is_one(sent: object, seconds: float | None) -> None:
    task = {"task_id": "t", "status": "TASK_STATUS_QUEUED", "eta": sent}
    assert looked(result(task=task)).remaining == seconds


@each_row("images", [None, [], {}, "", 0])
def test_no_images_is_no_images_however_it_is_said(images: object) -> None:
    assert looked(result(images=images)).images == ()


def test_missing_lists_and_extra_are_no_matter() -> None:
    body = {"task": {"status": "TASK_STATUS_QUEUED"}}
    assert looked(body).status is TaskStatus.PENDING


@each_row("ttl", ["3600", 3600, "0", None])
def test_a_lifetime_may_be_of_any_type(ttl: object) -> None:
    images = [{"image_url": "https://x.test/1", "image_url_ttl": ttl}]
    assert [image.url for image in looked(result(images=images)).images] == ["https://x.test/1"]


def test_an_image_without_an_address_keeps_its_place() -> None:
    images = [None, {}, {"image_url": None}, {"image_url": "https://x.test/4"}]
    urls = [image.url for image in looked(result(images=images)).images]
    assert urls == ["", "", "", "https://x.test/4"]


@each_row(
    "sent",
    [None, {}, [], "no", {"valid": "true", "confidence": "99"}, {"valid": 1, "confidence": True}],
)
def test_a_detection_result_is_left_exactly_as_it_came(sent: object) -> None:
    images = [{"image_url": "https://x.test/1", "nsfw_detection_result": sent}]
    detection = looked(result(images=images)).images[0].detection
    assert (detection, type(detection)) == (sent, type(sent))


def test_a_missing_detection_result_is_none() -> None:
    assert looked(result(images=[{"image_url": "u"}])).images[0].detection is None


def test_a_failed_tasks_reason_is_one_clean_line() -> None:
    task = {"task_id": "t", "status": "TASK_STATUS_FAILED", "reason": "out\nof \x00memory  "}
    assert looked(result(task=task)).reason == "out of memory"
