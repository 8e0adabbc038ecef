"""The protocol, from bytes: no network, no event loop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import engine_errors
from bot.engines.novita import failures
from bot.engines.novita.models import Balance, TaskResult, User
from bot.engines.novita.replies import read, read_submit
from bot.engines.words import clean
from tests.tables import each_row
from tests.unit.engines.novita.doubles import refused, reply

HTML = b"<html><body>502 Bad Gateway</body></html>"


@each_row("reason, kind", [(name, kind) for name, kind in failures.REASONS.items()])
def test_a_reason_goes_before_the_status(
    reason: str, kind: type[engine_errors.EngineError]
) -> None:
    for status in (400, 403, 404, 429, 500, 503):
        with pytest.raises(engine_errors.EngineError) as caught:
            read(refused(status, reason), TaskResult)
        assert type(caught.value) is kind
        assert caught.value.status == status


STATUSES = [
    (301, engine_errors.RouteGoneError),
    (308, engine_errors.RouteGoneError),
    (400, engine_errors.RejectedRequestError),
    (401, engine_errors.BadKeyError),
    (402, engine_errors.NoBalanceError),
    (403, engine_errors.BadKeyError),
    (404, engine_errors.RouteGoneError),
    (408, engine_errors.ServerFaultError),
    (410, engine_errors.RouteGoneError),
    (422, engine_errors.RejectedRequestError),
    (429, engine_errors.RateLimitedError),
    (500, engine_errors.ServerFaultError),
    (502, engine_errors.ServerFaultError),
    (503, engine_errors.ServerFaultError),
    (504, engine_errors.ServerFaultError),
]


@each_row("body", [HTML, b"", b'{"code":', {"reason": "BRAND_NEW"}, {}, [], None])
@each_row("status, kind", STATUSES)
def test_a_status_decides_when_no_reason_does(
    status: int, kind: type[engine_errors.EngineError], body: object
) -> None:
    with pytest.raises(engine_errors.EngineError) as caught:
        read(reply(body, status), TaskResult)
    assert type(caught.value) is kind


@each_row("status", sorted({status for status, _ in STATUSES if status < 500} - {408}))
@each_row("body", [HTML, {"message": "no"}])
def test_a_submit_refused_with_a_status_below_500_made_no_task(status: int, body: object) -> None:
    with pytest.raises(engine_errors.EngineError) as caught:
        read_submit(reply(body, status))
    assert type(caught.value) is dict(STATUSES)[status]


@pytest.mark.parametrize("status", [500, 503])
def test_a_submit_refused_in_json_made_no_task(status: int) -> None:
    with pytest.raises(engine_errors.ServerFaultError):
        read_submit(refused(status, "BRAND_NEW"))


@each_row("reason", failures.REASONS)
@each_row("status", [400, 403, 500, 502])
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


@each_row("body, status", LOST)
def test_a_submit_whose_answer_names_no_task_and_no_refusal_is_lost(
    body: object, status: int
) -> None:
    with pytest.raises(engine_errors.ReplyLostError) as caught:
        read_submit(reply(body, status))
    assert caught.value.status == status


@each_row(
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
    (403, engine_errors.BadKeyError),
    (429, engine_errors.RateLimitedError),
    (500, engine_errors.ServerFaultError),
    (12345, engine_errors.RejectedRequestError),
]


@each_row("code, kind", CODES)
def test_a_code_in_a_successful_answer_refuses(
    code: int, kind: type[engine_errors.EngineError]
) -> None:
    for body in ({"code": code, "msg": "no"}, {"code": str(code), "msg": "no", "data": None}):
        with pytest.raises(engine_errors.EngineError) as caught:
            read_submit(reply(body))
        assert type(caught.value) is kind


@each_row(
    "body", [HTML, b"", b'{"task":{"task_id":"t1"', b"[]", b"{}", b'{"task":null}', b"[" * 5000]
)
def test_a_result_off_the_documentation_is_malformed_and_may_be_asked_again(body: bytes) -> None:
    with pytest.raises(engine_errors.MalformedReplyError) as caught:
        read(reply(body), TaskResult)
    assert caught.value.transient


@each_row(
    "header, seconds",
    [("7", 7.0), ("0.5", 0.5), ("120", 120.0), ("121", None), ("0", None), ("-1", None)]
    + [(odd, None) for odd in ("nan", "inf", "1e9", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", "")],
)
def test_a_senseless_retry_after_is_dropped(header: str, seconds: float | None) -> None:
    with pytest.raises(engine_errors.RateLimitedError) as caught:
        read(reply(b"", 429, retry_after=header), TaskResult)
    assert caught.value.retry_after == seconds


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
        except engine_errors.EngineError:
            continue
        assert status < 300


def test_money_may_be_quoted() -> None:
    assert read(reply({"availableBalance": "12345"}), Balance).available == 12345
    assert read(reply({"credit_balance": 10}), User).credit_balance == 10


@each_row(
    "body, told",
    [
        ({"message": "invalid steps: must be <= 100"}, "invalid steps: must be <= 100"),
        (
            {"message": "invalid body", "metadata": {"request.steps": "must be <= 100"}},
            "invalid body; request.steps: must be <= 100",
        ),
        ({"message": "see https://novita.ai/x?key=1"}, "see …"),
        ({"message": "no /srv/models/a.safetensors here"}, "no … here"),
        ({"message": "w" * 900}, "w" * 200),
        ({"metadata": {"trace": 5}}, "INVALID_REQUEST_BODY"),
    ],
)
def test_a_refused_field_is_told_in_the_engines_own_words(
    body: dict[str, object], told: str
) -> None:
    said = {"code": 400, "reason": "INVALID_REQUEST_BODY", **body}
    with pytest.raises(engine_errors.RejectedRequestError) as caught:
        read_submit(reply(said, 400))
    assert caught.value.reason == told


def test_what_is_the_operators_business_is_told_by_its_name_alone() -> None:
    said = {"reason": "INVALID_API_KEY", "message": "the key sk_live_abc is not known"}
    with pytest.raises(engine_errors.BadKeyError) as caught:
        read_submit(reply(said, 401))
    assert caught.value.reason == "INVALID_API_KEY"
