"""What ``/usage`` says: to a member how they stand, to moderators what their server had made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import MediaGalleryItem, ui

from bot.domain.allowances import Limit
from bot.domain.quota_words import place_of
from bot.domain.verdict import Finding
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.clean import code
from bot.views.layout import ACCENT_CANCELLED, ACCENT_DONE, layout
from bot.views.shorten import Room, shorten
from bot.views.usage_chart import is_weekly
from bot.views.usage_words import NO_MODEL, cost_text, model_name, top_models

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.domain.allowances import Allowance
    from bot.domain.usage import Lately, Report
    from bot.texts.text import Text

NO_DAILY = text("usage.no_daily")
HINT = text("usage.hint")

ALT_ROOM = Room(1024, 4096)
"""Discord takes as much."""

NAME_ROOM = Room(40, 120)
"""Of a model's name in a line of several."""

Line = ui.TextDisplay[ui.LayoutView]


def own_view(
    lately: Lately,
    allowances: Sequence[Allowance],
    *,
    moderates: bool,
    roles: Sequence[int] = (),
    beside: Sequence[Text] = (),
    locale: str = ENGLISH,
) -> ui.LayoutView:
    """Tell a member how they stand.

    Args:
        lately: What they had made.
        allowances: What they have left.
        moderates: Whether they may see the whole server's as well.
        roles: Of theirs, those that have limits of their own.
        beside: Why they get nothing, whatever is left of these.
        locale: Theirs.

    """
    made = text("usage.made", images=lately.images, jobs=lately.jobs)
    under_way = text("usage.under_way", count=lately.under_way)
    costs = (cost_text(unit, cost) for unit, cost in lately.costs.items())
    told = [made, *([under_way] if lately.under_way else []), *costs]
    left = [_left(allowance) for allowance in allowances]
    if all(allowance.limit is not Limit.DAILY_IMAGES for allowance in allowances):
        left = [NO_DAILY, *left]
    if roles:
        left.append(text("usage.roles", roles=tuple(f"<@&{role}>" for role in roles)))
    left += beside
    lines = [_heading(text("usage.own"), locale), _lines(told, locale), _lines(left, locale)]
    if moderates:
        lines.append(Line(f"-# {say(HINT, locale)}"))
    return layout(ACCENT_CANCELLED, *lines)


def _left(allowance: Allowance) -> Text:
    most = allowance.most
    returns_at = round(allowance.returns_at.timestamp()) if allowance.returns_at else None
    match allowance.limit:
        case Limit.JOBS:
            return text("usage.at_once", used=allowance.used, most=most)
        case Limit.WAITING:
            return text("usage.waiting", used=allowance.used, most=most)
        case Limit.COOLDOWN if returns_at:
            return text("usage.cooldown_until", seconds=most, ready_at=returns_at)
        case Limit.COOLDOWN:
            return text("usage.cooldown", seconds=most)
        case Limit.SLOWED:
            return text("limit.slowed", ready_at=returns_at or 0)
        case _:
            left = _images_left if allowance.pool is None else _pool_left
            return left(allowance, returns_at)


def _images_left(allowance: Allowance, returns_at: int | None) -> Text:
    most, left = allowance.most, allowance.left
    if allowance.limit is Limit.DAILY_IMAGES:
        if returns_at:
            return text("usage.daily_until", left=left, most=most, ready_at=returns_at)
        return text("usage.daily", left=left, most=most)
    if returns_at:
        return text("usage.hourly_until", left=left, most=most, ready_at=returns_at)
    return text("usage.hourly", left=left, most=most)


def _pool_left(allowance: Allowance, returns_at: int | None) -> Text:
    most, left, place = allowance.most, allowance.left, place_of(allowance.pool)
    if allowance.limit is Limit.PLACE_DAILY_IMAGES:
        if returns_at:
            return text(
                "usage.pool_daily_until", place=place, left=left, most=most, ready_at=returns_at
            )
        return text("usage.pool_daily", place=place, left=left, most=most)
    if returns_at:
        return text(
            "usage.pool_hourly_until", place=place, left=left, most=most, ready_at=returns_at
        )
    return text("usage.pool_hourly", place=place, left=left, most=most)


def report_view(
    report: Report,
    member: int | None,
    *,
    notes: Iterable[Text] = (),
    picture: str = "",
    table: str = "",
    locale: str = ENGLISH,
) -> ui.LayoutView:
    """Tell moderators what was made.

    Args:
        report: The counts.
        member: Whose it is; None for the whole server's.
        notes: What else there is to say.
        picture: The name of the attachment that shows it, if there is one.
        table: The same for one that can be opened in a spreadsheet.
        locale: Of the moderator.

    """
    days = report.span.days
    heading = text("usage.server", count=days)
    if member is not None:
        heading = text("usage.of_member", member=f"<@{member}>", count=days)
    items: list[ui.Item[ui.LayoutView]] = [_heading(heading, locale), _lines(_told(report), locale)]
    notes = list(notes)
    if notes:
        items.append(_lines(notes, locale))
    if picture:
        alt = shorten(alt_text(report, locale), ALT_ROOM)
        shown = MediaGalleryItem(f"attachment://{picture}", description=alt)
        items.append(ui.MediaGallery(shown))
    if table:
        items.append(ui.File(f"attachment://{table}"))
    return layout(ACCENT_DONE if report.jobs else ACCENT_CANCELLED, *items)


def alt_text(report: Report, locale: str) -> str:
    """Tell in words what the picture shows."""
    span = report.span
    first, last = span.first.isoformat(), span.last.isoformat()
    chart = text("usage.alt", first=first, last=last)
    if is_weekly(report):
        chart = text("usage.alt_weekly", first=first, last=last)
    said = " ".join(say(each, locale) for each in (chart, *_told(report)))
    return said.replace("**", "").replace("`", "")


def _told(report: Report) -> Iterator[Text]:
    if not report.jobs:
        yield text("usage.none")
        return
    totals = {finding: sum(days) for finding, days in report.daily.items()}
    yield text(
        "usage.images",
        images=report.images,
        clear=totals[Finding.CLEAR],
        flagged=totals[Finding.FLAGGED],
        unknown=totals[Finding.UNKNOWN],
    )
    yield text(
        "usage.jobs",
        jobs=report.jobs,
        delivered=report.delivered,
        failed=report.failed,
        cancelled=report.cancelled,
    )
    if report.images and report.span.days > 1:
        day, images = report.busiest
        yield text("usage.busiest", day=day.isoformat(), images=images)
    if report.models:
        yield text("usage.models", models=tuple(_models(report)))
    for unit, costs in report.costs.items():
        yield cost_text(unit, sum(costs))


def _models(report: Report) -> Iterator[str | Text]:
    models, others, images = top_models(report)
    for model, count in models:
        name = model_name(model)
        shown = code(name, NAME_ROOM) if name else NO_MODEL
        yield text("usage.of_model", model=shown, images=count)
    if others:
        yield text("usage.of_model", model=text("usage.others", count=others), images=images)


def _heading(words: Text, locale: str) -> Line:
    return Line(f"**{say(words, locale)}**")


def _lines(words: Iterable[Text], locale: str) -> Line:
    return Line("\n".join(say(each, locale) for each in words))
