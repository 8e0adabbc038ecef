"""Blocks as chats, phones and people dress them, and prose that looks like one."""

from __future__ import annotations

import pytest

from bot.prompt.parse import parse
from tests.tables import each_row
from tests.unit.prompt.said import said, taken

BASE = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x512"
READ = {
    "steps": 20,
    "sampler": "Euler a",
    "guidance": 7.0,
    "seed": 42,
    "width": 512,
    "height": 512,
}
FOX = {"prompt": "a fox"}
BLUR = {"negative_prompt": "blur"}


@each_row(
    "text",
    [
        "```\na fox\n{}\n```",
        "```yaml\na fox\n{}\n```",
        "```a fox\n{}```",
        "a fox\n```\n{}\n```",
        "`a fox {}`",
        "> a fox\n> {}",
        ">>> a fox\n{}",
        "a fox\n{}.",
        "/imagine prompt：a fox\n{}",
        "/imagine prompt a fox\n{}",
        'Prompt: "a fox"\n{}',
        "Prompt： a fox\n{}",
    ],
)
def test_what_stands_around_a_block_is_dropped(text: str) -> None:
    assert said(text.format(BASE)) == FOX | READ


@each_row(
    "block",
    [
        BASE.replace(": ", "：").replace(", ", "，"),
        BASE.replace(": ", "：").replace(", ", "，").replace("20", "２０").replace("42", "４２"),
        BASE.replace(":", " :"),
        BASE.replace(", ", "; "),
        BASE.replace(", ", " ; "),
        BASE.replace(", ", " | "),
        BASE.replace(", ", ",, "),
        "• " + BASE.replace(", ", "\n• "),
        "- " + BASE.replace(", ", "\n- "),
        "* " + BASE.replace(", ", "\n* "),
        "**" + BASE.replace(": ", ":** ").replace(", ", ", **"),
        "**" + BASE.replace(": ", "**: ").replace(", ", "\n**"),
    ],
)
def test_pairs_may_be_written_in_other_signs(block: str) -> None:
    assert said(f"a fox\n{block}") == FOX | READ


@each_row(
    "label",
    [
        "Negative prompt : ",
        "Negative prompt：",
        "**Negative prompt:** ",
        "- Negative prompt: ",
        "Negative_prompt: ",
        "NegativePrompt: ",
        "Negative: ",
    ],
)
def test_a_label_may_be_written_otherwise(label: str) -> None:
    assert said(f"a fox\n{label}blur\n{BASE}") == FOX | BLUR | READ


@pytest.mark.parametrize(("start", "end"), [("“", "”"), ('"', '"')])
def test_quotes_go_only_where_a_whole_prompt_has_them(start: str, end: str) -> None:
    negative = f"Negative prompt: {start}blur{end}\n{BASE}"
    assert said(f"Prompt: {start}a fox{end}\n{negative}") == FOX | BLUR | READ
    kept = {"negative_prompt": f"{start}blur{end}"}
    assert said(f"a fox\n{negative}") == FOX | kept | READ


@pytest.mark.parametrize("text", ["a fox\nNegative prompt:{}", "a fox Negative prompt: {}"])
def test_a_negative_prompt_may_be_empty(text: str) -> None:
    assert said(text.format(BASE)) == FOX | READ


@each_row(
    "text",
    [
        "a fox; size : small",
        "a fox • steps: many",
        "a poster | model: Anna",
        "- a fox - a hen",
        "红狐：雪，水墨画",
        "a **bold:** fox",
        "negative: a film strip",
    ],
)
def test_signs_without_a_block_stay(text: str) -> None:
    assert said(text) == {"prompt": text}


