"""What is said of roles' limits and of the queue, at its longest and in every language."""

from __future__ import annotations

from bot.domain.ids import RoleId
from bot.domain.ports import TierChange
from bot.domain.queueing import OwnQueue, Queued
from bot.domain.tier import EVERYTHING, MOST, stated
from bot.texts.languages import LANGUAGES
from bot.views.moderation.tiers import tier_view, told_tiers
from bot.views.queue import MOST as MOST_QUEUED
from bot.views.queue import queue_view
from tests.store.builders import make_job, make_request
from tests.tables import each_row
from tests.unit.views.samples import assert_within_limits, text

FULL = stated(
    None,
    ",".join(f"glob-{number}*" for number in range(60)),
    max_images=8,
    max_pixels=16_777_216,
    max_steps=100,
    cooldown_seconds=86_400,
    hourly_images=10_000,
    daily_images=10_000,
    jobs=50,
    hires=True,
)


@each_row("locale", LANGUAGES)
def test_as_many_roles_as_there_may_be_fit_with_a_file(locale: str) -> None:
    roles = {RoleId(2**62 + number): FULL for number in range(MOST)}
    told = told_tiers(roles, {*list(roles)[1:]}, locale)
    assert len(told.words) <= 2000
    assert told.words.count("<@&") == MOST - 1
    assert told.file.count("daily_images 10000") == MOST
    assert len(text(tier_view(1, TierChange({}, FULL, 9), locale))) <= 2000


def test_a_few_roles_are_told_without_a_file() -> None:
    told = told_tiers({RoleId(5): stated("jobs", hires=True), RoleId(6): {"jobs": 2}}, {5})
    assert "<@&5>: jobs **no limit**, hires **on**" in told.words
    assert "deleted role 6, ignored: jobs **2**" in told.words
    assert not told.file


def test_only_what_changed_is_told() -> None:
    before, after = {"jobs": 2, "hires": True}, {"jobs": None, "hires": True}
    told = text(tier_view(5, TierChange(before, after, 9))).splitlines()
    assert told[:2] == ["**Limits of <@&5>**", "jobs: 2 → **no limit**"]
    assert "hires" not in "".join(told[1:])
    assert "Nothing changed." in text(tier_view(5, TierChange(before, before)))
    everything = text(tier_view(5, TierChange(before, stated(EVERYTHING), 9)))
    assert "hires" not in everything
    assert "models: as everywhere → **no limit**" in everything


@each_row("locale", LANGUAGES)
def test_a_full_queue_fits(locale: str) -> None:
    request = make_request(prompt="*[x](https://x.x)@everyone " * 37)
    waiting = [Queued(make_job(f"j{n}", request=request), n) for n in range(MOST_QUEUED)]
    view = queue_view(OwnQueue(waiting=waiting, total=30, under_way=3), locale)
    assert_within_limits(view)
    assert "@everyone" not in text(view)
    assert text(view).count("\n-# ") == MOST_QUEUED + 1


def test_an_empty_queue_says_what_is_under_way() -> None:
    assert "no requests waiting" in text(queue_view(OwnQueue()))
    assert "2 more are under way" in text(queue_view(OwnQueue(under_way=2)))
