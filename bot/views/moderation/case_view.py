"""Cases as moderators see them: one with what happened in it, and a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord import ui

from bot.domain.moderation.case import CaseKind
from bot.domain.moderation.casefile import end_of, reason_of
from bot.domain.moderation.entry import EntryKind
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.clean import shown
from bot.views.layout import ACCENT_CANCELLED, ACCENT_WORKING, layout, noted, subtext
from bot.views.links import message_link
from bot.views.moderation.appeal import answer_row, appeal_state, why_words
from bot.views.moderation.case_words import DID, own_words, stamp
from bot.views.pages import page_row, page_words, pages_of
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from bot.domain.ids import CaseId, JobId, ListingId
    from bot.domain.job import Job
    from bot.domain.moderation.appeal import Appeal
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.entry import Entry
    from bot.texts.text import Text

ENTRIES = 5
"""Of a page: with all that is said in them they fit into a message."""

PAGE_SIZE = 8
"""Cases of a page."""

WORDS_ROOM = Room(360, 1080)
APPEAL_ROOM = Room(600, 1500)
NAMED_REPORTERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSheet:
    """All that is shown of one case."""

    case: Case
    entries: Sequence[Entry]
    """In order."""
    appeal: Appeal | None
    job: Job | None
    log_channel: int | None
    """Where what happens is told to moderators."""
    is_place_gone: bool = False
    """Whether the channel where it stood was deleted, and its message with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesPage:
    """Cases of a page, and what is shown beside them."""

    cases: Sequence[Case]
    total: int
    appeals: Mapping[CaseId, Appeal]
    jobs: Mapping[JobId, Job]
    notes: Sequence[Text] = ()
    """What to know of the list."""


def case_view(
    sheet: CaseSheet, listing_id: ListingId, page: int, locale: str = ENGLISH
) -> ui.LayoutView:
    """Show a case, with a page of what happened, the latest first."""
    told = [it for it in reversed(sheet.entries) if it.kind is not EntryKind.REPORTED]
    pages = pages_of(len(told), ENTRIES)
    page = min(page, pages)
    parts: list[ui.Item[Any]] = [ui.TextDisplay("\n".join(_head(sheet, locale)))]
    here = told[(page - 1) * ENTRIES : page * ENTRIES]
    if here:
        parts += [ui.Separator(), ui.TextDisplay("\n".join(_happened(it, locale) for it in here))]
    if sheet.appeal is not None:
        parts.append(ui.TextDisplay(_appeal(sheet.appeal, locale)))
        if sheet.appeal.is_granted is None:
            parts.append(answer_row(sheet.case.id, locale))
    if row := page_row(listing_id, page, pages, locale):
        parts += [subtext([page_words(page, pages, locale)]), row]
    return layout(_accent(sheet.case, sheet.appeal), *parts)


def cases_view(
    found: CasesPage, listing_id: ListingId, page: int, locale: str = ENGLISH
) -> ui.LayoutView:
    """Show a page of cases, the latest first."""
    if not found.cases:
        nothing = ui.TextDisplay[ui.LayoutView](say(text("case.nothing"), locale))
        return layout(ACCENT_CANCELLED, nothing, *noted(found.notes, locale))
    pages = pages_of(found.total, PAGE_SIZE)
    heading = f"**{say(text('case.heading', count=found.total), locale)}**"
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay(f"{heading} · {page_words(page, pages, locale)}"),
        ui.TextDisplay("\n".join(_line(case, found, locale) for case in found.cases)),
        *noted(found.notes, locale),
    ]
    if row := page_row(listing_id, page, pages, locale):
        parts.append(row)
    return layout(ACCENT_CANCELLED, *parts)


def title(case: Case, locale: str) -> str:
    """Return a case's name."""
    return say(text("case.title", number=case.number), locale)


