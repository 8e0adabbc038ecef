"""The built-in filter, on a table of what it has to refuse and to pass, in seven languages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.minors import is_about_minors
from bot.domain.request import GenerationRequest, Lora

TABLE = Path(__file__).parent / "tables" / "minors.txt"
FLOOR = 0.99
LANGUAGES = {"en", "de", "es", "fr", "ja", "pt", "zh"}


def request(prompt: str, negative: str = "", **rest: object) -> GenerationRequest:
    options = {"model": "dreamshaper_8.safetensors", "width": 512, "height": 512} | rest
    return GenerationRequest(prompt=prompt, negative_prompt=negative, **options)  # type: ignore[arg-type]


def rows() -> list[tuple[bool, str, str, str]]:
    found = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            sign, language, words = line.split(" ", 2)
            prompt, _, negative = words.partition(" || ")
            found.append((sign == "+", language, prompt, negative))
    return found


def test_the_table_is_read_as_it_should_be() -> None:
    table = rows()
    refused = [(prompt, negative) for wrong, _, prompt, negative in table if is_about_minors(request(prompt, negative))]
    missed = [row for row in table if row[0] and row[2:] not in refused]
    harmed = [row for row in table if not row[0] and row[2:] in refused]
    for row in missed: print("MISSED", row)
    for row in harmed: print("HARMED", row)
    assert 0
