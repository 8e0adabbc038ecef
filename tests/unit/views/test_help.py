"""/help says where prompts go."""

from __future__ import annotations

import re

import pytest

from bot.prompt.parse import parse
from bot.texts.say import say
from bot.views.help import FORMS, help_view
from tests.unit.views.samples import assert_within_limits, text

LOCALES = ["en-US", "de", "es-ES", "fr", "ja", "pt-BR", "zh-CN"]
ENGINES = [
    (("horde", "AI Horde"), "volunteers' machines"),
    (("novita", "Novita"), "Novita, a company"),
    (("comfyui", "ComfyUI"), "run by this bot's operator (ComfyUI)"),
    (("sdapi", "the web UI"), "run by this bot's operator (the web UI)"),
]


@pytest.mark.parametrize(("engine", "told"), ENGINES)
def test_it_says_who_reads_prompts(engine: tuple[str, str], told: str) -> None:
    assert told in text(help_view([engine]))


def test_it_says_where_prompts_go_while_the_first_is_down() -> None:
    told = text(help_view([ENGINES[0][0], ENGINES[2][0]]))
    assert told.index("volunteers") < told.index("While that is down") < told.index("(ComfyUI)")


@pytest.mark.parametrize("locale", LOCALES)
def test_it_fits_a_message_in_every_language(locale: str) -> None:
    assert_within_limits(help_view([ENGINES[0][0], ENGINES[1][0]], locale))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_example_can_be_copied(locale: str) -> None:
    examples = [it for form in FORMS for it in re.findall("`(a fox[^`]*)`", say(form, locale))]
    assert len(examples) == 3
    for example in examples:
        read = parse(example)
        assert not read.obstacles
        assert read.options.prompt in {"a fox", "a fox in the snow"}
