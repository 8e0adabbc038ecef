from __future__ import annotations

from dataclasses import fields

import pytest

from bot.domain.policy import Action, Policy, PolicyPatch
from bot.texts.text import Text
from bot.texts.text import text as sentence
from bot.views.policy_view import (
    DETECTION_WARNING,
    HOLD_WARNING,
    SPOILER_WARNING,
    Level,
    policy_view,
    policy_warnings,
)
from tests.unit.views.samples import assert_within_limits, text

HEADING = sentence("policy.heading.place", place="<#1>")
SERVER = sentence("policy.source.server")
LEVELS = (
    Level(sentence("policy.source.this_channel"), PolicyPatch(threshold=40.0, detection=False)),
    Level(SERVER, PolicyPatch(threshold=90.0, max_images=4, review_channel=99)),
    Level(SERVER, PolicyPatch(default_style="o`il", stars=True)),
)


@pytest.mark.parametrize(
    "line",
    [
        "threshold: **40** (this channel)",
        "detection: **off** (this channel)",
        "max_images: **4** (the server)",
        "review_channel: **<#99>** (the server)",
        "level: **1** (configuration)",
        "action: **blur** (configuration)",
        "enabled: **on** (configuration)",
        "daily_images: **no limit** (configuration)",
        "default_style: **o\\`il** (the server)",
        "stars: **on** (the server)",
        "showcase_channel: **none** (configuration)",
        "metadata: **on** (configuration)",
    ],
)
def test_each_rule_is_told_with_where_it_comes_from(line: str) -> None:
    view = policy_view(HEADING, LEVELS, Policy(), age_restricted=True)
    assert line in text(view).splitlines()
    assert_within_limits(view)


def test_every_rule_is_told() -> None:
    lines = text(policy_view(HEADING, (), Policy(), age_restricted=True)).splitlines()
    assert [line.partition(":")[0] for line in lines[1:]] == [each.name for each in fields(Policy)]


@pytest.mark.parametrize("age_restricted", [True, False])
def test_what_waits_without_a_review_channel_is_said_to_wait_elsewhere(
    age_restricted: bool,
) -> None:
    alone, reviewed = Policy(action=Action.HOLD), Policy(action=Action.HOLD, review_channel=99)
    assert policy_warnings(alone, age_restricted=age_restricted) == [HOLD_WARNING]
    assert policy_warnings(reviewed, age_restricted=age_restricted) == []
    assert "/review" in text(policy_view(HEADING, (), alone, age_restricted=age_restricted))


@pytest.mark.parametrize(
    ("policy", "warnings"),
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
