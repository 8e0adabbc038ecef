"""What ``/policy check`` says: what one member may do in a place, and why."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from bot.domain.allowances import Limit
from bot.domain.policy import Policy, resolve
from bot.domain.verdict import Finding, Verdict, treat
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.budget import budget_line
from bot.views.costs import amount
from bot.views.layout import ACCENT_DONE, ACCENT_FAILED, layout
from bot.views.policy.fates import WORDS
from bot.views.policy.rules import LIMITS, MODELS, group_lines, source_of
from bot.views.policy.view import displays

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from discord import ui

    from bot.domain.allowances import Allowance
    from bot.domain.budget import Spending
    from bot.texts.text import Text
    from bot.views.policy.rules import Level

YES = text("check.yes")
NO = text("check.no")
HOLD = text("check.hold")
UNCHECKED = text("check.unchecked")
MODERATOR = text("check.moderator")
MANAGER = text("check.manager")
ROLES = text("check.roles")

NAMES = {Limit.WAITING: text("check.waiting"), Limit.SLOWED: text("check.slowed")}
"""Limits that are no rules of a policy."""

RULES = frozenset(field.name for field in fields(Policy))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found."""

    member: int
    place: int
    reasons: Sequence[Text]
    """Why they can make no images now, what is used up aside; empty when they can."""
    used_up: Sequence[Allowance]
    """Limits that let nothing through now."""
    allowances: Sequence[Allowance]
    policy: Policy
    """In force for them."""
    levels: Sequence[Level]
    """What the places say, nearest first."""
    defaults: Policy
    is_held: bool
    moderates: bool
    manages: bool
    spendings: Sequence[Spending] = ()
    """How the budgets stand that their images are paid of."""
    cost: float | None = None
    """What a request of theirs without options is expected to cost."""


def check_view(checked: Checked, locale: str = ENGLISH) -> ui.LayoutView:
    """Tell a moderator what a member may do."""
    heading = text("check.heading", member=f"<@{checked.member}>", place=f"<#{checked.place}>")
    reasons = [*checked.reasons, *(_left(each) for each in checked.used_up)]
    verdict = say(NO if reasons else YES, locale)
    why = "".join(f"\n- {say(reason, locale)}" for reason in reasons)
    used = [say(text("check.used"), locale), *(say(_left(it), locale) for it in checked.allowances)]
    texts = [
        f"**{say(heading, locale)}**",
        f"**{verdict}**{why}",
        "\n".join(say(each, locale) for each in _beside(checked)),
        _group(text("check.limits"), LIMITS, checked, locale),
        "\n".join([f"**{used[0]}**", *used[1:]]) if checked.allowances else "",
        "\n".join(say(each, locale) for each in _budgets(checked)),
        _group(text("policy.group.models"), MODELS, checked, locale),
    ]
    return layout(ACCENT_FAILED if reasons else ACCENT_DONE, *displays(texts))


def _beside(checked: Checked) -> Iterator[Text]:
    """Yield what becomes of their images, and what else they may do."""
    if checked.policy.detection:
        flagged = treat(Verdict(Finding.FLAGGED), checked.policy.action, private=False)
        yield text("check.flagged", fate=WORDS[flagged])
    else:
        yield UNCHECKED
    if checked.is_held:
        yield HOLD
    if checked.moderates:
        yield MODERATOR
    if checked.manages:
        yield MANAGER


def _budgets(checked: Checked) -> Iterator[Text]:
    yield from map(budget_line, checked.spendings)
    if checked.spendings and checked.cost is not None:
        unit = checked.spendings[0].budget.unit
        yield text("check.cost", cost=amount(unit, checked.cost))


def _group(heading: Text, names: Sequence[str], checked: Checked, locale: str) -> str:
    here = resolve((level.patch for level in checked.levels), checked.defaults)
    sources = {
        name: source_of(name, checked.levels)
        if getattr(here, name) == getattr(checked.policy, name)
        else ROLES
        for name in names
    }
    return group_lines(heading, sources, checked.policy, locale)


def _left(allowance: Allowance) -> Text:
    limit, most, left = allowance.limit, allowance.most, allowance.left
    name: str | Text = limit.value if limit.value in RULES else NAMES[limit]
    if allowance.pool is not None and not allowance.pool.is_server:
        name = f"{limit.value} (<#{allowance.pool.place}>)"
    at = allowance.returns_at and round(allowance.returns_at.timestamp())
    if limit in {Limit.COOLDOWN, Limit.SLOWED}:
        return text("check.until", limit=name, at=at) if at else text("check.over", limit=name)
    if at:
        return text("check.left_until", limit=name, left=left, most=most, at=at)
    return text("check.left", limit=name, left=left, most=most)
