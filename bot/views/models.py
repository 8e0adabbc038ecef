"""A page of models: what each is, its cover where that may be seen, and a select to use one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from discord import SelectOption, ui

from bot.domain.ids import JobId
from bot.domain.models import ModelKind
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.texts.typed import typed as quoted
from bot.views.buttons import PICK, USE
from bot.views.clean import code, shown
from bot.views.component_ids import ComponentId, custom_id
from bot.views.layout import ACCENT_CANCELLED, layout
from bot.views.pages import page_row, page_words
from bot.views.shorten import Room, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.domain.ids import ListingId
    from bot.domain.models import Model
    from bot.texts.text import Text

PAGE_SIZE = 6
"""Models; with their covers, the select and the buttons these are 25 of 40 components."""

NAME_ROOM = Room(110, 330)
TITLE_ROOM = Room(80, 240)
BASE_ROOM = Room(40, 120)
TRIGGER_ROOM = Room(40, 120)
MOST_TRIGGERS = 4
LONGEST = 100
"""Characters of an option of a select; a longer name is only shown, since none can be cut."""

KINDS: Mapping[ModelKind, Text] = {
    ModelKind.CHECKPOINT: text("models.checkpoints"),
    ModelKind.LORA: text("models.loras"),
    ModelKind.EMBEDDING: text("models.embeddings"),
    ModelKind.VAE: text("models.vaes"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsPage:
    """What stands on a page."""

    models: tuple[Model, ...]
    number: int
    """Which it is, from 1."""
    pages: int
    kind: ModelKind
    base_model: str = ""
    typed: str = ""
    has_more: bool = False
    """Whether there are more than can be turned to."""
    is_told: bool = True
    """Whether the engine told of any model of the kind."""


def models_view(
    page: ModelsPage, listing_id: ListingId, locale: str = ENGLISH, *, age_restricted: bool
) -> ui.LayoutView:
    """Show a page.

    Args:
        page: What stands on it.
        listing_id: Of the list that it belongs to.
        locale: Of the member who reads it.
        age_restricted: Whether only adults read what stands where it is shown.

    """
    items: list[ui.Item[Any]] = [ui.TextDisplay(_head(page, locale))]
    for number, model in enumerate(page.models, 1):
        words = ui.TextDisplay[ui.LayoutView](_words(model, number, locale))
        cover = cover_of(model, age_restricted=age_restricted)
        items.append(ui.Section(words, accessory=ui.Thumbnail(cover)) if cover else words)
    if not page.models:
        nothing = text("models.none") if page.is_told else text("models.unknown")
        items.append(ui.TextDisplay(say(nothing, locale)))
    if page.has_more and page.number == page.pages:
        items.append(ui.TextDisplay(say(text("models.more"), locale)))
    if options := list(_options(page, listing_id)):
        items.append(ui.ActionRow(_select(options, listing_id, locale)))
    if row := page_row(listing_id, page.number, page.pages, locale):
        items.append(row)
    return layout(ACCENT_CANCELLED, *items)


def cover_of(model: Model, *, age_restricted: bool) -> str:
    """Return the address of a cover where it may be seen: it is others' picture, judged by nobody.

    Where minors may look, only one that is told not to be for adults.
    """
    may_be_seen = age_restricted or model.is_adult is False
    return model.cover if may_be_seen and model.cover.startswith("https://") else ""


def _head(page: ModelsPage, locale: str) -> str:
    parts = [f"**{say(KINDS[page.kind], locale)}**"]
    if page.base_model:
        parts.append(shown(page.base_model, BASE_ROOM))
    if page.typed:
        parts.append(str(quoted(page.typed)))
    if page.pages > 1:
        parts.append(page_words(page.number, page.pages, locale))
    return " · ".join(parts)


def _words(model: Model, number: int, locale: str) -> str:
    lines = [f"**{number}.** {code(model.name, NAME_ROOM)}"]
    told = [shown(_title(model), TITLE_ROOM), shown(model.base_model, BASE_ROOM)]
    if model.workers is not None:
        told.append(say(text("models.workers", count=model.workers), locale))
    lines.append(" · ".join(filter(None, told)))
    if model.triggers:
        words = tuple(code(word, TRIGGER_ROOM) for word in model.triggers[:MOST_TRIGGERS])
        lines.append(say(text("models.triggers", words=words), locale))
    return "\n".join([lines[0], *(f"-# {line}" for line in lines[1:] if line)])


def _title(model: Model) -> str:
    """Return what its author calls it, where that says more than the name."""
    return model.label.removeprefix(model.name).removeprefix(" · ").strip()


def _options(page: ModelsPage, listing_id: ListingId) -> Iterator[SelectOption]:
    for number, model in enumerate(page.models, 1):
        if len(model.name) > LONGEST:
            continue
        about = " · ".join(filter(None, (_title(model), model.base_model)))
        yield SelectOption(
            label=model.name,
            value=custom_id(ComponentId(USE, JobId(listing_id), number)),
            description=shorten(about, Room(LONGEST, 4 * LONGEST)) or None,
        )


def _select(
    options: list[SelectOption], listing_id: ListingId, locale: str
) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=custom_id(ComponentId(PICK, JobId(listing_id))),
        placeholder=say(text("models.pick"), locale),
        options=options,
    )


def picked_name(components: object, value: str) -> str | None:
    """Return the name of a model that a page offers by a value of its select.

    Args:
        components: ``discord.Message.components``.
        value: That was chosen.

    """
    for component in components if isinstance(components, (list, tuple)) else ():
        for option in getattr(component, "options", ()):
            if option.value == value:
                return str(option.label)
        inner = picked_name(getattr(component, "children", ()), value)
        if inner is not None:
            return inner
    return None
