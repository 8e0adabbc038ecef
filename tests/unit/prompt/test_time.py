"""Parsing takes time in proportion to the text, whatever stands in it."""

from __future__ import annotations

import time

import pytest

from bot.prompt.parse import parse

HOSTILE = [
    *("a ", " ", "\n", "\n ", ",", ", ", ",\n", "<", "<lora:", "<lora:a:1>", "<lora:a:1> "),
    *("--no ", "--no a ", '--no "', "--no a Steps: 2, ", "--emb a ", "-- ", "—no ", '"', "“"),
    *("\\", '\\"', "\u200d", "\u200d ", "a:", "a: b, ", 'a: "b, ', "A a a a a a a a a a a a a a "),
    *("Steps: ", "Steps:", "Steps: 2, ", "Steps: a\n", "Seed: 1, ", "Seed: ", "Negative prompt: "),
    *(
        "—",
        "—so ",
        "—so it is— ",
        "画——no",
        "－－ar ",
        "--no „",
        "--v 5 ",
        "--sref 1 ",
        "--foo ",
        "**",
    ),
    *(
        "[",
        "[]",
        "{",
        "a: [, ",
        "Notes: [{, ",
        'Model: "',
        'Model: "\\" ',
        "<lora:a:1@",
        ":",
        "Template:",
    ),
    *(
        "Lora hashes: a: 1234, ",
        "Steps: 2 Seed: 3 ",
        'x --no "a, Seed: 3 ',
        '\\"a: "',
        "/imagine prompt:",
        "<lora:a>—ar 1:1",
        "<hypernet:a>—v 5",
        "snow,—ar 1:1",
        "--v 5--s 2",
        "CFG: 1, CFG: 1, ab ",
        "Steps: 1, aaaa ",
        "Prompt: a, Steps: 1, ",
        "seed: 3 ",
        "steps: x, ",
        "Negative: ",
        ", ; | ",
        "Steps：2，",
        "**Steps:** 2 ; ",
        "- ",
        "```\n> ",
        "--lora a:1, b:1, ",
        'Note A: "x" ',
    ),
]

LONG = 12_000
"""Twice the longest prompt."""
ATTEMPTS = 10
"""Whoever else uses the machine may disturb a measurement, not all of them."""


AROUND = [
    ("", ""),
    ("Steps: 20, Seed: 3, x: ", ""),
    ("Negative prompt: a Steps: 2", "b"),
    ('--no "', "b"),
    ("x\nCFG: 1, ", ""),
    ("a ", "\nSteps: 20, Seed: 3"),
    ("a Steps: 20, Civitai resources: [", ""),
    ("**a", "** - @m (fast)"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_hostile_text_takes_time_in_proportion(piece: str) -> None:
    slow = [
        (head, tail)
        for head, tail in AROUND
        if not any(_is_in_proportion(piece, head, tail) for _ in range(ATTEMPTS))
    ]
    assert slow == []


def _is_in_proportion(piece: str, head: str, tail: str) -> bool:
    """Four times the text is four times the work; in quadratic time it would be sixteen times."""
    long = (piece * LONG)[:LONG]
    return _cost(head + long + tail) < 8 * _cost(head + long[: LONG // 4] + tail)


def _cost(text: str) -> float:
    start = time.process_time()
    parse(text)
    return time.process_time() - start
