from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.client.refusal import OPTIONS_ROOM, PLAIN, PROMPT_ROOM, WIDE, WIDE_BYTES, refusal
from bot.client.written import Written
from bot.texts.languages import LANGUAGES
from bot.texts.say import say
from bot.texts.text import text
from bot.texts.typed import readable
from tests.tables import each_row

if TYPE_CHECKING:
    from bot.texts.text import Text

STEPS = text("option.range", option="--steps", given="`900`", low=1, high=100)


def obstacles(amount: int) -> list[Text]:
    return [
        text("option.range", option=f"--o{n}", given="`9`", low=1, high=2) for n in range(amount)
    ]


def test_one_obstacle_is_a_sentence_and_two_are_a_list() -> None:
    assert refusal([STEPS], None, "en").words == say(STEPS)
    other = text("refused.no_checkpoint")
    assert refusal([STEPS, other], None, "en").words == f"- {say(STEPS)}\n- {say(other)}"


def test_the_same_obstacle_is_said_once() -> None:
    assert refusal([STEPS] * 500, None, "en").words == say(STEPS)


def test_an_obstacle_is_one_line_whatever_the_engine_said() -> None:
    odd = text("option.engine", option="vae", given="`x`", reason="first\nsecond")
    assert "\n" not in refusal([odd], None, "en").words


def test_a_prompt_is_given_back_in_a_code_block() -> None:
    told = refusal([STEPS], Written("a fox\n\n  --steps 900"), "en")
    assert told.words == f"{say(STEPS)}\nYour prompt:\n```\na fox\n\n  --steps 900\n```"
    assert told.bare == say(STEPS)
    assert not told.files


def test_what_is_longer_than_a_code_block_is_a_file() -> None:
    short, long = "x" * PROMPT_ROOM, "x" * (PROMPT_ROOM + 1)
    assert f"```\n{short}\n```" in refusal([STEPS], Written(short), "en").words
    told = refusal([STEPS], Written(long), "en")
    assert told.words == say(STEPS)
    assert told.files == {"prompt.txt": long}


@pytest.mark.parametrize("prompt", ["a ``` b", "`\u200b``"])
def test_what_would_end_a_code_block_is_a_file(prompt: str) -> None:
    told = refusal([STEPS], Written(prompt), "en")
    assert told.files == {"prompt.txt": prompt.replace("\u200b", "")}
    assert "```" not in told.words


@each_row("prompt", ["", "  \n ", "\u200b\u202e\x00"])
def test_of_nothing_nothing_is_given_back(prompt: str) -> None:
    assert refusal([STEPS], Written(prompt), "en").words == say(STEPS)


def test_what_hides_or_reorders_is_not_given_back() -> None:
    typed = "a\x00 \u202efox\u2066 می\u200cخواهم\r\n\tb\ud800"
    assert "```\na fox می\u200cخواهم\n\tb\n```" in refusal([STEPS], Written(typed), "en").words


def test_options_stand_below_the_prompt() -> None:
    told = refusal([STEPS], Written("a fox", "steps:900 model:x"), "en")
    assert told.words.endswith("Your options:\n```\nsteps:900 model:x\n```")
    long = "negative_prompt:" + "n" * OPTIONS_ROOM
    assert refusal([STEPS], Written("a fox", long), "en").files == {"options.txt": long}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_takes_it(language: str) -> None:
    locale = {"pt_BR": "pt-BR", "zh_CN": "zh-CN", "es": "es-ES"}.get(language, language)
    lengths = (0, 5, PROMPT_ROOM, PROMPT_ROOM + 1), (0, OPTIONS_ROOM, OPTIONS_ROOM + 1)
    for letter, amount, prompt, options in product("xش😀", (1, 2, 12, 500), *lengths):
        wrote = Written(letter * prompt, letter * options)
        told = refusal(obstacles(amount), wrote, locale)
        assert 0 < len(told.bare) <= PLAIN
        assert 0 < len(told.words) <= (PLAIN if told.files else WIDE)
        assert not told.is_wide or len(told.words.encode()) <= WIDE_BYTES
        assert "`--o0`" in told.words
        if amount == 500:
            left = 500 - told.words.count("- `--o")
            assert say(text("refused.more", count=left), locale) in told.words


LETTERS = st.text(st.sampled_from("xش😀` \n"), max_size=30)


def long(letters: str, length: int) -> str:
    return (letters * length)[:length]


@given(
    st.lists(st.builds(long, LETTERS, st.integers(0, 600)), min_size=1, max_size=8),
    st.builds(long, LETTERS, st.integers(0, 1600)),
    st.builds(long, LETTERS, st.integers(0, 700)),
    st.sampled_from(["en", "de", "ja"]),
)
@example(["x" * 500], "x" * PROMPT_ROOM, "x" * (OPTIONS_ROOM + 1), "en")
@example(["😀" * 500], "😀" * PROMPT_ROOM, "😀" * OPTIONS_ROOM, "en")
def test_a_message_takes_whatever_it_is_made_of(
    lines: list[str], prompt: str, options: str, locale: str
) -> None:
    said = [text("option.engine", option="vae", given="`x`", reason=line) for line in lines]
    told = refusal(said, Written(prompt, options), locale)
    assert 0 < len(told.bare) <= PLAIN
    assert 0 < len(told.brief) <= PLAIN
    assert "`vae`" in told.words
    if told.is_wide:
        assert not told.files  # which a message of components does not show
        assert len(told.words) <= WIDE
        assert len(told.words.encode()) <= WIDE_BYTES
    written = {"prompt.txt": readable(prompt), "options.txt": readable(options)}
    for name, piece in written.items():
        assert not piece.strip() or told.files.get(name) == piece or piece in told.words


def test_brief_it_is_the_beginning_of_what_was_written() -> None:
    told = refusal([STEPS], Written("a ``` b " + "x" * 6000, "o" * 700), "en")
    assert told.brief.startswith(f"{say(STEPS)}\nYour prompt:\n```\na ''' b xxx")
    assert told.brief.endswith("x…\n```")
    assert not told.with_words(told.brief).files
    assert "```\na fox\n```" in refusal(obstacles(500), Written("a fox"), "en").brief


def test_no_obstacle_is_left_out_that_a_message_of_components_takes() -> None:
    told = refusal(obstacles(20), Written("x" * PROMPT_ROOM), "en")
    assert told.is_wide
    assert all(f"`--o{n}`" in told.words for n in range(20))


def test_a_sentence_without_end_is_cut() -> None:
    endless = text("option.engine", option="vae", given="`x`", reason="why " * 5000)
    told = refusal([endless] * 2 + obstacles(3), Written("x" * PROMPT_ROOM), "en")
    assert all(f"`--o{n}`" in told.words for n in range(3))
