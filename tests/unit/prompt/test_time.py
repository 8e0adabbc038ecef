"""Parsing takes time in proportion to the text, whatever stands in it."""

from __future__ import annotations

import contextlib
import time

import pytest

from bot.errors import RefusedError
from bot.prompt.parse import parse

HOSTILE = [
    *("a ", " ", "\n", "\n ", ",", ", ", ",\n", "<", "<lora:", "<lora:a:1>", "<lora:a:1> "),
    *("--no ", "--no a ", '--no "', "--no a Steps: 2, ", "--emb a ", "-- ", "—no ", '"', "“"),
    *("\\", '\\"', "\u200d", "\u200d ", "a:", "a: b, ", 'a: "b, ', "A a a a a a a a a a a a a a "),
    *("Steps: ", "Steps:", "Steps: 2, ", "Steps: a\n", "Seed: 1, ", "Seed: ", "Negative prompt: "),
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("", ""),
        ("Steps: 20, Seed: 3, x: ", ""),
        ("Negative prompt: a Steps: 2", "b"),
        ('--no "', "b"),
    ],
)
def test_a_long_hostile_text_is_parsed_in_no_time(piece: str, head: str, tail: str) -> None:
    text = head + (piece * 12_000)[:12_000] + tail
    start = time.process_time()
    with contextlib.suppress(RefusedError):
        parse(text)
    # Twice the longest prompt takes about 20 ms; in quadratic time it would be a second.
    assert time.process_time() - start < 0.25
