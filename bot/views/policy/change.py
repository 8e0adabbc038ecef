"""What is said of a change of a policy: before → after, what follows, and a way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.policy import Policy, resolve
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.layout import layout
from bot.views.policy.fates import fate_lines
from bot.views.policy.rules import JUDGING, Level, source_of, value_words
from bot.views.policy.view import accent_of, displays, policy_warnings, when
from bot.views.undo import AS_BEFORE, undo_row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from discord import ui

    from bot.domain.judging import Sitting
    from bot.domain.moderation.policy_change import PolicyChange, Touched
    from bot.texts.text import Text

NO_CHANGE = text("policy.change.nothing")


@dataclass(frozen=True, slots=True)
class Ground:
    """Where something was changed, and what holds there by itself."""

    heading: Text
    own: Text
    """What the place is called."""
    above: Sequence[Level]
    """What the places above say, nearest first."""
    defaults: Policy
    age_restricted: bool
    sitting: Sitting


def change_view(
    ground: Ground,
    change: PolicyChange,
    *,
    notes: Sequence[Text] = (),
    warned: Sequence[Text] = (),
    locale: str = ENGLISH,
) -> ui.LayoutView:
    """Say what changed in a place.

    Args:
        ground: The place.
        change: What it said, and says now.
        notes: What else is to be known.
        warned: What else is to beware of.
        locale: Of the member who changed it.

    """
    nothing = [] if change.rules else [NO_CHANGE]
    return _view(ground, change, [*nothing, *notes], warned, locale)


def undone_view(
    ground: Ground,
    change: PolicyChange,
    since: Mapping[str, Touched | None],
    locale: str = ENGLISH,
) -> ui.LayoutView:
    """Say what was put back, and which rules stay because somebody changed them meanwhile."""
    nothing = [] if change.rules or since else [AS_BEFORE]
    stays = [_stays(name, touched) for name, touched in since.items()]
    return _view(ground, change, [*nothing, *stays], (), locale)


def _view(
    ground: Ground,
    change: PolicyChange,
    notes: Sequence[Text],
    warned: Sequence[Text],
    locale: str,
) -> ui.LayoutView:
    policy = resolve((change.after, *(level.patch for level in ground.above)), ground.defaults)
    warnings = [*policy_warnings(policy, age_restricted=ground.age_restricted), *warned]
    lines = [_line(ground, change, name, locale) for name in change.rules]
    lines += [say(each, locale) for each in notes]
    texts = [f"**{say(ground.heading, locale)}**", "\n".join(lines)]
    if not frozenset(JUDGING).isdisjoint(change.rules):
        texts.append("\n".join(fate_lines(policy, ground.sitting, locale)))
    texts += [say(warning, locale) for warning in warnings]
    items: list[ui.Item[ui.LayoutView]] = [*displays(texts)]
    return layout(accent_of(is_well=not warnings), *items, *undo_row(change.entry, locale))


def _line(ground: Ground, change: PolicyChange, name: str, locale: str) -> str:
    """Say one rule before → after, and where it comes from where that is not the place itself."""
    before, after = (
        resolve((patch, *(level.patch for level in ground.above)), ground.defaults)
        for patch in (change.before, change.after)
    )
    then, now = (value_words(name, getattr(policy, name), locale) for policy in (before, after))
    said = text("policy.changed", rule=name, before=then, after=now)
    own = Level(ground.own, change.after)
    source = source_of(name, [own, *ground.above])
    is_plain = source == ground.own and then != now
    return say(said, locale) + ("" if is_plain else f" ({say(source, locale)})")


def _stays(name: str, touched: Touched | None) -> Text:
    if touched is None or touched.by is None:
        return text("policy.undo.stays", rule=name)
    return text("policy.undo.stays_by", rule=name, member=f"<@{touched.by}>", at=when(touched))
