"""How rules are inherited: a thread from its channel, category, guild, configuration."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.policy import Action, Policy, PolicyPatch, resolve, strictest
from bot.domain.stated import BOUNDS, stated
from bot.errors import InvalidOptionError, RefusedError
from tests.tables import each_row

DEFAULTS = Policy(threshold=60, level=2, max_images=4)
NAMES = [field.name for field in fields(PolicyPatch)]

PATCHES = st.builds(
    PolicyPatch,
    threshold=st.none() | st.floats(0, 100),
    detector_threshold=st.none() | st.floats(0, 100),
    level=st.none() | st.integers(0, 2),
    detection=st.none() | st.booleans(),
    action=st.none() | st.sampled_from(Action),
    review_channel=st.none() | st.integers(1),
    enabled=st.none() | st.booleans(),
    max_images=st.none() | st.integers(1, 8),
    max_pixels=st.none() | st.integers(1),
    max_steps=st.none() | st.integers(1, 100),
    cooldown_seconds=st.none() | st.integers(0),
    daily_images=st.none() | st.integers(0),
    default_style=st.none() | st.text(min_size=1),
    stars=st.none() | st.booleans(),
    showcase_channel=st.none() | st.integers(1),
    metadata=st.none() | st.booleans(),
)


def test_a_patch_may_say_everything_that_a_policy_holds() -> None:
    # What pools there are follows from what each place says.
    assert [field.name for field in fields(Policy)] == [*NAMES, "pools"]


def test_where_nothing_is_said_the_configuration_holds() -> None:
    assert resolve([PolicyPatch(), PolicyPatch()], DEFAULTS) == DEFAULTS


def test_each_rule_comes_from_the_nearest_place_that_says_it() -> None:
    thread = PolicyPatch(action=Action.HOLD)
    channel = PolicyPatch(action=Action.SPOILER, threshold=10)
    guild = PolicyPatch(threshold=20, max_steps=30)
    assert resolve([thread, channel, guild], DEFAULTS) == replace(
        DEFAULTS, action=Action.HOLD, threshold=10, max_steps=30
    )


@each_row(
    "patch, name, value",
    [
        (PolicyPatch(enabled=False), "enabled", False),
        (PolicyPatch(detection=False), "detection", False),
        (PolicyPatch(threshold=0), "threshold", 0),
        (PolicyPatch(level=0), "level", 0),
        (PolicyPatch(daily_images=0), "daily_images", 0),
    ],
)
def test_false_and_zero_are_said(patch: PolicyPatch, name: str, value: object) -> None:
    everything = PolicyPatch(enabled=True, detection=True, threshold=1, level=1, daily_images=1)
    assert getattr(resolve([patch, everything], DEFAULTS), name) == value


@given(st.lists(PATCHES, max_size=4), st.sampled_from(NAMES))
def test_every_rule_is_the_first_that_is_said(patches: list[PolicyPatch], name: str) -> None:
    said = [value for patch in patches if (value := getattr(patch, name)) is not None]
    expected = said[0] if said else getattr(DEFAULTS, name)
    assert getattr(resolve(patches, DEFAULTS), name) == expected


@given(PATCHES, PATCHES)
@example(PolicyPatch(level=1, max_steps=30), PolicyPatch(level=2, threshold=10))
def test_a_newer_patch_lies_on_top_of_an_older(older: PolicyPatch, newer: PolicyPatch) -> None:
    assert resolve([older.merged(newer)], DEFAULTS) == resolve([newer, older], DEFAULTS)


@given(PATCHES)
def test_a_patch_says_what_is_not_none(patch: PolicyPatch) -> None:
    assert PolicyPatch(**patch.set_fields()) == patch  # type: ignore[arg-type] # its own fields
    assert None not in patch.set_fields().values()


def test_what_a_moderator_states_becomes_a_patch() -> None:
    patch = stated(threshold=0, action="hold", enabled=False, level=None)
    assert patch == PolicyPatch(threshold=0, action=Action.HOLD, enabled=False)


@each_row("name", BOUNDS)
def test_a_rule_is_taken_on_its_bounds_and_refused_beyond(name: str) -> None:
    low, high = BOUNDS[name].low, BOUNDS[name].high
    assert stated(**{name: low}).set_fields() == {name: low}
    assert stated(**{name: high}).set_fields() == {name: high}
    for value in (low - 1, high + 1, float("nan"), "50", True):
        with pytest.raises(InvalidOptionError, match=f"^`{name}` "):
            stated(**{name: value})


@each_row(
    "name, value, allowed",
    [
        ("level", 1.5, "a whole number between 0 and 2"),
        ("max_images", 2.0, "a whole number between 1 and 8"),
        ("threshold", "60", "between 0 and 100"),
        ("detection", "no", "true or false"),
        ("enabled", 0, "true or false"),
        ("metadata", "yes", "true or false"),
        ("review_channel", "general", "a channel"),
        ("review_channel", True, "a channel"),
        ("action", 5, "blur, spoiler, hold, refuse"),
    ],
)
def test_a_value_of_a_wrong_type_is_refused(name: str, value: object, allowed: str) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        stated(**{name: value})
    assert str(caught.value).startswith(f"`{name}` must be ")
    assert str(caught.value).endswith(f"{allowed}; you gave `{value}`.")


def test_a_threshold_may_have_a_fraction() -> None:
    assert stated(threshold=62.5, review_channel=7) == PolicyPatch(threshold=62.5, review_channel=7)
    assert stated(detector_threshold=0.5) == PolicyPatch(detector_threshold=0.5)


def test_an_unknown_action_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        InvalidOptionError, match=r"^`action` .* blur, spoiler, hold, refuse; you gave `burn`\.$"
    ):
        stated(action="burn")


def test_nothing_stated_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"^Name at least one rule to set, .*\.$"):
        stated(threshold=None)


@each_row(
    "name, mild, strict",
    [
        ("threshold", 70.0, 60.0),
        ("detector_threshold", 20.0, 0.0),
        ("level", 1, 2),
        ("detection", False, True),
        ("action", Action.SPOILER, Action.BLUR),
        ("action", Action.BLUR, Action.HOLD),
        ("action", Action.HOLD, Action.REFUSE),
        ("enabled", True, False),
        ("stars", True, False),
        ("max_images", 4, 2),
        ("max_images", None, 8),
        ("max_pixels", 10**6, 10**5),
        ("max_steps", None, 30),
        ("cooldown_seconds", 10, 60),
        ("cooldown_seconds", None, 60),
        ("daily_images", None, 0),
        ("daily_images", 9, 0),
        ("metadata", True, False),
    ],
)
def test_of_each_rule_the_strictest_counts(name: str, mild: object, strict: object) -> None:
    one, other = (replace(DEFAULTS, **{name: value}) for value in (mild, strict))  # type: ignore[arg-type] # any rule
    assert strictest([one, other]) == strictest([other, one]) == other


def test_rules_of_several_are_joined() -> None:
    policies = [Policy(threshold=50, level=0), Policy(action=Action.REFUSE), Policy(enabled=False)]
    joined = Policy(threshold=50, level=1, action=Action.REFUSE, enabled=False)
    assert strictest(policies) == joined


def test_what_is_neither_strict_nor_lax_is_that_of_the_first() -> None:
    first = Policy(review_channel=2, showcase_channel=3, default_style="oil")
    policies = [first, Policy(review_channel=1, showcase_channel=1, default_style="ink"), Policy()]
    assert strictest(policies) == first
    assert strictest(reversed(policies)) == Policy()


def test_a_style_is_named_by_some_letters_and_a_showcase_by_its_channel() -> None:
    said = stated(default_style="oil", stars=True, showcase_channel=7)
    assert said == PolicyPatch(default_style="oil", stars=True, showcase_channel=7)
    for name, wrong in (("default_style", ""), ("default_style", "x" * 81), ("stars", 1)):
        with pytest.raises(InvalidOptionError, match=rf"^`{name}` must "):
            stated(**{name: wrong})
    with pytest.raises(InvalidOptionError, match=r"^`showcase_channel` must be a channel"):
        stated(showcase_channel=True)


def test_the_strictest_of_none_is_a_bug() -> None:
    with pytest.raises(ValueError, match=r"^the strictest of no policies is unknown$"):
        strictest([])
