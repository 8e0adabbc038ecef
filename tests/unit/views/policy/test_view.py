from __future__ import annotations

import re
from dataclasses import fields

import pytest

from bot.domain.capabilities import Detection
from bot.domain.ids import UserId
from bot.domain.judging import Bench, Judging, Sitting
from bot.domain.moderation.policy_change import Touched
from bot.domain.policy import Action, Policy, PolicyPatch
from bot.texts.text import Text
from bot.texts.text import text as sentence
from bot.views.policy.rules import GROUPS, Level
from bot.views.policy.view import (
    DETECTION_WARNING,
    HOLD_WARNING,
    SPOILER_WARNING,
    Around,
    policy_view,
    policy_warnings,
)
from tests.tables import each_row
from tests.unit.views.samples import NOW, assert_within_limits, text

HEADING = sentence("policy.heading.place", place="<#1>")
SERVER = sentence("policy.source.server")


def sitting(engine: Detection = Detection.CONFIDENCE) -> Sitting:
    return Sitting(bench=Bench(engine, Judging.AUTO), engine="Engine X", detector="d")


LEVELS = (
    Level(sentence("policy.source.this_channel"), PolicyPatch(threshold=40.0, detection=False)),
    Level(SERVER, PolicyPatch(threshold=90.0, max_images=4, review_channel=99)),
    Level(SERVER, PolicyPatch(default_style="o`il", stars=True)),
)


def test_each_rule_is_told_once_with_where_it_comes_from() -> None:
    view = policy_view(HEADING, LEVELS, Policy(), age_restricted=True)
    assert_within_limits(view)
    lines = text(view).splitlines()
    for line in (
        "threshold: **40** (this channel)",
        "detection: **off** (this channel)",
        "max_images: **4** (the server)",
        "review_channel: **<#99>** (the server)",
        "default_style: **o\\`il** (the server)",
        "stars: **on** (the server)",
    ):
        assert line in lines
    usual = [line for line in lines if line.endswith(" (configuration)")]
    told = "\n".join(usual)
    for rule in ("level: 1", "action: blur", "daily_images: no limit", "showcase_channel: none"):
        assert rule in told
    assert len(usual) == len(GROUPS) == 5
    grouped = [name for names in GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(each.name for each in fields(PolicyPatch))
    rules = "\n".join(line for line in lines if not line.startswith("⚠️"))
    assert sorted(re.findall(r"\b([a-z_]+): ", rules)) == sorted(grouped)


BLURRED, SHOWN = "shown blurred beyond recognition", "shown as it is"
BOTH = Bench(Detection.CONFIDENCE, Judging.ALWAYS)
FATES: dict[str, tuple[Policy, Sitting, list[str]]] = {
    "by the engine": (Policy(), sitting(), [SHOWN, SHOWN, BLURRED, BLURRED]),
    "at the threshold": (Policy(threshold=50), sitting(), [SHOWN, SHOWN, BLURRED, BLURRED]),
    "at zero": (Policy(threshold=0), sitting(), [SHOWN, BLURRED, BLURRED, BLURRED]),
    "by the detector": (
        Policy(threshold=100, action=Action.SPOILER),
        sitting(Detection.NONE),
        [SHOWN, *["shown behind a spoiler that anyone can open"] * 3],
    ),
    "by both": (
        Policy(threshold=40, detector_threshold=95, action=Action.HOLD),
        Sitting(bench=BOTH, engine="X", detector="d"),
        [SHOWN, *["held back until a moderator decides"] * 3],
    ),
    "without the detector": (
        Policy(action=Action.REFUSE),
        Sitting(bench=BOTH, engine="X", detector=""),
        ["not shown at all"] * 4,
    ),
    "unchecked": (Policy(detection=False), sitting(), [SHOWN] * 4),
    "switched off": (
        Policy(enabled=False, detection=False),
        sitting(),
        ["nothing is made or shown, since image generation is off here"] * 4,
    ),
}


@each_row("case", FATES)
def test_it_is_said_what_happens_to_an_image(case: str) -> None:
    policy, who, expected = FATES[case]
    lines = text(policy_view(HEADING, (), policy, who, age_restricted=True)).splitlines()
    found = [line.partition(" ")[2] for line in lines if line[0] in "○◐●"]
    numbers = ("0", "50", "90", "unknown")
    assert found == [
        f"**{number}**: {words}" for number, words in zip(numbers, expected, strict=True)
    ]


def test_it_is_said_where_moderators_decide_and_whose_numbers_they_are() -> None:
    said = text(policy_view(HEADING, (), Policy(), sitting(), age_restricted=True))
    assert "at a confidence of" in said
    assert "withheld images in `/review`" in said
    reviewed = Policy(review_channel=9)
    scored = text(policy_view(HEADING, (), reviewed, sitting(Detection.FLAG), age_restricted=True))
    assert "at a detector score of" in scored
    assert "withheld images in <#9>" in scored
    refused = Policy(action=Action.REFUSE)
    assert "withheld" not in text(policy_view(HEADING, (), refused, sitting(), age_restricted=True))


def test_who_changed_it_and_what_stands_below_is_told_within_bounds() -> None:
    below = {number: ["level", "action", "jobs", "stars", "hires"] for number in range(1, 10)}
    around = Around(Touched(UserId(5), NOW), below | {2: ["level"]}, 2)
    view = policy_view(HEADING, (), Policy(), age_restricted=True, around=around)
    said = text(view)
    assert f"Last changed by <@5> <t:{round(NOW.timestamp())}:R>" in said
    assert "<#1>: level, action, jobs, stars, +1\n<#2>: level\n" in said
    assert "<#6>" in said
    assert "<#7>" not in said
    assert "and 3 more" in said
    assert "2 others, in archived threads" in said
    assert "rules of their own" not in text(policy_view(HEADING, (), Policy(), age_restricted=True))


@pytest.mark.parametrize("age_restricted", [True, False])
def test_what_waits_without_a_review_channel_is_said_to_wait_elsewhere(
    age_restricted: bool,
) -> None:
    alone, reviewed = Policy(action=Action.HOLD), Policy(action=Action.HOLD, review_channel=99)
    assert policy_warnings(alone, age_restricted=age_restricted) == [HOLD_WARNING]
    assert policy_warnings(reviewed, age_restricted=age_restricted) == []
    assert "/review" in text(policy_view(HEADING, (), alone, age_restricted=age_restricted))


@each_row(
    "policy, warnings",
    [
        (Policy(), []),
        (Policy(action=Action.SPOILER), [SPOILER_WARNING]),
        (Policy(detection=False), [DETECTION_WARNING]),
        (Policy(detection=False, action=Action.SPOILER), [DETECTION_WARNING, SPOILER_WARNING]),
    ],
)
def test_what_does_not_belong_outside_an_age_restricted_channel_is_marked(
    policy: Policy, warnings: list[Text]
) -> None:
    assert policy_warnings(policy, age_restricted=False) == warnings
    assert policy_warnings(policy, age_restricted=True) == []
    said = text(policy_view(HEADING, (), policy, age_restricted=False))
    assert said.count("⚠️") == len(warnings)
