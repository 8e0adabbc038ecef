from __future__ import annotations

from dataclasses import replace

import pytest

from bot.playground.devtools.acts import MOST_EVENTS, QUIET_SECONDS, acts_of
from bot.playground.devtools.events import Act, Event, shortened
from bot.playground.glimpse import Glimpse, Kind
from tests.tables import each_row
from tests.unit.playground_devtools.values import (
    APPLICATION,
    TASK,
    call,
    deed,
    download,
    look,
    news,
    submit,
)

RUNS, DONE = "processing", "succeed"
ENGINE = "Novita"
CALLBACK = "/interactions/1/token-1/callback"
SAYS = {"type": 4, "data": {"flags": 64}}


def told(act: Act) -> list[str]:
    return [each.what for each in act.events]


def test_an_act_runs_from_the_command_to_the_last_edit() -> None:
    requests = [
        call("POST", CALLBACK, at=100.1, payload=SAYS),
        call("PATCH", f"{APPLICATION}/token-1/messages/@original", at=103.0),
    ]
    seen = [
        submit("a fox"),
        look(RUNS, at=101),
        look(DONE, at=102, is_end=True),
        download("a", at=102.5),
    ]
    (act,) = acts_of([deed(1)], requests, seen, engine=ENGINE, now=104)
    assert told(act) == ["command", "answer", "submit", "poll", "poll", "download", "edit"]


@each_row(
    "method, path, what",
    [
        ("POST", CALLBACK, "answer"),
        ("POST", f"{APPLICATION}/token-1", "follow-up"),
        ("PATCH", f"{APPLICATION}/token-1/messages/@original", "edit"),
        ("PATCH", f"{APPLICATION}/token-1/messages/501", "edit"),
        ("GET", f"{APPLICATION}/token-1/messages/501", "look"),
        ("DELETE", f"{APPLICATION}/token-1/messages/501", "delete"),
        ("PATCH", "/channels/7/messages/501", "edit"),
        ("DELETE", "/channels/7/messages/501", "delete"),
    ],
)
def test_what_names_the_token_or_the_message_belongs_to_the_act(
    method: str, path: str, what: str
) -> None:
    (act,) = acts_of([deed(1)], [call(method, path)], [], engine=ENGINE, now=101)
    assert told(act) == ["command", what]


@each_row(
    "path",
    [
        "/gateway/bot",
        "/channels/7/messages",
        "/channels/7/messages/999",
        f"{APPLICATION}/token-2",
        "/interactions/2/token-2/callback",
    ],
)
def test_what_names_neither_belongs_to_no_act(path: str) -> None:
    (act,) = acts_of([deed(1)], [call("POST", path)], [], engine=ENGINE, now=101)
    assert told(act) == ["command"]


def test_polls_that_are_told_the_same_are_one_event() -> None:
    looks = [look(RUNS, at=101), look(RUNS, at=102), look(RUNS, at=103), look(DONE, at=104)]
    (act,) = acts_of([deed(1)], [], [submit("a fox"), *looks], engine=ENGINE, now=105)
    polls = [(each.detail, each.times) for each in act.events if each.what == "poll"]
    assert polls == [("processing", 3), ("succeed", 1)]


def test_polls_told_as_one_last_from_the_first_to_the_end_of_the_last() -> None:
    looks = [look(RUNS, at=101), look(RUNS, at=103)]
    (act,) = acts_of([deed(1)], [], [submit("a fox"), *looks], engine=ENGINE, now=105)
    assert act.events[-1].took == pytest.approx(2.02)


def test_looks_of_another_name_are_another_event() -> None:
    looks = [look(RUNS, at=101), replace(look(RUNS, at=102), name="status")]
    (act,) = acts_of([deed(1)], [], [submit("a fox"), *looks], engine=ENGINE, now=105)
    assert told(act)[2:] == ["poll", "status"]


def test_what_came_unasked_is_one_event_that_says_how_far_it_is() -> None:
    frames = [news("", at=101), news("step 1 of 20", at=102), news("", at=103)]
    looks = [look(RUNS, at=101.5)]
    (act,) = acts_of([deed(1)], [], [submit("a fox"), *frames, *looks], engine="ComfyUI", now=105)
    (frame,) = (each for each in act.events if each.what == "frame")
    assert (frame.source, frame.target, frame.status) == ("ComfyUI", "bot", None)
    assert (frame.detail, frame.times, frame.took) == ("step 1 of 20", 3, 2.0)


def test_a_request_whose_answer_is_to_come_lasts_until_now() -> None:
    sent = replace(submit("a fox", status=None), is_open=True)
    (act,) = acts_of([deed(1)], [], [sent], engine=ENGINE, now=sent.at + 3)
    event = act.to_json()["events"][1]
    assert (event["open"], event["took_ms"]) == (True, 3000)
    assert act.done is False


def test_a_cancel_is_part_of_the_act_and_its_end() -> None:
    cancel = Glimpse(kind=Kind.CANCEL, at=102, status=200, task_id=TASK)
    (act,) = acts_of([deed(1)], [], [submit("a fox"), cancel], engine="AI Horde", now=103)
    assert act.done is True
    assert (act.events[-1].what, act.events[-1].target) == ("cancel", "AI Horde")