def about(case: Case, job: Job | None, locale: str) -> str:
    """Return what a case is about, with the address of its message."""
    if case.kind is CaseKind.MEMBER:
        return say(text("case.member"), locale)
    image = say(text("case.image", image=case.image or 1), locale)
    link = message_link(job) if job is not None else None
    return f"[{image}]({link})" if link else image


def _head(sheet: CaseSheet, locale: str) -> list[str]:
    case = sheet.case
    place = f" · <#{case.place}>" if case.place else ""
    job = sheet.job
    if sheet.is_place_gone:
        place, job = f" · {say(text('case.place_gone'), locale)}", None
    lines = [
        f"**{title(case, locale)}** · {about(case, job, locale)} · <@{case.subject}>{place}",
        f"{_state(case, sheet.appeal, locale)} · {_opened(case, locale)}",
    ]
    if sheet.log_channel is not None:
        lines.append(say(text("case.log", channel=f"<#{sheet.log_channel}>"), locale))
    if reason := reason_of(sheet.entries):
        said = shown(reason, WORDS_ROOM)
        lines.append(say(text("told.reason", reason=said), locale))
    if reports := [it for it in sheet.entries if it.kind is EntryKind.REPORTED]:
        lines.append(_reports(reports, locale))
    return lines


def _reports(reports: Sequence[Entry], locale: str) -> str:
    by = list(dict.fromkeys(f"<@{it.by}>" for it in reports if it.by))
    named = (*by[:NAMED_REPORTERS], *["…"][: len(by) > NAMED_REPORTERS])
    return say(text("case.reports", count=len(reports), members=named), locale)


def _state(case: Case, appeal: Appeal | None, locale: str) -> str:
    words = [] if appeal is None else [say(appeal_state(appeal), locale)]
    if case.is_open:
        words.insert(0, f"**{say(text('case.waits'), locale)}**")
    elif case.decision is not None and case.decided_at is not None:
        did = f"**{say(DID[case.decision], locale)}**"
        by = say(text("audit.by", member=f"<@{case.decided_by}>"), locale)
        whose = f" ({say(own_words(case.decision), locale)})" if case.is_own else ""
        words.insert(0, f"{did} {by}{whose} {stamp(case.decided_at)}")
    return " · ".join(words) or say(text("case.on_file"), locale)


def _opened(case: Case, locale: str) -> str:
    return say(text("case.opened", when=stamp(case.opened_at)), locale)


def _happened(entry: Entry, locale: str) -> str:
    did = DID.get(entry.kind)
    parts = [stamp(entry.at, "f"), f"**{say(did, locale) if did else entry.kind.value}**"]
    if entry.by is not None:
        parts.append(f"<@{entry.by}>")
    if entry.is_own:
        parts.append(say(own_words(entry.kind), locale))
    if behalf := entry.details.get("on_behalf_of"):
        parts.append(say(text("case.behalf", member=f"<@{behalf}>"), locale))
    if (end := end_of(entry)) is not None:
        parts.append(f"→ {stamp(end, 'f')}")
    line = " · ".join(parts)
    return f"{line}\n> {words}" if (words := shown(entry.why, WORDS_ROOM)) else line


def _appeal(appeal: Appeal, locale: str) -> str:
    heading = say(text("appeal.by", member=f"<@{appeal.member}>", when=stamp(appeal.at)), locale)
    return f"{heading}\n{why_words(appeal, APPEAL_ROOM, locale)}"


def _line(case: Case, found: CasesPage, locale: str) -> str:
    job = found.jobs.get(case.job_id) if case.job_id else None
    parts = [f"**{title(case, locale)}**", about(case, job, locale), f"<@{case.subject}>"]
    state = _state(case, found.appeals.get(case.id), locale)
    return f"{' · '.join(parts)}\n-# {state} · {_opened(case, locale)}"


def _accent(case: Case, appeal: Appeal | None) -> int:
    is_open = case.is_open or (appeal is not None and appeal.is_granted is None)
    return ACCENT_WORKING if is_open else ACCENT_CANCELLED
