"""The protocol, from bytes: no network, no event loop."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.domain.ports import TaskStatus, TaskView
from bot.novita import failures
from bot.novita.models import Balance, TaskResult, User
from bot.novita.replies import read, read_submit
from bot.novita.views import view
from bot.novita.words import clean
from tests.unit.novita.doubles import refused, reply

HTML = b"<html><body>502 Bad Gateway</body></html>"


def result(**changes: object) -> dict[str, Any]:
    task = {"task_id": "t1", "status": "TASK_STATUS_SUCCEED", "reason": ""}
    return {"extra": {"seed": "1"}, "task": task, "images": [], **changes}


def looked(body: object) -> TaskView:
    return view(read(reply(body), TaskResult))


@pytest.mark.parametrize(
    ("reason", "kind"), [(name, kind) for name, kind in failures.REASONS.items()]
)
def test_a_reason_goes_before_the_status(reason: str, kind: type[errors.EngineError]) -> None:
    for status in (400, 403, 404, 429, 500, 503):
        with pytest.raises(errors.EngineError) as caught:
            read(refused(status, reason), TaskResult)
        assert type(caught.value) is kind
        assert caught.value.status == status


STATUSES = [
    (301, errors.RouteGoneError),
    (308, errors.RouteGoneError),
    (400, errors.RejectedRequestError),
    (401, errors.BadKeyError),
    (402, errors.NoBalanceError),
    (403, errors.BadKeyError),
    (404, errors.RouteGoneError),
    (408, errors.ServerFaultError),
    (410, errors.RouteGoneError),
    (422, errors.RejectedRequestError),
    (429, errors.RateLimitedError),
    (500, errors.ServerFaultError),
    (502, errors.ServerFaultError),
    (503, errors.ServerFaultError),
    (504, errors.ServerFaultError),
]


@pytest.mark.parametrize("body", [HTML, b"", b'{"code":', {"reason": "BRAND_NEW"}, {}, [], None])
@pytest.mark.parametrize(("status", "kind"), STATUSES)
def test_a_status_decides_when_no_reason_does(
    status: int, kind: type[errors.EngineError], body: object
) -> None:
    with pytest.raises(errors.EngineError) as caught:
        read(reply(body, status), TaskResult)
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    "status", sorted({status for status, _ in STATUSES if status < 500} - {408})
)
@pytest.mark.parametrize("body", [HTML, {"message": "no"}])
def test_a_submit_refused_with_a_status_below_500_made_no_task(status: int, body: object) -> None:
    with pytest.raises(errors.EngineError) as caught:
        read_submit(reply(body, status))
    assert type(caught.value) is dict(STATUSES)[status]


@pytest.mark.parametrize("status", [500, 503])
def test_a_submit_refused_in_json_made_no_task(status: int) -> None:
    with pytest.raises(errors.ServerFaultError):
        read_submit(refused(status, "BRAND_NEW"))


@pytest.mark.parametrize("reason", failures.REASONS)
@pytest.mark.parametrize("status", [400, 403, 500, 502])
def test_a_submit_refused_for_a_known_reason_made_no_task(status: int, reason: str) -> None:
    with pytest.raises(failures.REASONS[reason]):
        read_submit(refused(status, reason))


LOST = [
    *((body, status) for body in (HTML, b"", b'{"code":5') for status in (500, 502, 503, 504)),
    *(({"message": "upstream"}, status) for status in (408, 502, 504, 520, 524)),
    *((body, 408) for body in (HTML, b"", {"reason": "BRAND_NEW"})),
    *((body, 200) for body in (HTML, b"", b'{"task_id":"ab', b"[]", b"null", b"{}", b"\xff\xfe")),
    *(({"task_id": value}, 200) for value in ("", None, 7, ["x"], "x" * 201)),
    ({"code": 0, "msg": "", "data": None}, 200),
    ({"code": 0, "msg": "", "data": {}}, 200),
    ({"code": 5, "msg": "odd", "data": {"task_id": "t"}}, 200),
    ({"task_id": "t", "message": "odd"}, 500),
]


@pytest.mark.parametrize(("body", "status"), LOST)
def test_a_submit_whose_answer_names_no_task_and_no_refusal_is_lost(
    body: object, status: int
) -> None:
    with pytest.raises(errors.ReplyLostError) as caught:
        read_submit(reply(body, status))
    assert caught.value.status == status


@pytest.mark.parametrize(
    "body",
    [
        {"task_id": "t1"},
        {"code": 0, "msg": "", "data": {"task_id": "t1"}},
        {"code": "0", "msg": "", "data": {"task_id": "t1"}},
        {"code": 200, "message": "ok", "task_id": "t1"},
        {"task_id": "t1", "code": None, "reason": "", "metadata": {}},
    ],
)
def test_a_task_id_is_read_from_either_shape(body: object) -> None:
    assert read_submit(reply(body)) == "t1"


CODES = [
    *((code, kind) for code, kind in failures.LEGACY_CODES.items()),
    (403, errors.BadKeyError),
    (429, errors.RateLimitedError),
    (500, errors.ServerFaultError),
    (12345, errors.RejectedRequestError),
]


@pytest.mark.parametrize(("code", "kind"), CODES)
def test_a_code_in_a_successful_answer_refuses(code: int, kind: type[errors.EngineError]) -> None:
    for body in ({"code": code, "msg": "no"}, {"code": str(code), "msg": "no", "data": None}):
        with pytest.raises(errors.EngineError) as caught:
            read_submit(reply(body))
        assert type(caught.value) is kind


@pytest.mark.parametrize(
    "body", [HTML, b"", b'{"task":{"task_id":"t1"', b"[]", b"{}", b'{"task":null}', b"[" * 5000]
)
def test_a_result_off_the_documentation_is_malformed_and_may_be_asked_again(body: bytes) -> None:
    with pytest.raises(errors.MalformedReplyError) as caught:
        read(reply(body), TaskResult)
    assert caught.value.transient


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("120", 120.0), ("121", None), ("0", None), ("-1", None)]
    + [(odd, None) for odd in ("nan", "inf", "1e9", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", "")],
)
def test_a_senseless_retry_after_is_dropped(header: str, seconds: float | None) -> None:
    with pytest.raises(errors.RateLimitedError) as caught:
        read(reply(b"", 429, retry_after=header), TaskResult)
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("status", "means"),
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


@pytest.mark.parametrize(
    ("sent", "seed"),
    [
        *[("392212448", 392212448), (7, 7), (7.0, 7), ("", None), (None, None), ("x", None)],
        *[(True, None), ([1], None), (4294967295, 4294967295)],
    ],
)
def test_a_seed_is_a_number_or_a_string_of_digits(sent: object, seed: int | None) -> None:
    assert looked(result(extra={"seed": sent})).seed == seed


@pytest.mark.parametrize(
    ("info", "seconds"),
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


@pytest.mark.parametrize(
    ("sent", "progress"),
    [(0, None), (None, None), (1, 1), ("42", 42), (99.9, 99), (250, 100), (-3, None), ("x", None)],
)
def test_progress_is_per_cent_when_any_is_reported(sent: object, progress: int | None) -> None:
    task = {"task_id": "t", "status": "TASK_STATUS_PROCESSING", "progress_percent": sent}
    assert looked(result(task=task)).progress == progress


@pytest.mark.parametrize(("sent", "seconds"), [(0, None), ("2.5", 2.5), (3, 3), (-1, None)])
def test_an_estimate_is_seconds_when_there_is_one(sent: object, seconds: float | None) -> None:
    task = {"task_id": "t", "status": "TASK_STATUS_QUEUED", "eta": sent}
    assert looked(result(task=task)).remaining == seconds


@pytest.mark.parametrize("images", [None, [], {}, "", 0])
def test_no_images_is_no_images_however_it_is_said(images: object) -> None:
    assert looked(result(images=images)).images == ()


def test_missing_lists_and_extra_are_no_matter() -> None:
    body = {"task": {"status": "TASK_STATUS_QUEUED"}}
    assert looked(body).status is TaskStatus.PENDING


@pytest.mark.parametrize("ttl", ["3600", 3600, "0", None])
def test_a_lifetime_may_be_of_any_type(ttl: object) -> None:
    images = [{"image_url": "https://x.test/1", "image_url_ttl": ttl}]
    assert [image.url for image in looked(result(images=images)).images] == ["https://x.test/1"]


def test_an_image_without_an_address_keeps_its_place() -> None:
    images = [None, {}, {"image_url": None}, {"image_url": "https://x.test/4"}]
    urls = [image.url for image in looked(result(images=images)).images]
    assert urls == ["", "", "", "https://x.test/4"]


@pytest.mark.parametrize(
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


@given(st.text(max_size=3000))
def test_the_engines_words_are_always_one_short_line(words: str) -> None:
    cleaned = clean(words)
    assert len(cleaned) <= 200
    assert all(char.isprintable() for char in cleaned)
    assert cleaned == cleaned.strip()


def test_a_long_message_is_not_read_to_its_end() -> None:
    assert clean(" " * 399 + "ab") == "a"


@given(st.binary(max_size=300), st.sampled_from([200, 204, 302, 400, 404, 429, 500, 502]))
def test_whatever_comes_is_a_task_or_one_of_our_errors(body: bytes, status: int) -> None:
    for function in (read_submit, lambda response: read(response, TaskResult)):
        try:
            function(reply(body, status))
        except errors.EngineError:
            continue
        assert status < 300


def test_money_may_be_quoted() -> None:
    assert read(reply({"availableBalance": "12345"}), Balance).available == 12345
    assert read(reply({"credit_balance": 10}), User).credit_balance == 10
