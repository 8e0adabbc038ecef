from __future__ import annotations

import itertools

import pytest

from bot.domain.job import JobState
from bot.domain.verdict import Finding, Treatment
from bot.failure_kinds import FailureKind
from bot.texts.say import say
from bot.views.texts import FAILURES, STATES, duration, image_note
from tests.tables import each_row


def test_every_state_has_words() -> None:
    assert set(STATES) == set(JobState)
    assert len({say(words) for words in STATES.values()}) == len(STATES)


def test_every_failure_says_why_and_what_to_do() -> None:
    assert set(FAILURES) == set(FailureKind)
    assert all(say(part).endswith(".") for failure in FAILURES.values() for part in failure)
    assert len({say(failure.why) for failure in FAILURES.values()}) == len(FAILURES)


@pytest.mark.parametrize("kind", [FailureKind.TASK_LOST, FailureKind.REPLY_LOST])
def test_what_may_be_charged_says_so(kind: FailureKind) -> None:
    assert "may still be charged" in say(FAILURES[kind].advice)


@pytest.mark.parametrize("kind", [FailureKind.BAD_KEY, FailureKind.NO_BALANCE])
def test_what_only_the_operator_can_mend_says_so(kind: FailureKind) -> None:
    assert "whoever runs this bot" in say(FAILURES[kind].advice)


def test_every_image_that_is_not_simply_shown_has_a_note_of_its_own() -> None:
    notes = {
        image_note(3, finding, treatment)
        for finding, treatment in itertools.product(
            set(Finding), set(Treatment) - {Treatment.SHOWN}
        )
    }
    assert len(notes) == 2 * 4 + 3 + 3
    assert all(note and say(note).startswith("Image 3 ") for note in notes)


@each_row("finding", list(Finding))
def test_of_a_held_image_a_look_is_promised_and_no_decision(finding: Finding) -> None:
    note = image_note(1, finding, Treatment.HELD)
    assert note is not None
    assert say(note).endswith("is held for a moderator.")


def test_a_shown_image_has_no_note() -> None:
    assert image_note(1, Finding.CLEAR, Treatment.SHOWN) is None


@each_row(
    "seconds, words",
    [
        (-1.0, "0.0 s"),
        (4.21, "4.2 s"),
        (9.949, "9.9 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (65.0, "1 min 5 s"),
        (3600.0, "60 min"),
    ],
)
def test_a_duration_is_said_as_people_do(seconds: float, words: str) -> None:
    assert say(duration(seconds)) == words
