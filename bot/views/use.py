"""The settings of a picture, to be checked before anything is sent: a modal, and its button."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord import ui

from bot.domain.ids import JobId
from bot.prompt.form import MARK
from bot.prompt.strict import LENGTH, as_letters, of_letters
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import USE, button
from bot.views.component_ids import ComponentId, custom_id
from bot.views.form_modal import (
    LABELS,
    cut_to_modal,
    ended_well,
    fields_of_form,
    form_modal,
    form_of_fields,
    start,
)
from bot.views.layout import ACCENT_WORKING, layout
from bot.views.shorten import Room, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.prompt.form import Form
    from bot.texts.text import Text

IN_MESSAGE = {
    "prompt": Room(1500, 3600),
    "negative_prompt": Room(1100, 2400),
    "options": Room(700, 1600),
}
"""What a message tells of them; it has 4,000 characters and 10,170 bytes. A request takes less."""

FIRST_ID = 101
"""Of the components of a message that hold the fields: by these they are found again."""

_MARKED = 1 + 3 * MARK
"""Where the marks end in an id: a letter goes before them, and the letters of what was typed and
of what was told follow; 32 are taken."""

SAID_ROOM = Room(400, 1200)

_FENCE = "```"
_TICKS_TOUCH = re.compile("(?<=`)(?=`)")
_NOTHING_SEEN = "\u200b"
"""Between two backticks it looks the same, and three of them end no block of code."""
_TICKS_APART = re.compile("(?<=`)\u200b(?=`)")


@dataclass(frozen=True, slots=True)
class Offer:
    """What was read of a picture."""

    form: Form
    private: bool
    """Whether only who asks is to see the result."""
    said: tuple[Text, ...] = ()
    """Which picture it was, and what of it is not as it was."""
    typed: frozenset[str] = frozenset()
    """Options that somebody typed beside it."""
    told: str = ""
    """By which it is found again what of it is not as it was."""


def use_modal(offer: Offer, locale: str = ENGLISH) -> ui.Modal:
    """Return the form. discord.py must not remember it: the router hears what is submitted."""
    form, said = _fitting(offer, cut_to_modal(offer.form), locale)
    return form_modal(say(text("use.title"), locale), _id(offer, form), form, said, locale)


def use_view(offer: Offer, locale: str = ENGLISH) -> ui.LayoutView:
    """Show the same as a message, whose button opens the form: all that it needs stands there."""
    cut = {name: _cut(name, value) for name, value in fields_of_form(offer.form).items()}
    form, said = _fitting(offer, form_of_fields(cut), locale)
    parts = list[ui.Item[ui.LayoutView]]()
    parts.append(ui.TextDisplay(f"{say(text('use.ready'), locale)}\n{said}".strip()))
    for number, (name, value) in enumerate(fields_of_form(form).items(), FIRST_ID):
        if value:
            parts.append(ui.TextDisplay(f"-# {say(LABELS[name], locale)}"))
            parts.append(ui.TextDisplay(_block(value), id=number))
    parts.append(ui.ActionRow(button(USE, _job(offer, form), locale)))
    return layout(ACCENT_WORKING, *parts)


def form_in(components: Iterable[object]) -> Form | None:
    """Return the fields that a message shows; None where it is no such message."""
    found = dict(_blocks(components))
    names = {FIRST_ID + at: name for at, name in enumerate(LABELS)}
    values = {name: found.get(number, "") for number, name in names.items()}
    return form_of_fields(values) if any(values.values()) else None


def private_and_marks(token: str) -> tuple[bool, str]:
    """Return whether the result is private, and the marks of a form, from the id's last part."""
    return token.startswith("p"), token[1:_MARKED]


def typed_and_told(token: str) -> tuple[frozenset[str], str]:
    """Return what was typed beside a picture, and by which it is found what was told of it."""
    return of_letters(token[_MARKED:]), token[_MARKED + LENGTH :]


def _id(offer: Offer, form: Form) -> str:
    return custom_id(ComponentId(USE, _job(offer, form)))


def _job(offer: Offer, form: Form) -> JobId:
    """Return what stands in the id for a job: there is none yet."""
    kind = "p" if offer.private else "o"
    return JobId(f"{kind}{form.marks}{as_letters(offer.typed)}{offer.told}")


def _fitting(offer: Offer, form: Form, locale: str) -> tuple[Form, str]:
    """Return the form as far as it fits, and what is said above it."""
    said = [*offer.said, *([text("use.cut")] if form != offer.form else [])]
    return form, shorten("\n".join(say(line, locale) for line in said), SAID_ROOM)


def _cut(name: str, value: str) -> str:
    """Return as much as fits once it stands in a block of code, where some of it takes more."""
    kept = start(_TICKS_TOUCH.sub(_NOTHING_SEEN, value), IN_MESSAGE[name])
    return ended_well(name, value, _TICKS_APART.sub("", kept.rstrip(_NOTHING_SEEN)))


def _block(value: str) -> str:
    return f"{_FENCE}\n{_TICKS_TOUCH.sub(_NOTHING_SEEN, value)}\n{_FENCE}"


def _blocks(components: Iterable[object]) -> Iterable[tuple[int, str]]:
    for component in components:
        content = getattr(component, "content", None)
        if isinstance(content, str) and content.startswith(f"{_FENCE}\n"):
            inner = content.removeprefix(_FENCE).removesuffix(_FENCE).strip("\n")
            yield getattr(component, "id", 0), _TICKS_APART.sub("", inner)
        yield from _blocks(getattr(component, "children", ()))
