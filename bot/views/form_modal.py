"""A modal of three fields: prompt, negative prompt, and the options as flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import TextStyle, ui

from bot.prompt.form import Form
from bot.texts.say import say
from bot.texts.text import text
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Mapping

IN_MODAL = dict.fromkeys(("prompt", "negative_prompt", "options"), Room(4000, 16_000))
"""What the fields of a modal hold, by their ids."""

LABELS = {
    "prompt": text("use.prompt"),
    "negative_prompt": text("use.negative"),
    "options": text("use.options"),
}


def form_modal(title: str, custom_id: str, form: Form, said: str, locale: str) -> ui.Modal:
    """Return a modal that nobody keeps: the router hears what is submitted.

    Args:
        title: At most 45 characters.
        custom_id: Under which it is submitted.
        form: What stands in the fields, cut to fit.
        said: What is told above them, if anything.
        locale: Of who reads it.

    """
    modal = ui.Modal(title=title, custom_id=custom_id)
    if said:
        modal.add_item(ui.TextDisplay(said))
    for name, value in fields_of_form(form).items():
        field = ui.TextInput[ui.Modal](
            custom_id=name,
            style=TextStyle.paragraph,
            default=value or None,
            required=name == "prompt",
            max_length=IN_MODAL[name].chars,
        )
        modal.add_item(ui.Label(text=say(LABELS[name], locale), component=field))
    modal.stop()
    return modal


def fields_of_form(form: Form) -> dict[str, str]:
    """Return the fields of a form, by their ids."""
    values = (form.prompt, form.negative, form.options)
    return dict(zip(LABELS, values, strict=True))


def form_of_fields(values: Mapping[str, str]) -> Form:
    """Return the form whose fields these are, by their ids."""
    return Form(
        prompt=values.get("prompt", ""),
        negative=values.get("negative_prompt", ""),
        options=values.get("options", ""),
    )


def cut_to_modal(form: Form) -> Form:
    """Return a form as far as it fits into a modal."""
    return form_of_fields(
        {
            name: ended_well(name, value, start(value, IN_MODAL[name]))
            for name, value in fields_of_form(form).items()
        }
    )


def start(value: str, room: Room) -> str:
    """Return as much of a value as a room holds."""
    return value[: room.chars].encode()[: room.bytes].decode(errors="ignore")


def ended_well(name: str, value: str, kept: str) -> str:
    """Return what is kept of a field's value, less what is left of a word or flag at its end."""
    if kept == value:
        return value
    head, _, _ = kept.rpartition(" --" if name == "options" else " ")
    return head or kept
