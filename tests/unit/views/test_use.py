"""A form and its message fit Discord's limits, whatever a picture says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import TextStyle
from discord.components import _component_factory

from bot.playground.discord.components import accept
from bot.playground.discord.modals import check_modal
from bot.prompt.form import Form
from bot.texts.languages import LANGUAGES
from bot.texts.text import text
from bot.views.carried import carried
from bot.views.component_ids import parse
from bot.views.use import (
    Offer,
    form_in,
    private_and_marks,
    typed_and_told,
    use_modal,
    use_view,
)
from tests.tables import each_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOX = Form("a red fox", "blur", "--steps 28 --seed 42")
BUTTON = 2

LONG = "x" * 300
SAID = (
    text("use.source_of", name=f"`{'狐' * 80}`", number=10, total=10),
    text("use.program", program="Draw Things"),
    text("result.adjusted", changes=(LONG,) * 10),
)
FORMS = {
    "short": FOX,
    "only a prompt": Form("a red fox"),
    "only a seed": Form(options="--seed 42"),
    "long": Form("fox, " * 3_000, "blur, " * 3_000, "--lora ink:0.5 " * 1_000),
    "long words": Form("x" * 16_000, "y" * 16_000, "--model " + "z" * 16_000),
    "of many bytes": Form("🦊" * 8_000, "狐" * 8_000, "--model " + "狐" * 8_000),
    "backticks": Form("`" * 1_500, "`" * 1_000, f'--model "{"`" * 690}"'),
    "backticks and words": Form("a ````` b " * 300, "`a``b" * 300, '--model "`````"'),
    "fences": Form("```" * 2_000, "```\n```", '--model "```"'),
}


def components(offer: Offer, locale: str) -> list[dict[str, object]]:
    view = use_view(offer, locale)
    shown = view.to_components()  # type: ignore[no-untyped-call]
    return list(accept(shown, v2=True, named={}, link=str))


def contents(component: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words of a component, however deep they lie."""
    if "content" in component:
        yield component["content"]
    for inner in component.get("components", ()):
        yield from contents(inner)


@each_row("locale", LANGUAGES)
@each_row("name", FORMS)
async def test_both_are_what_discord_takes(name: str, locale: str) -> None:
    offer = Offer(FORMS[name], private=True, said=SAID)
    check_modal(use_modal(offer, locale).to_dict())
    shown = components(offer, locale)
    words = "".join(content for component in shown for content in contents(component))
    assert len(words) <= 4_000
    assert len(words.encode()) <= 10_170


async def test_each_field_has_room_for_several_lines() -> None:
    fields = [label.component for label in use_modal(Offer(FOX, private=False)).children]  # type: ignore[attr-defined]
    assert [(it.style, it.max_length) for it in fields] == [(TextStyle.paragraph, 4000)] * 3


@each_row("name", FORMS)
async def test_a_message_is_read_back_as_it_was_written(name: str) -> None:
    offer = Offer(FORMS[name], private=False, said=SAID)
    sent = [_component_factory(it) for it in components(offer, "en")]  # type: ignore[arg-type]
    form = form_in(sent)
    assert form is not None
    (button,) = (custom_id for kind, custom_id in carried(sent) if kind == BUTTON)
    component = parse(button)
    assert component is not None
    assert private_and_marks(component.job_id) == (False, form.marks)
    assert FORMS[name].prompt.startswith(form.prompt)
    if name in {"short", "only a prompt", "only a seed"}:
        assert form == FORMS[name]


async def test_a_modal_and_the_button_that_opens_it_have_the_same_id() -> None:
    offer = Offer(FOX, private=True)
    modal = use_modal(offer)
    assert modal.is_finished()
    component = parse(modal.custom_id)
    assert component is not None
    assert private_and_marks(component.job_id) == (True, FOX.marks)


async def test_options_are_cut_between_flags() -> None:
    modal = use_modal(Offer(FORMS["long"], private=False)).to_dict()
    value = modal["components"][-1]["component"]["value"]
    assert value.endswith("--lora ink:0.5")
    assert len(value) > 3_900


def test_what_was_typed_and_told_travels_with_the_form() -> None:
    offer = Offer(FOX, private=True, typed=frozenset({"steps", "hires"}), told="abcd")
    component = parse(use_modal(offer).custom_id)
    assert component is not None
    assert private_and_marks(component.job_id) == (True, FOX.marks)
    assert typed_and_told(component.job_id) == (offer.typed, "abcd")


def test_other_messages_hold_no_form() -> None:
    assert form_in([]) is None
