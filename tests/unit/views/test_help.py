"""/help: what can be done, by task, and where prompts go."""

from __future__ import annotations

import re

from bot.prompt.parse import parse
from bot.texts.say import say
from bot.views.help import (
    BUTTONS,
    COMMANDS,
    FORMS,
    MANAGING,
    MODERATING,
    Offered,
    help_view,
    mention,
)
from tests.tables import each_row
from tests.unit.views.samples import assert_within_limits, text

LOCALES = ["en-US", "de", "es-ES", "fr", "ja", "pt-BR", "zh-CN"]
ENGINES = [
    (("horde", "AI Horde"), "volunteers' machines"),
    (("novita", "Novita"), "Novita, a company"),
    (("comfyui", "ComfyUI"), "run by this bot's operator (ComfyUI)"),
    (("sdapi", "the web UI"), "run by this bot's operator (the web UI)"),
]
GROUPS = {command.partition(" ")[0] for command in [*COMMANDS, *MODERATING, *MANAGING]}
ALL = Offered(
    commands=GROUPS,
    buttons=BUTTONS.keys(),
    ids=dict.fromkeys(["imagine", *GROUPS], 2**63 - 1),
    may_moderate=True,
    may_manage=True,
)


@each_row("engine, told", ENGINES)
def test_it_says_who_reads_prompts(engine: tuple[str, str], told: str) -> None:
    assert told in text(help_view([engine]))


def test_it_says_where_prompts_go_while_the_first_is_down() -> None:
    told = text(help_view([ENGINES[0][0], ENGINES[2][0]]))
    assert told.index("volunteers") < told.index("While that is down") < told.index("(ComfyUI)")


@each_row("locale", LOCALES)
def test_it_fits_a_message_in_every_language(locale: str) -> None:
    view = help_view([ENGINES[0][0], ENGINES[1][0]], ALL, locale)
    assert_within_limits(view)
    told = text(view)
    for command in ["imagine", *COMMANDS, *MODERATING, *MANAGING]:
        assert f"</{command}:{2**63 - 1}>" in told
    for command in ("Image details", "Use these settings", "Report image"):
        assert f"*{command}*" in told


@each_row("locale", LOCALES)
def test_every_example_can_be_copied(locale: str) -> None:
    examples = [it for form in FORMS for it in re.findall("`(a fox[^`]*)`", say(form, locale))]
    assert len(examples) == 3
    for example in examples:
        read = parse(example)
        assert not read.obstacles
        assert read.options.prompt in {"a fox", "a fox in the snow"}


def test_it_names_what_there_is_for_who_asks_and_nothing_else() -> None:
    told = text(help_view([ENGINES[0][0]], Offered(commands={"usage", "policy"})))
    assert "`/usage`" in told
    assert "`/imagine`" in told
    for absent in ("/models", "/policy", "*Again*", "Under a result"):
        assert absent not in told
    told = text(help_view([ENGINES[0][0]], ALL._replace(buttons={"delete"}, commands=())))
    assert "*Delete*: takes your images away" in told
    assert "*Again*" not in told
    assert "Find and keep" not in told


def test_a_group_is_mentioned_by_one_of_its_own() -> None:
    assert mention("style list", {"style": 7}) == "</style list:7>"
    assert mention("style list", {"imagine": 7}) == "`/style list`"
