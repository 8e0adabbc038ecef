"""What ``/budget`` says, and the notices of a budget that is nearly spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.domain.budget import month_of, next_month
from bot.domain.usage import Unit
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.costs import amount
from bot.views.layout import ACCENT_CANCELLED, ACCENT_FAILED, layout
from bot.views.undo import AS_BEFORE, undo_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.budget import Budget, BudgetChange, BudgetKey, Spending
    from bot.texts.text import Text

SERVER = text("budget.server")
UNSET = text("budget.unset")
FREE = text("budget.free")
ESTIMATED = text("budget.estimated")

MOST_SHOWN = 20
"""Budgets of one server that are told."""


def budget_view(  # noqa: PLR0913 - the one call
    standing: Sequence[Spending],
    spent: Sequence[tuple[Unit, float]],
    *,
    is_free: bool,
    now: datetime,
    locale: str = ENGLISH,
    beside: Sequence[Text] = (),
    entry: int = 0,
) -> ui.LayoutView:
    """Show how the budgets of a server stand this month.

    Args:
        standing: Its budgets, its own first.
        spent: What it spent, by unit.
        is_free: Whether the engine in use charges nothing.
        now: This moment.
        locale: Of the moderator who reads it.
        beside: What is said above all else.
        entry: The number of the entry of a change that can be taken back.

    """
    since = f"<t:{round(month_of(now).timestamp())}:D>"
    limited = {it.budget.unit for it in standing if it.budget.is_of_server}
    lines = [say(budget_line(it), locale) for it in standing[:MOST_SHOWN]]
    lines += [
        say(text("budget.unlimited", place=SERVER, spent=amount(unit, cost)), locale)
        for unit, cost in spent
        if unit not in limited
    ]
    lines = lines or [say(text("budget.nothing"), locale)]
    notes = [FREE] if is_free else []
    notes += [ESTIMATED] if any(unit is Unit.DOLLARS for unit, _ in spent) else []
    told = [say(each, locale) for each in beside]
    told += [f"**{say(text('budget.heading', since=since), locale)}**", *lines]
    told += [f"-# {say(note, locale)}" for note in notes]
    is_over = any(not it.left for it in standing)
    accent = ACCENT_FAILED if is_over else ACCENT_CANCELLED
    return layout(accent, ui.TextDisplay("\n".join(told)), *undo_row(entry, locale))


def notice_view(budget: Budget, percent: int, now: datetime, locale: str) -> ui.LayoutView:
    """Tell moderators that a budget is spent, or how much of it is."""
    place, cap = place_of(budget), amount(budget.unit, budget.cap)
    if percent >= 100:
        ready_at = round(next_month(now).timestamp())
        said = text("budget.over", place=place, cap=cap, ready_at=ready_at)
    else:
        said = text("budget.half", percent=percent, place=place, cap=cap)
    accent = ACCENT_FAILED if percent >= 100 else ACCENT_CANCELLED
    return layout(accent, ui.TextDisplay(say(said, locale)))


def changed(change: BudgetChange) -> Text:
    """Say what was changed."""
    caps = change.before, change.after
    was, is_now = (UNSET if cap is None else amount(change.key.unit, cap) for cap in caps)
    return text("budget.changed", place=place_of(change.key), before=was, after=is_now)


def undone(change: BudgetChange, told: float | None) -> Text:
    """Say what was put back, or why nothing was.

    Args:
        change: What taking it back made of the budget.
        told: What the budget was before the change that was to be taken back.

    """
    if change.entry:
        return changed(change)
    if change.after == told:
        return AS_BEFORE
    return text("budget.stays", place=place_of(change.key))


def place_of(budget: BudgetKey) -> str | Text:
    """Name the place that a budget is of."""
    return SERVER if budget.is_of_server else f"<#{budget.place}>"


def budget_line(spending: Spending) -> Text:
    """Say how much of a budget is spent."""
    budget = spending.budget
    return text(
        "budget.line",
        place=place_of(budget),
        spent=amount(budget.unit, spending.spent),
        cap=amount(budget.unit, budget.cap),
        percent=spending.percent,
    )
