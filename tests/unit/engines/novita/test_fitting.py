"""Whatever the engine sends fits the message, the database and the log, or is left out."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import engine_errors
from bot.engines.novita.models import TaskResult
from bot.engines.novita.replies import read, read_submit
from bot.engines.novita.views import view
from bot.engines.words import as_id, clean, is_id
from tests.tables import each_row
from tests.unit.engines.novita.doubles import reply

if TYPE_CHECKING:
    from bot.domain.ports import TaskView

MAX_SEED = 2**63 - 1

ANY_NUMBER = st.one_of(
    st.integers(), st.floats(), st.integers(10**40, 10**4200), st.booleans(), st.none()
)
ANYTHING = st.recursive(
    st.one_of(ANY_NUMBER, st.text(max_size=300), ANY_NUMBER.map(str)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner)),
    max_leaves=5,
)


def looked(body: object) -> TaskView:
    return view(read(reply(body), TaskResult))


def with_seed(raw: bytes) -> bytes:
    return b'{"task":{"status":"TASK_STATUS_SUCCEED"},"extra":{"seed":' + raw + b"}}"


@each_row(
    "raw, seed",
    [
        (b"0", 0),
        (b'"0"', 0),
        (str(MAX_SEED).encode(), MAX_SEED),
        (f'"{MAX_SEED}"'.encode(), MAX_SEED),
        (b'"9007199254740993"', 2**53 + 1),
        (str(MAX_SEED + 1).encode(), None),
        (f'"{MAX_SEED + 1}"'.encode(), None),
        (b"-1", None),
        (b'"-1"', None),
        (b"1e300", None),
        (b'"1e300"', None),
        (b"1e999", None),
        (b"NaN", None),
        (b"0.5", None),
        (b"9" * 4_000, None),
        (b'"' + b"9" * 4_000 + b'"', None),
        (b"9" * 5_000, None),
        (b'"' + b"9" * 5_000 + b'"', None),
        (b"9" * 1_000_000, None),
        (b"-" + b"9" * 5_000, None),
        ('"٣"'.encode(), 3),
        ('"²"'.encode(), None),
    ],
)
def test_a_seed_that_is_stored_is_exact_and_any_other_is_left_out(
    raw: bytes, seed: int | None
) -> None:
    assert looked(with_seed(raw)).seed == seed


def test_the_rest_of_a_reply_with_an_endless_number_is_read() -> None:
    body = b'{"task":{"status":"TASK_STATUS_SUCCEED","task_id":"t1","eta":' + b"9" * 5_000
    seen = looked(body + b'},"images":[{"image_url":"https://x.test/1"}]}')
    assert (seen.task_id, len(seen.images), seen.remaining) == ("t1", 1, None)


def test_an_endless_number_in_a_refusal_is_no_obstacle() -> None:
    with pytest.raises(engine_errors.RateLimitedError):
        read(reply(b'{"code":429,"message":' + b"9" * 5_000 + b"}", 429), TaskResult)


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING, ANYTHING, ANYTHING)
def test_every_number_of_a_task_is_sensible_or_left_out(
    seed: object, progress: object, eta: object, begun: object, done: object, name: object
) -> None:
    task = {"status": "x", "progress_percent": progress, "eta": eta, "task_id": name}
    info = {"submit_time_ms": begun, "complete_time_ms": done}
    body = json.dumps({"task": task, "extra": {"seed": seed, "debug_info": info}, "images": [{}]})
    seen = looked(body.encode())
    assert seen.seed is None or 0 <= seen.seed <= MAX_SEED
    assert seen.progress is None or 1 <= seen.progress <= 100
    for seconds in (seen.remaining, seen.run_seconds):
        assert seconds is None or (math.isfinite(seconds) and 0 <= seconds <= 86_400)
    assert is_id(seen.task_id) or not seen.task_id
    assert seen.images[0].task_id == seen.task_id


@each_row("key", ["progress_percent", "eta"])
@each_row("sent", [math.nan, math.inf, 1e300, -5, "1e300", "9" * 5_000, {}, "soon"])
def test_nonsense_about_what_is_left_is_left_out(key: str, sent: object) -> None:
    seen = looked({"task": {"status": "TASK_STATUS_PROCESSING", key: sent}})
    assert (seen.progress, seen.remaining) == (None, None)


ODD_IDS = ["t\0", "t 1", " t", "t\n", "t\x7f", "t\u2028", "t\u200b", "\t", "x" * 201, ""]


@each_row("odd", ODD_IDS)
@each_row("status", [200, 201])
def test_a_submit_that_is_answered_with_an_odd_id_is_lost(odd: str, status: int) -> None:
    for body in ({"task_id": odd}, {"code": 0, "msg": "", "data": {"task_id": odd}}):
        with pytest.raises(engine_errors.ReplyLostError):
            read_submit(reply(body, status))


@given(st.text(max_size=400))
def test_an_id_is_taken_exactly_or_not_at_all(words: str) -> None:
    body = reply(json.dumps({"task_id": words}).encode())
    try:
        assert read_submit(body) == words
    except engine_errors.ReplyLostError:
        assert not is_id(words)
    else:
        assert is_id(words)
        assert words.isprintable()
        assert words == "".join(words.split())
        assert 1 <= len(words) <= 200


@given(st.text(max_size=400))
def test_a_name_can_be_stored_and_never_becomes_another_tasks(words: str) -> None:
    name = as_id(words)
    assert is_id(name) or not words
    assert name == words or "…" in name


def test_a_megabyte_of_reason_becomes_a_line() -> None:
    task = {"status": "TASK_STATUS_FAILED", "reason": "no memory at https://x.test " * 40_000}
    seen = looked({"task": task})
    assert seen.reason.startswith("no memory at … no memory")
    assert len(seen.reason) <= 200


@each_row("key", ["reason", "message", "msg", "code"])
@each_row("status", [200, 400, 500])
def test_a_megabyte_in_a_refusal_becomes_a_line(key: str, status: int) -> None:
    body: dict[str, Any] = {"code": 7, "reason": "ODD", key: "?" * 1_000_000}
    with pytest.raises(engine_errors.EngineError) as caught:
        read(reply(body, status), TaskResult)
    assert len(str(caught.value)) < 500
    assert len(caught.value.reason) <= 200


@each_row("long", [" ", "?", "9", "-", "://", "sk_", "Bearer ", "\0"])
def test_nothing_long_is_searched(long: str) -> None:
    assert clean(long * 1_000_000) == clean(long * 400)