def test_a_poll_before_the_engine_knows_the_task_says_so() -> None:
    (act,) = acts_of(
        [deed(1)],
        [],
        [submit("a fox"), look("not found", at=101, status=404)],
        engine=ENGINE,
        now=102,
    )
    assert (act.events[-1].detail, act.events[-1].status) == ("not found", 404)


def test_a_refused_submit_is_part_of_the_act() -> None:
    (act,) = acts_of(
        [deed(1)], [], [submit("a fox", task_id="", status=429)], engine=ENGINE, now=102
    )
    assert [(each.what, each.status) for each in act.events[1:]] == [("submit", 429)]


def test_an_image_that_is_fetched_again_keeps_its_number() -> None:
    fetched = [download("a", at=102, status=503), download("b", at=103), download("a", at=104)]
    (act,) = acts_of([deed(1)], [], [submit("a fox"), *fetched], engine=ENGINE, now=105)
    downloads = [each.detail for each in act.events if each.what == "download"]
    assert downloads == ["image 1", "image 2", "image 1"]


def test_a_request_without_an_answer_has_no_duration() -> None:
    (act,) = acts_of([deed(1)], [call("POST", CALLBACK, status=0)], [], engine=ENGINE, now=101)
    assert (act.events[1].took, act.events[1].status) == (None, None)


@each_row(
    "payload, detail",
    [
        ({"type": 4, "data": {}}, "a message"),
        ({"type": 4, "data": {"flags": 64}}, "a message, only for them"),
        ({"type": 5}, "“thinking…”"),
        ({"type": 9, "data": {"title": "Edit"}}, "a form"),
        ("nonsense", ""),
    ],
)
def test_an_answer_says_what_it_was(payload: object, detail: str) -> None:
    (act,) = acts_of(
        [deed(1)], [call("POST", CALLBACK, payload=payload)], [], engine=ENGINE, now=101
    )
    assert act.events[1].detail == detail


def test_an_edit_says_how_many_files_it_brought() -> None:
    edit = call("PATCH", "/channels/7/messages/501")
    edit.files, edit.body_bytes = ("a.jpg", "b.jpg"), 41_800
    (act,) = acts_of([deed(1)], [edit], [], engine=ENGINE, now=101)
    assert act.events[1].detail == "2 files, 42 kB"


def test_an_act_of_very_many_events_keeps_its_beginning_and_the_latest() -> None:
    edits = [call("PATCH", "/channels/7/messages/501", at=101 + n) for n in range(2 * MOST_EVENTS)]
    (act,) = acts_of([deed(1)], edits, [], engine=ENGINE, now=900)
    assert len(act.events) == MOST_EVENTS
    assert (act.events[0].what, act.events[-1].at) == ("command", edits[-1].at)


def test_silence_is_told() -> None:
    quiet = deed(1, has_answer=False, late_at=103.0, is_settled=True, messages=frozenset())
    (act,) = acts_of([quiet], [], [], engine=ENGINE, now=110)
    assert told(act) == ["command", "no answer"]


@each_row(
    "is_settled, is_end, now, done",
    [
        (True, True, 102, True),
        (True, False, 102, False),
        (False, True, 102, False),
        (True, False, 102 + QUIET_SECONDS, True),
    ],
)
def test_an_act_is_done_when_its_message_and_its_task_are(
    is_settled: bool, is_end: bool, now: float, done: bool
) -> None:
    seen = [submit("a fox"), look(RUNS, at=101, is_end=is_end)]
    (act,) = acts_of([deed(1, is_settled=is_settled)], [], seen, engine=ENGINE, now=now)
    assert act.done is done


def test_an_act_reads_as_the_page_expects() -> None:
    (act,) = acts_of(
        [deed(1)], [call("POST", CALLBACK, payload={"type": 4})], [], engine=ENGINE, now=101
    )
    assert act.to_json() == {
        "id": "1",
        "title": "/imagine",
        "by": "mira",
        "at": 1_700_000_000_000,
        "done": True,
        "events": [
            {
                "after_ms": 0.0,
                "took_ms": None,
                "from": "Discord",
                "to": "bot",
                "what": "command",
                "detail": "",
                "status": None,
                "times": 1,
                "open": False,
            },
            {
                "after_ms": 100.0,
                "took_ms": 10.0,
                "from": "bot",
                "to": "Discord",
                "what": "answer",
                "detail": "a message",
                "status": 200,
                "times": 1,
                "open": False,
            },
        ],
    }


@pytest.mark.parametrize("words", ["x" * 5000, "two\nlines " * 400])
def test_long_words_are_cut_to_one_line(words: str) -> None:
    cut = shortened(words)
    assert len(cut) == 200
    assert cut.endswith("…")
    assert "\n" not in cut


def test_an_event_ends_when_it_began_if_it_took_no_time() -> None:
    event = Event(at=5.0, took=None, source="bot", target="Discord", what="edit")
    assert event.end == 5.0
