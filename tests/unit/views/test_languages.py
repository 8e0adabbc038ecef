"""Every view keeps Discord's limits in every language, at its longest."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.domain.ids import UserId
from bot.domain.job import JobState
from bot.domain.policy import Action, Policy
from bot.domain.ports import Status
from bot.domain.verdict import Finding, Treatment
from bot.failure_kinds import FailureKind
from bot.texts.text import text as sentence
from bot.views.buttons import LABELS, button
from bot.views.ended import ended_view
from bot.views.policy.view import policy_view
from bot.views.result import result_view
from bot.views.status import status_view
from tests.unit.views.fullest import fullest, names_of, treated
from tests.unit.views.samples import NOW, assert_within_limits, components, gallery, job, text

pytestmark = pytest.mark.parametrize(
    "locale", ["en-US", "de", "es-ES", "fr", "ja", "pt-BR", "zh-CN"]
)

TREATMENTS = [kind for kind in Treatment if kind is not Treatment.SHOWN]


@pytest.mark.parametrize("treatment", TREATMENTS)
@pytest.mark.parametrize("char", ["<", "狐"])
def test_a_result_at_its_longest(locale: str, char: str, treatment: Treatment) -> None:
    full = fullest(char * 1024, char * 1024, char * 1024)
    made = treated([(treatment, Finding.UNKNOWN)] * 7)
    view = result_view(full, made, names_of(made), locale)
    assert_within_limits(view)
    assert next(line for line in text(view).splitlines() if line[0] == ">").count(char) == 1024


@pytest.mark.parametrize("kind", FailureKind)
def test_a_failure_at_its_longest(locale: str, kind: FailureKind) -> None:
    failed = replace(job(JobState.FAILED, prompt="狐" * 1024), failure=kind, detail="狐" * 1000)
    assert_within_limits(ended_view(failed, locale))


@pytest.mark.parametrize("submitted", [None, NOW])
def test_a_cancelled_job(locale: str, submitted: object) -> None:
    cancelled = replace(job(JobState.CANCELLED), first_submit_at=submitted)  # type: ignore[arg-type] # a table
    assert_within_limits(ended_view(cancelled, locale))


def test_a_deleted_result_says_who_deleted_it_and_whose_it_was(locale: str) -> None:
    own = replace(job(JobState.DELIVERED, prompt="a secret"), deleted_by=UserId(50))
    for deleted, members in (
        (own, ["<@50>"]),
        (replace(own, user_id=UserId(7)), ["<@50>", "<@7>"]),
    ):
        view = ended_view(deleted, locale)
        assert_within_limits(view)
        assert re.findall("<@[0-9]+>", text(view)) == members
        assert "secret" not in text(view)
        assert {part["type"] for part in components(view)} == {17, 10}


@pytest.mark.parametrize("state", [state for state in JobState if not state.is_final])
def test_a_status_at_its_longest(locale: str, state: JobState) -> None:
    status = Status(place_in_queue=10**9, progress=50, is_late=True, waits_for_engine=True)
    assert_within_limits(status_view(job(state, prompt="狐" * 1024, images=8), status, locale))


@pytest.mark.parametrize("action", Action)
def test_a_policy_with_all_warnings(locale: str, action: Action) -> None:
    policy = Policy(action=action, detection=False, review_channel=2**63)
    heading = sentence("policy.heading.place", place=f"<#{2**63}>")
    assert_within_limits(policy_view(heading, (), policy, age_restricted=False, locale=locale))


def test_a_button_fits_and_its_words_are_the_languages_own(locale: str) -> None:
    for action in LABELS:
        label = button(action, job().id, locale).label
        assert label is not None
        assert 1 <= len(label) <= 80


def test_what_is_said_of_an_image_is_short_enough_for_its_description(locale: str) -> None:
    made = treated([(Treatment.BLURRED, Finding.UNKNOWN), (Treatment.BLURRED, Finding.FLAGGED)])
    view = result_view(job(images=2), made, names_of(made), locale)
    assert len({item["description"] for item in gallery(view)}) == 2


def test_a_long_prompt_leaves_room_for_who_made_the_image(locale: str) -> None:
    for letter, count in (("a", 1), ("狐", 8), ("😀", 2)):
        made = treated([(Treatment.SHOWN, Finding.CLEAR)] * count)
        asked = job(images=count, prompt=letter * 1024)
        items = gallery(result_view(asked, made, names_of(made), locale))
        assert len({item["description"] for item in items}) == count
        for item in items:
            assert len(item["description"]) <= 1024
            assert item["description"].count(letter) > 900
            assert re.search("AI|IA|KI", item["description"])
