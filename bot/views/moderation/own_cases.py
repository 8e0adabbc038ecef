"""A member's own cases, as they see them: what came of each, and a button to appeal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord import ui

from bot.domain.ids import JobId
from bot.domain.moderation.appeal import objection
from bot.domain.moderation.case import DECISIONS
from bot.domain.moderation.casefile import ANSWERS, reason_of
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import APPEAL, button
from bot.views.clean import shown
from bot.views.layout import ACCENT_CANCELLED, layout
from bot.views.moderation.case_view import about, title
from bot.views.moderation.case_words import outcome, stamp
from bot.views.pages import page_row, page_words, pages_of
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from bot.domain.ids import CaseId, ListingId, UserId
    from bot.domain.job import Job
    from bot.domain.moderation.appeal import Appeal
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.entry import Entry
    from bot.texts.text import Text

PAGE_SIZE = 5
LATEST = 3
"""Outcomes of each case that are told."""

REASON_ROOM = Room(300, 900)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCases:
    """Some of a member's cases, and what they may know of each."""

    member: UserId
    cases: Sequence[Case]
    total: int
    entries: Mapping[CaseId, Sequence[Entry]]
    """Those that members read."""
    appeals: Mapping[CaseId, Appeal]
    jobs: Mapping[JobId, Job]


def own_cases_view(
    found: OwnCases, listing_id: ListingId, page: int, locale: str = ENGLISH
) -> ui.LayoutView:
    """Show a page of them, the latest first."""
    if not found.cases:
        return layout(ACCENT_CANCELLED, ui.TextDisplay(say(text("cases.nothing"), locale)))
    pages = pages_of(found.total, PAGE_SIZE)
    heading = f"**{say(text('cases.heading', count=found.total), locale)}**"
    parts: list[ui.Item[Any]] = [ui.TextDisplay(f"{heading} · {page_words(page, pages, locale)}")]
    for case in found.cases:
        parts += _shown(case, found, locale)
    if row := page_row(listing_id, page, pages, locale):
        parts.append(row)
    return layout(ACCENT_CANCELLED, *parts)


def _shown(case: Case, found: OwnCases, locale: str) -> Iterator[ui.Item[Any]]:
    entries, appeal = found.entries.get(case.id, ()), found.appeals.get(case.id)
    job = found.jobs.get(case.job_id) if case.job_id else None
    is_theirs = case.subject == found.member
    head = f"**{title(case, locale)}** · {about(case, job, locale)} · {stamp(case.opened_at)}"
    told = [say(words, locale) for words in _told(case, entries, appeal, is_theirs=is_theirs)]
    if is_theirs and (reason := shown(reason_of(entries), REASON_ROOM)):
        told.append(say(text("told.reason", reason=reason), locale))
    yield ui.TextDisplay("\n".join([head, *told]))
    if objection(case, entries, appeal, found.member) is None:
        yield ui.ActionRow(button(APPEAL, JobId(case.id), locale))


def _told(
    case: Case, entries: Sequence[Entry], appeal: Appeal | None, *, is_theirs: bool
) -> list[Text]:
    """Return what a member reads of a case, in order; a reporter only what was decided."""
    if not is_theirs:
        entries = [entry for entry in entries if entry.kind in DECISIONS]
    outcomes = [words for entry in entries if (words := outcome(case, entry)) is not None]
    if is_theirs and appeal is not None and not any(it.kind in ANSWERS for it in entries):
        outcomes.append(text("told.appealed"))
    if case.is_open and not outcomes:
        outcomes.append(text("told.waiting", image=case.image or 1))
    reported = [] if is_theirs else [text("told.reported", image=case.image or 1)]
    return reported + outcomes[-LATEST:]
