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

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import ListingId
    from bot.domain.moderation.filters import FilterEntry, Replay
    from bot.texts.text import Text

FILE_NAME = "darkroom-filter.json"

ACTIONS = {
    FilterAction.DENY: text("filter.deny"),
    FilterAction.HOLD: text("filter.hold"),
    FilterAction.NOTE: text("filter.note"),
}

PAGE_SIZE = 20
MOST_MATCHES = 15
MOST_REFUSED = 5

_SERVER = text("policy.source.server")
_PHRASE = Room(102, 310)
_EXAMPLE = Room(300, 700)


def told_kept(entry: FilterEntry, outcome: FilterOutcome, locale: str = ENGLISH) -> str:
    """Say what became of an entry that was added."""
    said = _said(entry, locale)
    match outcome:
        case FilterOutcome.ADDED:
            return say(text("filter.added", entry=said), locale)
        case FilterOutcome.CHANGED:
            return say(text("filter.changed", entry=said), locale)
        case FilterOutcome.SAME | FilterOutcome.FULL:
            return say(text("filter.same", entry=said), locale)


def told_removed(entry: FilterEntry, locale: str = ENGLISH) -> str:
    """Say that an entry is gone."""
    return say(text("filter.removed", entry=_said(entry, locale)), locale)


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
    outcomes: Sequence[FilterOutcome],
    refused: Sequence[tuple[str, Text]],
    unread: int,
    locale: str = ENGLISH,
) -> ui.LayoutView:
    """Show what of a file was taken and what was not, in a few lines."""
    added, changed, same, full = (outcomes.count(it) for it in FilterOutcome)
    lines = [say(text("filter.taken_in", added=added, changed=changed, same=same), locale)]
    for phrase, why in refused[:MOST_REFUSED]:
        told = text("filter.line_refused", phrase=typed(phrase, 40), why=say(why, locale))
        lines.append(say(told, locale))
    if more := max(0, len(refused) - MOST_REFUSED) + full + unread:
        lines.append(say(text("filter.more_refused", count=more), locale))
    return layout(ACCENT_CANCELLED, ui.TextDisplay("\n".join(lines)))


def _line(entry: FilterEntry, locale: str) -> str:
    return f"#{entry.number} {_said(entry, locale)}"


def _said(entry: FilterEntry, locale: str) -> str:
    place = say(_SERVER, locale) if entry.is_everywhere else f"<#{entry.place}>"
    action = say(ACTIONS[entry.action], locale)
    return f"{code(entry.phrase, _PHRASE)} · {action} · {place}"
