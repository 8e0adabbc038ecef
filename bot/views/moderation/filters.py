"""A server's filter as its moderators see it: its entries, what they match, what came of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.domain.moderation.filters import FilterAction, FilterOutcome
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.texts.typed import typed
from bot.views.clean import code, shown
from bot.views.layout import ACCENT_CANCELLED, layout, subtext
from bot.views.pages import page_row, page_words, pages_of
from bot.views.shorten import Room
from bot.views.undo import change_view, undone_notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import GuildId, ListingId, PlaceId
    from bot.domain.moderation.filter_change import FilterChange, FilterChanged
    from bot.domain.moderation.filters import FilterEntry, Replay
    from bot.texts.text import Text

FILE_NAME = "darkroom-filter.json"

ACTIONS = {
    FilterAction.DENY: text("filter.deny"),
    FilterAction.HOLD: text("filter.hold"),
    FilterAction.NOTE: text("filter.note"),
}

ABSENT = text("filter.absent")

PAGE_SIZE = 20
MOST_MATCHES = 15
MOST_REFUSED = 5

_SERVER = text("policy.source.server")
_PHRASE = Room(102, 310)
_EXAMPLE = Room(300, 700)


def kept_view(entry: FilterEntry, made: FilterChanged, locale: str = ENGLISH) -> ui.LayoutView:
    """Say what became of an entry that was added."""
    said = _said(entry.phrase, entry.place, entry.action, entry.guild_id, locale)
    told = text("filter.same", entry=said)
    if made.outcomes[0] is FilterOutcome.ADDED:
        told = text("filter.added", entry=said)
    elif made.outcomes[0] is FilterOutcome.CHANGED:
        told = text("filter.changed", entry=said)
    steps: list[str | Text] = [f"-# {_step(it, locale)}" for it in made.changes]
    return change_view([told, *steps], made.entry, locale)


def removed_view(made: FilterChanged, guild_id: GuildId, locale: str = ENGLISH) -> ui.LayoutView:
    """Say that an entry is gone."""
    gone = made.changes[0]
    action = gone.before or FilterAction.DENY
    said = _said(gone.phrase, gone.place, action, guild_id, locale)
    told = text("filter.removed", entry=said)
    return change_view([told, f"-# {_step(gone, locale)}"], made.entry, locale)


def undone_view(made: FilterChanged, guild_id: GuildId, locale: str = ENGLISH) -> ui.LayoutView:
    """Say what was put back of a change, and how many entries stay."""
    lines = [
        f"{code(it.phrase, _PHRASE)} · {_place(it.place, guild_id, locale)} · {_step(it, locale)}"
        for it in made.changes[:MOST_MATCHES]
    ]
    size = [_size(made)] if len(made.changes) > 1 else []
    stays = [text("filter.stays", count=made.stays)] if made.stays else []
    notes = undone_notes(is_changed=bool(made.entry), stays=stays)
    return change_view([*lines, *size, *notes], made.entry, locale)


def _size(made: FilterChanged) -> Text:
    return text("filter.size", before=made.before, after=made.after)


def _step(change: FilterChange, locale: str) -> str:
    """Say what an entry did, and does now."""
    was, now = (
        say(ABSENT if action is None else ACTIONS[action], locale)
        for action in (change.before, change.after)
    )
    return f"{was} → {now}"


def filters_view(
    entries: Sequence[FilterEntry], listing_id: ListingId, page: int, locale: str = ENGLISH
) -> ui.LayoutView:
    """Show one page of entries; the last where there is no such page."""
    pages = pages_of(len(entries), PAGE_SIZE)
    page = min(page, pages)
    here = entries[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    lines = [_line(it, locale) for it in here] or [say(text("filter.nothing"), locale)]
    heading = say(text("filter.heading", count=len(entries)), locale)
    parts: list[ui.Item[ui.LayoutView]] = [
        ui.TextDisplay(f"**{heading}**"),
        ui.TextDisplay("\n".join(lines)),
    ]
    if row := page_row(listing_id, page, pages, locale):
        parts += [subtext([page_words(page, pages, locale)]), row]
    return layout(ACCENT_CANCELLED, *parts)


def tested_view(entries: Sequence[FilterEntry], *, built_in: bool, locale: str) -> ui.LayoutView:
    """Show which entries a text meets, and whether the built-in filter refuses it."""
    lines = [say(text("filter.matching", count=len(entries)), locale)]
    lines += [_line(it, locale) for it in entries[:MOST_MATCHES]]
    if built_in:
        lines.append(say(text("filter.built_in"), locale))
    return layout(ACCENT_CANCELLED, ui.TextDisplay("\n".join(lines)))


def replay_view(replay: Replay, locale: str = ENGLISH) -> ui.LayoutView:
    """Show what entries would have done with the prompts of late."""
    lines = [
        say(text("filter.replayed", count=replay.prompts), locale),
        say(
            text("filter.counts", denied=replay.denied, held=replay.held, noted=replay.noted),
            locale,
        ),
    ]
    lines += [
        f"{code(entry.phrase, _PHRASE)}: {shown(prompt, _EXAMPLE)}"
        for entry, prompt in replay.examples
    ]
    return layout(ACCENT_CANCELLED, ui.TextDisplay("\n".join(lines)))


def taken_in_view(
    made: FilterChanged,
    refused: Sequence[tuple[str, Text]],
    unread: int,
    locale: str = ENGLISH,
) -> ui.LayoutView:
    """Show what of a file was taken and what was not, in a few lines."""
    added, changed, same, full = (made.outcomes.count(it) for it in FilterOutcome)
    told = [text("filter.taken_in", added=added, changed=changed, same=same), _size(made)]
    for phrase, why in refused[:MOST_REFUSED]:
        words = say(why, locale)
        told.append(text("filter.line_refused", phrase=typed(phrase, 40), why=words))
    if more := max(0, len(refused) - MOST_REFUSED) + full + unread:
        told.append(text("filter.more_refused", count=more))
    return change_view(told, made.entry, locale)


def _line(entry: FilterEntry, locale: str) -> str:
    said = _said(entry.phrase, entry.place, entry.action, entry.guild_id, locale)
    return f"#{entry.number} {said}"


def _said(phrase: str, place: PlaceId, action: FilterAction, guild_id: GuildId, locale: str) -> str:
    does = say(ACTIONS[action], locale)
    return f"{code(phrase, _PHRASE)} · {does} · {_place(place, guild_id, locale)}"


def _place(place: PlaceId, guild_id: GuildId, locale: str) -> str:
    return say(_SERVER, locale) if int(place) == guild_id else f"<#{place}>"
