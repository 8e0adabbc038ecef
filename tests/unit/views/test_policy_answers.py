"""What is said of a change of a policy, and of what one member may do, in every language."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.allowances import Allowance, Limit
from bot.domain.capabilities import Detection
from bot.domain.ids import PlaceId, UserId
from bot.domain.judging import Bench, Judging, Sitting
from bot.domain.moderation.policy_change import PolicyChange, Touched
from bot.domain.policy import Action, Buttons, Policy, PolicyPatch
from bot.texts.text import text as sentence
from bot.views.policy.change import Ground, change_view, undone_view
from bot.views.policy.check import Checked, check_view
from bot.views.policy.rules import Level
from bot.views.policy.view import Around, policy_view
from tests.tables import each_row
from tests.unit.views.samples import NOW, assert_within_limits, components, text

LOCALES = ["en-US", "de", "es-ES", "fr", "ja", "pt-BR", "zh-CN"]
THIS, SERVER = sentence("policy.source.this_channel"), sentence("policy.source.server")
BOTH = Sitting(
    bench=Bench(Detection.CONFIDENCE, Judging.ALWAYS), engine="AI Horde", detector="o" * 40
)
BIG = 2**63 - 1
GLOBS = tuple(f"{'狐' * 98}{number:02}" for number in range(100))
FULL = PolicyPatch(
    threshold=33.33,
    detector_threshold=66.66,
    level=2,
    detection=False,
    action=Action.SPOILER,
    review_channel=BIG,
    enabled=True,
    max_images=8,
    max_pixels=16_777_216,
    max_steps=100,
    cooldown_seconds=86_400,
    daily_images=10_000,
    buttons=Buttons.REQUESTER,
    default_style="狐" * 80,
    stars=True,
    showcase_channel=BIG,
    metadata=False,
    language="pt-BR",
    models_allow=GLOBS,
    models_deny=GLOBS,
    reports_to_blur=50,
    show_cost=True,
    log_channel=BIG,
    retention_days=3650,
    hourly_images=10_000,
    jobs=50,
    hires=False,
    strikes_to_cooldown=100,
    strikes_to_block=100,
    strike_days=365,
)
GROUND = Ground(
    heading=sentence("policy.heading.place", place=f"<#{BIG}>"),
    own=THIS,
    above=[Level(SERVER, PolicyPatch(level=2, max_steps=40))],
    defaults=Policy(),
    age_restricted=False,
    sitting=BOTH,
)


def changed(before: PolicyPatch, after: PolicyPatch, entry: int = 7) -> PolicyChange:
    return PolicyChange(place=PlaceId(BIG), before=before, after=after, entry=entry)


def test_a_change_says_what_was_in_force_and_what_is_with_a_way_back() -> None:
    before = PolicyPatch(threshold=60.0, max_images=4, models_deny=("a*",))
    after = PolicyPatch(threshold=80.0, level=0, max_steps=40, models_deny=("a*", "b*"))
    view = change_view(GROUND, changed(before, after), notes=[sentence("check.hold")])
    lines = text(view).splitlines()
    assert lines[1:6] == [
        "threshold: 60 → 80",
        "level: 2 → 0",
        "max_images: 4 → no limit (configuration)",
        "max_steps: 40 → 40 (this channel)",
        "models_deny: `a*` → `a*` `b*`",
    ]
    assert lines[6].startswith("Their images wait")
    assert "◐ **90**: shown blurred beyond recognition" in lines
    ids = [part["custom_id"] for part in components(view) if "custom_id" in part]
    assert ids == ["darkroom:undo:7"]
    elsewhere = text(change_view(GROUND, changed(PolicyPatch(), PolicyPatch(stars=True))))
    assert "◐" not in elsewhere


def test_no_change_has_no_way_back() -> None:
    same = change_view(GROUND, changed(FULL, FULL, 0))
    assert "Nothing changed" in text(same)
    undone = undone_view(GROUND, changed(FULL, FULL, 0), {})
    assert "Nothing to undo" in text(undone)
    stays = undone_view(GROUND, changed(FULL, FULL, 0), {"level": None, "jobs": Touched(None, NOW)})
    assert "level stays as it is: it has been changed again since." in text(stays)
    assert "Nothing to undo" not in text(stays)
    for view in (same, undone, stays):
        assert not [part for part in components(view) if "custom_id" in part]


def checked(**said: object) -> Checked:
    usual = Checked(
        member=5,
        place=9,
        reasons=[],
        used_up=[],
        allowances=[Allowance(limit=Limit.DAILY_IMAGES, most=10, used=4)],
        policy=Policy(max_images=8),
        levels=[Level(SERVER, PolicyPatch(max_images=2, max_steps=30))],
        defaults=Policy(),
        is_held=False,
        moderates=False,
        manages=False,
    )
    return replace(usual, **said)  # type: ignore[arg-type] # any field


def test_a_check_says_yes_or_why_not() -> None:
    lines = text(check_view(checked(policy=Policy(max_images=8, max_steps=30)))).splitlines()
    assert lines[0] == "**What <@5> may do in <#9>**"
    assert lines[1] == "**They can make images now.**"
    assert "max_images: **8** (their roles)" in lines
    assert "max_steps: **30** (the server)" in lines
    assert "daily_images: **6** of 10 left" in lines
    cooldown = Allowance(limit=Limit.COOLDOWN, most=60, returns_at=NOW)
    reasons = [sentence("check.told", words=sentence("limit.off"))]
    refused = text(check_view(checked(used_up=[cooldown], reasons=reasons)))
    assert "They can't make images now:**\n- They are told: “Image generation is" in refused
    at = round(NOW.timestamp())
    assert f"\n- cooldown_seconds: has to wait, can ask again <t:{at}:R>" in refused


@each_row("locale", LOCALES)
def test_every_answer_fits_at_its_longest(locale: str) -> None:
    touched = Touched(UserId(BIG), NOW)
    below = {BIG - number: list(FULL.set_fields()) for number in range(500)}
    levels = [Level(sentence("policy.source.this_category"), FULL)]
    around = Around(touched, below, 500)
    for patch in (FULL, replace(FULL, detection=True, action=Action.HOLD)):
        shown = [Level(levels[0].source, patch)]
        view = policy_view(
            GROUND.heading,
            shown,
            Policy(),
            BOTH,
            age_restricted=False,
            around=around,
            locale=locale,
        )
        assert_within_limits(view)
    warned = [sentence("policy.warning.showcase")]
    for change in (changed(PolicyPatch(), FULL, BIG), changed(FULL, PolicyPatch(), BIG)):
        view = change_view(GROUND, change, warned=warned, notes=warned, locale=locale)
        assert_within_limits(view)
    since = dict.fromkeys(FULL.set_fields(), touched)
    nothing = changed(FULL, FULL, 0)
    assert_within_limits(undone_view(GROUND, nothing, since, locale))
    allowances = [Allowance(limit=limit, most=10**6, returns_at=NOW) for limit in Limit]
    reasons = [sentence("check.told", words=sentence("limit.slowed", ready_at=10**10))] * 3
    full = checked(
        reasons=reasons,
        used_up=allowances,
        allowances=allowances,
        levels=levels,
        is_held=True,
        moderates=True,
        manages=True,
    )
    assert_within_limits(check_view(full, locale))
