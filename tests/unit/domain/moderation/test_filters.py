"""A server's own filter: what its entries match, and which entries there can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from bot.domain.ids import GuildId, PlaceId, UserId
from bot.domain.moderation.filter_file import Line, read, write
from bot.domain.moderation.filters import (
    Asked,
    Compiled,
    FilterAction,
    FilterEntry,
    check_phrase,
    replay,
    texts_of,
)
from bot.domain.moderation.folding import words
from bot.domain.request import GenerationRequest, Lora
from bot.errors import RefusedError
from tests.tables import each_row

GUILD, SERVER, HERE, THERE = GuildId(9), PlaceId(9), PlaceId(10), PlaceId(11)
REQUEST = GenerationRequest(
    prompt="a fox", model="dreamshaper_8.safetensors", width=64 * 8, height=512
)


def entry(
    phrase: str, action: FilterAction = FilterAction.DENY, place: PlaceId = SERVER
) -> FilterEntry:
    return FilterEntry(
        guild_id=GUILD,
        place=place,
        phrase=phrase,
        action=action,
        by=UserId(1),
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def matches(phrase: str, said: str) -> bool:
    return bool(Compiled([entry(phrase)]).matching([said], {SERVER}))


WRITTEN = [
    ("hell", "a HELL of fire"),
    ("hell", "h3ll"),
    ("hell", "hℓell, heⅬⅬ"),
    ("hell", "h e l l"),
    ("hell", "h.e.l.l"),
    ("hell", "he\u200bll"),
    ("hell", "hеll"),
    ("hell", "HΕLL"),
    ("hell", "ｈｅｌｌ"),
    ("hell", "héll"),
    ("hell", "heeeell"),
    ("hell", "hellStyle_v2"),
    ("HÉLL", "hell"),
    ("kill bill", "Kill, Bill!"),
    ("kill bill", "ki11 b1ll"),
    ("сад", "Зимний САД"),
    ("straße", "STRASSE"),
    ("爆弾", "大きな爆弾の絵"),
    ("血", "鼻血"),
    ("ass", "an a$$"),
    ("sd 1.5", "sd 1 5"),
    ("children's", "childrens"),
    # Letters, marks and signs that nobody sees.
    *(("hellish", f"hell{sign}ish") for sign in "\u3164\u115f\uffa0\u2800\u180b\u17b4\U000e0100"),
    ("two words", "two\u3164words"),
    # Marks of other alphabets.
    ("hellish", "he\u0488ll\u0483is\u0670h"),
    ("hellish", "hell/ish"),
]
LEFT_ALONE = [
    ("hell", "hello, shell, he ll"),
    ("ass", "assassin, class, as"),
    ("kill bill", "kill the bill"),
    ("lol", "10 l of oil"),
    ("ball", "bail"),
    ("ball", "a b1ll, bail"),
    ("爆弾", "爆ぜる弾"),
    ("hell", ""),
]


def test_it_is_found_however_it_is_written_and_in_nothing_else() -> None:
    assert [each for each in WRITTEN if not matches(*each)] == []
    assert [each for each in LEFT_ALONE if matches(*each)] == []


@each_row("phrase", ["", " ", ".,!", "\u200b", "a", "7", "の", "x" * 101, "a b " * 17, "ﷺ" * 30])
def test_what_would_match_everything_or_nothing_is_refused(phrase: str) -> None:
    with pytest.raises(RefusedError):
        check_phrase(phrase)


@given(st.text(min_size=1, max_size=100))
def test_whatever_is_taken_matches_itself_alone_and_among_others(phrase: str) -> None:
    try:
        kept = check_phrase(phrase)
    except RefusedError:
        return
    assert words(kept) == words(phrase)
    assert matches(kept, kept)
    assert matches(kept, f"one, {kept}, two")


def test_the_strongest_entry_of_the_place_comes_first() -> None:
    compiled = Compiled(
        [
            entry("fox", FilterAction.NOTE),
            entry("fox", FilterAction.DENY, THERE),
            entry("red fox", FilterAction.HOLD, HERE),
        ]
    )
    found = compiled.matching(["a red fox"], {HERE, SERVER})
    assert [it.action for it in found] == [FilterAction.HOLD, FilterAction.NOTE]
    assert Compiled([]).matching(["a red fox"], {HERE}) == []


def test_many_entries_of_the_same_words_are_looked_at_once() -> None:
    looked: list[PlaceId] = []

    class Places(frozenset[PlaceId]):
        @override
        def __contains__(self, place: object) -> bool:
            looked.append(PlaceId(int(str(place))))
            return super().__contains__(place)

    there = [PlaceId(n) for n in range(100, 600)]
    compiled = Compiled([entry("a fox", place=place) for place in there])
    found = compiled.matching(["a fox " * 170], Places({there[7]}))
    assert [it.place for it in found] == [there[7]]
    # Once for each way of reading, and not for each of the 170 times.
    assert len(looked) <= 4 * len(there)


def test_every_text_of_a_request_is_sought_through() -> None:
    request = replace(REQUEST, negative_prompt="b", loras=(Lora("c"),), embeddings=("d",), vae="e")
    assert [*texts_of(request)] == ["a fox", "b", "dreamshaper_8.safetensors", "e", "c", "d"]
    assert "dreamshaper_8.safetensors" not in [*texts_of(replace(request, any_model=True))]


def test_a_replay_counts_and_gives_examples_that_are_not_private() -> None:
    asked = [
        Asked(replace(REQUEST, prompt="a private fox", private=True), (HERE, SERVER)),
        Asked(REQUEST, (HERE, SERVER)),
        Asked(replace(REQUEST, prompt="a cat"), (HERE, SERVER)),
        Asked(replace(REQUEST, prompt="a dog"), (THERE, SERVER)),
    ]
    entries = [entry("fox"), entry("cat", FilterAction.NOTE), entry("dog", FilterAction.HOLD, HERE)]
    told = replay(Compiled(entries), asked, 5)
    assert (told.prompts, told.denied, told.held, told.noted) == (4, 2, 0, 1)
    assert [prompt for _, prompt in told.examples] == ["a fox", "a cat"]
    assert len(replay(Compiled(entries), asked, 1).examples) == 1


def test_a_file_comes_back_as_it_was() -> None:
    entries = [entry("fox “é” 狐"), entry("cat", FilterAction.HOLD, HERE)]
    contents = read(write(entries))
    assert contents.lines == (
        Line("fox “é” 狐", FilterAction.DENY),
        Line("cat", FilterAction.HOLD, HERE),
    )
    assert not contents.refused


def test_what_a_file_says_wrong_is_told_and_the_rest_taken() -> None:
    data = b"""{"darkroom_filter": 1, "entries": [{"phrase": "fox", "action": "deny"}, 7,
      {"phrase": "a", "action": "deny"}, {"phrase": "cat", "action": "kill"}, {"phrase": ["x"]},
      {"phrase": "dog", "action": "deny", "place": "99999999999999999999"},
      {"phrase": "fox", "action": "deny", "more": 1}]}"""
    contents = read(data)
    assert [line.phrase for line in contents.lines] == ["fox"]
    assert len(contents.refused) == 5


@each_row(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"darkroom_filter": true, "entries": []}',
        b'{"darkroom_filter": 2, "entries": []}',
        b'{"darkroom_styles": 1, "styles": []}',
    ],
)
def test_what_is_no_file_of_a_filter_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError):
        read(data)
