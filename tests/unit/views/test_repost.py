"""An image in another place: what is said of it, whoever reads it, and of what is left out."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bot.domain.reposting import Bar, Fit
from bot.domain.verdict import Finding, Treatment
from bot.texts.languages import LANGUAGES
from bot.texts.say import say
from bot.texts.text import text as sentence
from bot.views.repost import all_left_out, repost_view
from bot.views.result import result_view
from tests.unit.views.fullest import fullest, names_of, treated
from tests.unit.views.samples import assert_within_limits, components, job, text

LINES = (
    sentence("showcase.by", member=f"<@{2**64 - 1}>"),
    sentence("showcase.stars", count=10**6),
    sentence("show.first", link="https://discord.com/channels/" + "/".join([str(2**63)] * 3)),
)


def test_the_longest_fits_in_every_language() -> None:
    kinds = [(Treatment.SHOWN, Finding.CLEAR)] * 4 + [(Treatment.BLURRED, Finding.FLAGGED)] * 4
    made = treated(kinds)
    for locale, letter in product(LANGUAGES, "x*狐🦊"):
        long = fullest(letter * 1024, letter * 1024, letter * 200)
        view = repost_view(long, made.images, names_of(made), LINES, total=8, locale=locale)
        assert_within_limits(view)
        assert [it["type"] for it in components(view) if it["type"] in {1, 2, 3}] == []


def test_what_is_left_out_is_said_once_for_each_reason() -> None:
    fits = [
        Fit(1, Finding.CLEAR, Treatment.SHOWN),
        Fit(2, bar=Bar.CHANNEL),
        Fit(3, Finding.FLAGGED, bar=Bar.RULES),
        Fit(4, Finding.UNKNOWN, bar=Bar.RULES),
        Fit(5, bar=Bar.OFF),
        Fit(6, bar=Bar.OFF),
        Fit(7, bar=Bar.ABSENT),
    ]
    told = [say(each) for each in all_left_out(fits)]
    assert [words.split(":")[0] for words in told] == [
        "Image 2 is left out",
        "Image 3 is left out",
        "Image 4 is left out",
        "Image generation is switched off there, so no images are shown.",
        "There is no image 7 to show.",
    ]


@pytest.mark.parametrize("stars", [True, False])
def test_a_star_is_there_where_the_policy_says_so_and_something_is_seen(*, stars: bool) -> None:
    seen = replace(treated([(Treatment.BLURRED, Finding.FLAGGED)]), stars=stars)
    unseen = replace(treated([(Treatment.HELD, Finding.FLAGGED)]), stars=stars)
    mine = job(private=True)
    for of, made, expected in ((job(), seen, stars), (job(), unseen, False), (mine, seen, False)):
        view = result_view(of, made, {1: "a.jpg"} if made is seen else {})
        ids = [it.get("custom_id", "") for it in components(view)]
        assert ("darkroom:star:j0b" in ids) is expected
        assert_within_limits(view)
    assert "stars" not in text(result_view(job(), seen, {1: "a.jpg"}))