@each_row(
    "extra",
    [
        "ADetailer prompt: calm <lora:face:0.4>, Version: v1",
        "Author: Ann <lora:z:1> Bee, Version: v1",
        "ADetailer prompt: calm --no hands, Version: v1",
        "Hires prompt: fox —no hat, Version: v1",
        "Hires prompt: fox --no hat",
        "Note: see --steps 30 there, Version: v1",
        "Note: a --b c, Version: 1",
        'Wildcard prompt: "a __x__ <lora:ink:1>", Version: v1',
        'Comment: "see --steps 3", Version: v1',
    ],
)
@each_row("end", [", ", "\n", " "])
def test_nothing_inside_an_ignored_value_is_read(extra: str, end: str) -> None:
    if end == " " and '"' not in extra:
        end = ", "
    parsed = taken(f"a fox\n{BASE}{end}{extra}")
    assert said(f"a fox\n{BASE}{end}{extra}") == FOX | READ
    assert extra.partition(":")[0] in parsed.ignored


def test_flags_may_follow_the_last_pair() -> None:
    assert said(f"a fox\n{BASE}, Version: v1 --n 2") == FOX | READ | {"images": 2}


@each_row(
    "text, prompt",
    [
        ("stairs, steps: 3\n{}", "stairs, steps: 3"),
        ("stairs, Steps: 3\n{}", "stairs, Steps: 3"),
        ("a poster, size: small, {}", "a poster, size: small,"),
        ("a scene, seed: barley, steps: stone, {}", "a scene, seed: barley, steps: stone,"),
        ("a girl, model: tall, {}", "a girl, model: tall,"),
        ("a girl, model: tall\n{}", "a girl, model: tall"),
    ],
)
def test_words_before_a_block_that_look_like_its_keys_are_words(text: str, prompt: str) -> None:
    assert said(text.format(BASE)) == {"prompt": prompt} | READ


@each_row(
    "words",
    [
        "bad hands, low steps: 3",
        "seed: 3",
        "see Prompt: x",
        "blur, Prompt: x",
        "low steps: 3, blur",
    ],
)
def test_words_of_a_negative_prompt_that_look_like_keys_are_words(words: str) -> None:
    read = said(f"a fox\nNegative prompt: {words}\n{BASE}")
    assert read == FOX | READ | {"negative_prompt": words}


@pytest.mark.parametrize(
    "text", ["model: m, steps: 20, seed: 3", "a fox, model: m, steps: 20, seed: 3"]
)
def test_a_block_may_be_small_throughout(text: str) -> None:
    read = said(text)
    assert (read["model"], read["steps"], read["seed"]) == ("m", 20, 3)


@each_row("seed", [".0", "-.0", "+.0", '".0"', "0."])
def test_a_seed_may_be_any_spelling_of_a_whole_number(seed: str) -> None:
    assert said(f"a fox\nSteps: 20, Seed: {seed}") == FOX | {"steps": 20, "seed": 0}


@each_row("seed", [".5", "1.5", ".", "-", "+"])
def test_a_seed_that_is_no_whole_number_is_left_out(seed: str) -> None:
    assert parse(f"a fox\nSteps: 20, Sampler: LMS, Seed: {seed}").options.seed is None


@pytest.mark.parametrize(
    "text", ["**Neon Fox** - @studio poster, red, 4K", "**a fox** - @bob in a red coat"]
)
def test_a_name_without_a_mode_is_one_word_at_the_end(text: str) -> None:
    assert said(text) == {"prompt": text}


def test_a_clip_skip_may_be_counted_from_the_end() -> None:
    assert said(f"a fox\n{BASE}, Clip skip: -2") == FOX | READ | {"clip_skip": 2}


def test_the_line_before_the_pairs_is_no_negative_prompt_if_it_is_a_flag() -> None:
    assert "negative_prompt" not in said(f"a fox\n-ar 16:9\n{BASE}")
    assert said(f"a fox\n-blur\n{BASE}") == FOX | BLUR | READ


@each_row(
    "key, value",
    [
        ("Model", "None"),
        ("Model", "unknown"),
        ("VAE", "Auto"),
        ("VAE", "Baked"),
        ("VAE", "Baked VAE"),
    ],
)
def test_a_name_that_is_none_says_nothing(key: str, value: str) -> None:
    parsed = parse(f"a fox\n{BASE}, {key}: {value}")
    assert (parsed.options.model, parsed.options.vae, parsed.ignored) == (None, None, (key,))
