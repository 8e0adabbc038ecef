"""What happened in a server, in words: a page of it for a moderator, and a message of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import SelectOption, ui

from bot.domain.ids import JobId, PlaceId
from bot.domain.moderation.audit import MOST_COUNTED, PAGE_SIZE
from bot.domain.moderation.entry import EntryKind
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import DETAILS, PICK
from bot.views.clean import shown
from bot.views.component_ids import ComponentId, custom_id
from bot.views.layout import ACCENT_CANCELLED, layout, noted
from bot.views.links import link_to
from bot.views.moderation.audit_details import details_words
from bot.views.moderation.case_words import own_words
from bot.views.pages import page_row, page_words, pages_of
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.domain.ids import ListingId
    from bot.domain.job import Address, Job
    from bot.domain.listing import Listing
    from bot.domain.moderation.audit import Told
    from bot.texts.text import Text

NOTHING, NO_MATCH = text("audit.nothing"), text("audit.no_match")

WHY_ROOM = Room(110, 330)
LOGGED_WHY_ROOM = Room(60, 180)

SENTENCES: Mapping[EntryKind, Text] = {
    EntryKind.WITHHELD: text("audit.told.withheld"),
    EntryKind.REPORTED: text("audit.told.reported"),
    EntryKind.BLURRED: text("audit.told.blurred"),
    EntryKind.APPROVED: text("audit.told.approved"),
    EntryKind.KEPT: text("audit.told.kept"),
    EntryKind.REMOVED: text("audit.told.removed"),
    EntryKind.REMEMBERED: text("audit.told.remembered"),
    EntryKind.FORGOTTEN: text("audit.told.forgotten"),
    EntryKind.LOST: text("audit.told.lost"),
    EntryKind.APPEALED: text("audit.told.appealed"),
    EntryKind.APPEAL_GRANTED: text("audit.told.appeal_granted"),
    EntryKind.APPEAL_REFUSED: text("audit.told.appeal_refused"),
    EntryKind.NOTED: text("audit.told.noted"),
    EntryKind.REASONED: text("audit.told.reasoned"),
    EntryKind.STRUCK: text("audit.told.struck"),
    EntryKind.COOLED: text("audit.told.cooled"),
    EntryKind.BLOCKED: text("audit.told.blocked"),
    EntryKind.UNBLOCKED: text("audit.told.unblocked"),
    EntryKind.DELETED: text("audit.told.deleted"),
    EntryKind.FILTERED: text("audit.told.filtered"),
    EntryKind.FILTER_CHANGED: text("audit.told.filter_changed"),
    EntryKind.POLICY_CHANGED: text("audit.told.policy_changed"),
    EntryKind.TIER_CHANGED: text("audit.told.tier_changed"),
    EntryKind.BUDGET_CHANGED: text("audit.told.budget_changed"),
    EntryKind.BUDGET_WARNED: text("audit.told.budget_warned"),
    EntryKind.DATA_EXPORTED: text("audit.told.data_exported"),
    EntryKind.DATA_DELETED: text("audit.told.data_deleted"),
}


def audit_view(
    found: Sequence[Told],
    total: int,
    page: int,
    listing: Listing,
    locale: str = ENGLISH,
    *,
    notes: Sequence[Text] = (),
) -> ui.LayoutView:
    """Show a page.

    Args:
        found: What stands on it.
        total: How many entries there are, as far as they are counted.
        page: Which it is, from 1.
        listing: What was asked for.
        locale: Of the moderator.
        notes: What to know of the list.

    """
    if not found:
        nothing = say(NO_MATCH if listing.query else NOTHING, locale)
        return layout(ACCENT_CANCELLED, ui.TextDisplay(nothing), *noted(notes, locale))
    heading = text("audit.heading", count=total)
    if total > MOST_COUNTED:
        heading = text("audit.heading.many", most=MOST_COUNTED)
    pages = pages_of(min(total, MOST_COUNTED), PAGE_SIZE)
    above = f"**{say(heading, locale)}** · {page_words(page, pages, locale)}"
    lines = [_line(it, locale, why=WHY_ROOM, has_details=True) for it in found]
    items: list[ui.Item[Any]] = [ui.TextDisplay(above), ui.TextDisplay("\n".join(lines))]
    items += noted(notes, locale)
    if select := _select(found, listing.id, locale):
        items.append(ui.ActionRow(select))
    if row := page_row(listing.id, page, pages, locale):
        items.append(row)
    return layout(ACCENT_CANCELLED, *items)


def log_view(
    told: Sequence[Told], locale: str = ENGLISH, *, for_members: bool = True
) -> ui.LayoutView:
    """Tell some entries in a channel: without what only moderators are to read, if others do."""
    room = None if for_members else LOGGED_WHY_ROOM
    lines = [_line(it, locale, why=room) for it in told]
    return layout(ACCENT_CANCELLED, ui.TextDisplay("\n".join(lines)))


def deletion_reason(job: Job) -> str | None:
    """Say for Discord's own log who had a result deleted; None where it was theirs."""
    if job.deleted_by in {None, job.user_id}:
        return None
    return say(text("audit.reason.deleted", member=str(job.deleted_by)), job.address.locale)


def opening_reason(address: Address) -> str:
    """Say likewise why a thread is taken out of the archive."""
    return say(text("audit.reason.opened"), address.locale)


def _line(told: Told, locale: str, *, why: Room | None, has_details: bool = False) -> str:
    entry = told.entry
    lines = [f"<t:{int(entry.at.timestamp())}:f> **{say(SENTENCES[entry.kind], locale)}**"]
    if facts := list(_facts(told, locale)):
        lines.append(f"-# {' · '.join(facts)}")
    if has_details and (said := details_words(entry, locale)):
        lines.append(f"-# {said}")
    if why is not None and (reason := shown(entry.why, why)):
        lines.append(f"> {reason}")
    return "\n".join(lines)


def _facts(told: Told, locale: str) -> Iterator[str]:
    entry = told.entry
    if entry.by is not None:
        yield say(text("audit.by", member=f"<@{entry.by}>"), locale)
    if entry.is_own:
        yield say(own_words(entry.kind), locale)
    if entry.member is not None and entry.member != entry.by:
        yield say(text("audit.about", member=f"<@{entry.member}>"), locale)
    if entry.place is not None and entry.place != PlaceId(entry.guild_id):
        yield f"<#{entry.place}>"
    if entry.image is not None:
        yield say(text("audit.image", number=entry.image), locale)
    if told.case is not None:
        yield say(text("audit.case", number=told.case), locale)
    if told.channel_id is not None and told.message_id is not None:
        link = link_to(entry.guild_id, told.channel_id, told.message_id)
        yield f"[{say(text('audit.message'), locale)}]({link})"


def _select(
    found: Sequence[Told], listing_id: ListingId, locale: str
) -> ui.Select[ui.LayoutView] | None:
    """Return what leads to the settings of the results on the page; None where there are none."""
    jobs = [it.entry.job_id for it in found if it.entry.job_id and it.channel_id is not None]
    if not jobs:
        return None
    return ui.Select(
        custom_id=custom_id(ComponentId(PICK, JobId(listing_id))),
        placeholder=say(text("audit.details"), locale),
        options=[
            SelectOption(
                label=say(text("audit.details.one", job=job), locale),
                value=custom_id(ComponentId(DETAILS, job)),
            )
            for job in dict.fromkeys(jobs)
        ],
    )
