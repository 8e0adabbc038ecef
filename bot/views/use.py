"""The settings of a picture, to be checked before anything is sent: a modal, and its button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord import TextStyle, ui

from bot.domain.ids import JobId
from bot.prompt.form import Form
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import USE, use_button
from bot.views.component_ids import ComponentId, custom_id
from bot.views.layout import ACCENT_WORKING, layout
from bot.views.shorten import Room, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.texts.text import Text

IN_MODAL = dict.fromkeys(("prompt", "negative_prompt", "options"), Room(4000, 16_000))
"""What the fields of a modal hold, by their ids."""

IN_MESSAGE = {
    "prompt": Room(1500, 3600),
    "negative_prompt": Room(1100, 2400),
    "options": Room(700, 1600),
}
"""What a message tells of them; it has 4,000 characters and 10,170 bytes. A request takes less."""

LABELS = {
    "prompt": text("use.prompt"),
    "negative_prompt": text("use.negative"),
    "options": text("use.options"),
}
FIRST_ID = 101
"""Of the components of a message that hold the fields: by these they are found again."""

SAID_ROOM = Room(400, 1200)

_FENCE = "```"
_BROKEN_FENCE = "`\u200b`\u200b`"
"""Looks the same and ends no block of code."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What was read of a picture."""

    form: Form
    private: bool
    """Whether only who asks is to see the result."""
    said: tuple[Text, ...] = ()
    """Which picture it was, and what of it is not as it was."""


def use_modal(offer: Offer, locale: str = ENGLISH) -> ui.Modal:
    """Return the form. discord.py must not remember it: the router hears what is submitted."""
    form, said = _fitting(offer, IN_MODAL, locale)
    modal = ui.Modal(title=say(text("use.title"), locale), custom_id=_id(offer, form))
    if said:
        modal.add_item(ui.TextDisplay(said))
    for name, value in _fields(form).items():
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


def use_view(offer: Offer, locale: str = ENGLISH) -> ui.LayoutView:
    """Show the same as a message, whose button opens the form: all that it needs stands there."""
    form, said = _fitting(offer, IN_MESSAGE, locale)
    parts = list[ui.Item[ui.LayoutView]]()
    parts.append(ui.TextDisplay(f"{say(text('use.ready'), locale)}\n{said}".strip()))
    for number, (name, value) in enumerate(_fields(form).items(), FIRST_ID):
        if value:
            parts.append(ui.TextDisplay(f"-# {say(LABELS[name], locale)}"))
            parts.append(ui.TextDisplay(_block(value), id=number))
    parts.append(ui.ActionRow(use_button(_job(offer, form), locale)))
    return layout(ACCENT_WORKING, *parts)


def form_in(components: Iterable[object]) -> Form | None:
    """Return the fields that a message shows; None where it is no such message."""
    found = dict(_blocks(components))
    names = {FIRST_ID + at: name for at, name in enumerate(LABELS)}
    values = {name: found.get(number, "") for number, name in names.items()}
    return form_of_fields(values) if any(values.values()) else None


def form_of_fields(values: Mapping[str, str]) -> Form:
    """Return the form whose fields these are, by their ids."""
    return Form(
        prompt=values.get("prompt", ""),
        negative=values.get("negative_prompt", ""),
        options=values.get("options", ""),
    )


def private_and_marks(token: str) -> tuple[bool, str]:
    """Return whether the result is private, and the marks of a form, from the id's last part."""
    return token.startswith("p"), token[1:]


def _id(offer: Offer, form: Form) -> str:
    return custom_id(ComponentId(USE, _job(offer, form)))


def _job(offer: Offer, form: Form) -> JobId:
    """Return what stands in the id for a job: there is none yet."""
    return JobId(("p" if offer.private else "o") + form.marks)


def _fields(form: Form) -> dict[str, str]:
    values = (form.prompt, form.negative, form.options)
    return dict(zip(LABELS, values, strict=True))


def _fitting(offer: Offer, rooms: Mapping[str, Room], locale: str) -> tuple[Form, str]:
    """Return the form as far as it fits, and what is said above it."""
    cut = {name: _cut(value, rooms[name], name) for name, value in _fields(offer.form).items()}
    form = form_of_fields(cut)
    said = [*offer.said, *([text("use.cut")] if form != offer.form else [])]
    return form, shorten("\n".join(say(line, locale) for line in said), SAID_ROOM)


def _cut(value: str, room: Room, name: str) -> str:
    """Return as much as fits, of whole words or whole flags."""
    kept = value[: room.chars].encode()[: room.bytes].decode(errors="ignore")
    if kept == value:
        return value
    head, _, _ = kept.rpartition(" --" if name == "options" else " ")
    return head or kept


def _block(value: str) -> str:
    return f"{_FENCE}\n{value.replace(_FENCE, _BROKEN_FENCE)}\n{_FENCE}"


def _blocks(components: Iterable[object]) -> Iterable[tuple[int, str]]:
    for component in components:
        content = getattr(component, "content", None)
        if isinstance(content, str) and content.startswith(f"{_FENCE}\n"):
            inner = content.removeprefix(_FENCE).removesuffix(_FENCE).strip("\n")
            yield getattr(component, "id", 0), inner.replace(_BROKEN_FENCE, _FENCE)
        yield from _blocks(getattr(component, "children", ()))
