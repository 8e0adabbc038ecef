from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.edit_budget import LONGEST_GAP, Change, Spent, change, due_at
from bot.domain.job import JobState
from bot.texts.text import text
from bot.views.status_words import StatusWords
from bot.views.texts import LATE as LATER
from bot.views.texts import STATES, WAITING
from tests.tables import each_row

IN_QUEUE, GENERATING = STATES[JobState.QUEUED], STATES[JobState.RUNNING]
NEXT, SECOND = text("status.next"), text("status.place", place=2)

QUEUED = StatusWords(stage=IN_QUEUE, place=SECOND, ready_at=100)
RUNNING = StatusWords(stage=GENERATING, tenths=3, ready_at=100)

LATE = StatusWords(stage=GENERATING, tenths=3, delay=LATER)

BARE = StatusWords(stage=GENERATING)

WORDS = st.builds(
    StatusWords,
    stage=st.sampled_from([IN_QUEUE, STATES[JobState.SUBMITTING], GENERATING]),
    place=st.sampled_from([None, NEXT, SECOND]),
    tenths=st.none() | st.integers(0, 10),
    ready_at=st.none() | st.integers(0, 50),
    delay=st.sampled_from([None, LATER]),
)


@each_row(
    "old, new, expected",
    [
        (None, QUEUED, Change.MAJOR),
        (QUEUED, RUNNING, Change.MAJOR),
        (RUNNING, LATE, Change.MAJOR),
        (LATE, RUNNING, Change.NONE),
        (LATE, StatusWords(stage=GENERATING, tenths=4, ready_at=100), Change.MINOR),
        (LATE, StatusWords(stage=GENERATING, engine_place=SECOND, ready_at=100), Change.MAJOR),
        (StatusWords(stage=GENERATING, engine_place=SECOND, delay=LATER), RUNNING, Change.MAJOR),
        (StatusWords(stage=IN_QUEUE, delay=LATER), RUNNING, Change.MAJOR),
        (StatusWords(stage=IN_QUEUE, delay=WAITING), QUEUED, Change.MAJOR),
        (LATE, LATE, Change.NONE),
        (QUEUED, QUEUED, Change.NONE),
        (QUEUED, StatusWords(stage=IN_QUEUE, place=NEXT, ready_at=100), Change.MINOR),
        (RUNNING, StatusWords(stage=GENERATING, tenths=4, ready_at=100), Change.MINOR),
        (RUNNING, StatusWords(stage=GENERATING, tenths=3, ready_at=104), Change.NONE),
        (RUNNING, StatusWords(stage=GENERATING, tenths=3, ready_at=95), Change.MINOR),
        (RUNNING, StatusWords(stage=GENERATING, tenths=3), Change.NONE),
        (BARE, StatusWords(stage=GENERATING, ready_at=9), Change.MINOR),
    ],
)
def test_a_change_is_as_great_as_what_it_tells(
    old: StatusWords | None, new: StatusWords, expected: Change
) -> None:
    assert change(old, new) is expected


def test_a_new_state_is_told_two_seconds_after_the_answer() -> None:
    assert due_at(Spent(at=10.0, says=QUEUED), RUNNING) == 12.0


def test_progress_alone_waits_four_seconds() -> None:
    further = StatusWords(stage=GENERATING, tenths=5, ready_at=100)
    assert due_at(Spent(at=10.0, says=RUNNING), further) == 14.0


def test_unchanged_words_cost_nothing() -> None:
    assert due_at(Spent(at=0.0, says=RUNNING), RUNNING) is None


@given(st.integers(0, 1000), WORDS, WORDS)
def test_no_words_wait_longer_than_the_longest_gap(
    edits: int, says: StatusWords, words: StatusWords
) -> None:
    seconds = due_at(Spent(at=0.0, edits=edits, says=says), words)
    assert seconds is None or 2.0 <= seconds <= LONGEST_GAP


@given(st.lists(WORDS, min_size=21, max_size=21))
def test_a_job_of_ten_seconds_has_three_status_edits_at_most(story: list[StatusWords]) -> None:
    spent = Spent(at=0.0)
    at: list[float] = []
    for half, words in enumerate(story):
        now = half / 2
        due = due_at(spent, words)
        if due is not None and due <= now:
            spent = spent.edited(now, words)
            at.append(now)
    assert len(at) <= 3
    assert all(later - earlier >= 2 for earlier, later in zip([0.0, *at], at, strict=False))
