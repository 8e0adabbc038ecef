"""Styles as members see them: one with its button, a page of them, the form, and what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import TextStyle, ui

from bot.domain.ids import JobId
from bot.domain.style import Scope
from bot.prompt.styles import where_it_goes
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.texts.typed import typed
from bot.views.adjusted import adjusted_line
from bot.views.buttons import USE, button
from bot.views.clean import code, shown
from bot.views.component_ids import ComponentId, custom_id
from bot.views.form_modal import IN_MODAL, LABELS
from bot.views.layout import ACCENT_CANCELLED, ACCENT_DONE, layout, subtext
from bot.views.pages import page_row, page_words, pages_of
from bot.views.shorten import Room, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import ListingId
    from bot.domain.style import SavedStyle, Style, StyleId
    from bot.prompt.style_file import Refused
    from bot.texts.text import Text

OF_STYLE = "s"
"""Before the id of a style, in the place of a job: no other form's id begins so."""

PAGE_SIZE = 10

NAME_ROOM = Room(70, 160)
"""For a name of 32 characters, each escaped."""

_FRAME = Room(1500, 3600)
_NEGATIVE = Room(1100, 2600)
_FLAGS = Room(700, 1800)
_EXCERPT = Room(90, 220)
_REASON = Room(200, 400)
_LABEL = 45
"""Characters of a label in a form, and of its title."""

WHOSE = {Scope.OWN: text("style.own"), Scope.SERVER: text("style.servers")}


def style_view(
    style: Style,
    said: Sequence[Text],
    notes: Sequence[Text] = (),
    locale: str = ENGLISH,
    *,
    usable: StyleId | None = None,
) -> ui.LayoutView:
    """Show a style.

    Args:
        style: What is shown.
        said: What is told of it, above.
        notes: What of it is not taken as it is.
        locale: Of the member who reads it.
        usable: Its id, where a button is to open the form.

    """
    parts = list[ui.Item[ui.LayoutView]]()
    parts.append(ui.TextDisplay("\n".join(say(each, locale) for each in said)))
    if style.prompt:
        parts.append(ui.TextDisplay(f"> {shown(style.prompt, _FRAME)}"))
    if where := where_it_goes(style):
        parts.append(subtext([say(where, locale)]))
    if style.negative_prompt:
        label = say(LABELS["negative_prompt"], locale)
        parts.append(ui.TextDisplay(f"-# {label}\n> {shown(style.negative_prompt, _NEGATIVE)}"))
    if style.options:
        label = say(LABELS["options"], locale)
        parts.append(ui.TextDisplay(f"-# {label}\n{code(style.options, _FLAGS)}"))
    if notes:
        told = [say(note, locale) for note in notes]
        parts.append(ui.TextDisplay(f"-# {adjusted_line(told, locale)}"))
    if usable:
        parts.append(ui.ActionRow(button(USE, JobId(f"{OF_STYLE}{usable}"), locale)))
    return layout(ACCENT_DONE if usable else ACCENT_CANCELLED, *parts)


def styles_view(
    styles: Sequence[SavedStyle], listing_id: ListingId, page: int, locale: str = ENGLISH
) -> ui.LayoutView:
    """Show one page of styles; the last where there is no such page."""
    pages = pages_of(len(styles), PAGE_SIZE)
    page = min(page, pages)
    parts = list[ui.Item[ui.LayoutView]]()
    parts.append(ui.TextDisplay(f"**{say(text('style.heading'), locale)}**"))
    here = styles[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    lines = [_line(it, locale) for it in here] or [say(text("style.nothing"), locale)]
    parts.append(ui.TextDisplay("\n".join(lines)))
    if row := page_row(listing_id, page, pages, locale):
        parts += [subtext([page_words(page, pages, locale)]), row]
    return layout(ACCENT_CANCELLED, *parts)


def style_modal(saved: SavedStyle, locale: str = ENGLISH) -> ui.Modal:
    """Return the form that puts a prompt into a style. The router hears what is submitted."""
    style, job = saved.style, JobId(f"{OF_STYLE}{saved.id}")
    title = say(text("style.form", name=style.name), locale)[:_LABEL]
    modal = ui.Modal(title=title, custom_id=custom_id(ComponentId(USE, job)))
    if style.prompt:
        modal.add_item(ui.TextDisplay(f"> {shown(style.prompt, _FRAME)}"))
    for name, room in IN_MODAL.items():
        field = ui.TextInput[ui.Modal](
            custom_id=name,
            style=TextStyle.paragraph,
            required=name == "prompt",
            max_length=room.chars,
        )
        modal.add_item(ui.Label(text=say(LABELS[name], locale)[:_LABEL], component=field))
    modal.stop()
    return modal


def report(
    names: Sequence[str],
    refused: Sequence[Refused],
    unread: int,
    locale: str = ENGLISH,
    most: int = 5,
) -> ui.LayoutView:
    """Show what of a file was taken and what was not, in a few lines."""
    told = [text("style.taken_in", count=len(names))]
    lines = [say(each, locale) for each in told]
    if names:
        lines.append(shorten(", ".join(shown(name, NAME_ROOM) for name in names), Room(700, 1500)))
    lines += [_refused(each, locale) for each in refused[:most]]
    if more := max(0, len(refused) - most) + unread:
        lines.append(say(text("style.more_refused", count=more), locale))
    return layout(ACCENT_CANCELLED, ui.TextDisplay("\n".join(lines)))


def _line(it: SavedStyle, locale: str) -> str:
    style = it.style
    excerpt = shown(style.prompt or style.negative_prompt, _EXCERPT)
    excerpt = excerpt or code(style.options, _EXCERPT)
    return f"**{shown(style.name, NAME_ROOM)}** · {say(WHOSE[it.owner.scope], locale)} · {excerpt}"


def _refused(refused: Refused, locale: str) -> str:
    why = shorten(say(refused.why, locale), _REASON)
    return say(text("style.refused", name=typed(refused.name, 40), why=why), locale)
