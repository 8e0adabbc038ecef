"""An appeal: the form, and what moderators see of it in their channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ButtonStyle, TextStyle, ui

from bot.domain.ids import JobId
from bot.domain.moderation.appeal import WORDS
from bot.domain.privacy import ERASED
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import APPEAL, DENY, GRANT, button
from bot.views.clean import shown
from bot.views.component_ids import ComponentId, custom_id
from bot.views.layout import ACCENT_CANCELLED, ACCENT_WORKING, layout
from bot.views.moderation.case_words import stamp
from bot.views.shorten import Room

if TYPE_CHECKING:
    from typing import Any

    from bot.domain.ids import CaseId
    from bot.domain.moderation.appeal import Appeal
    from bot.domain.moderation.case import Case
    from bot.texts.text import Text

WHY = "why"
"""The field of the form."""

_LABEL = 45
"""Characters of a label in a form, and of its title."""

_ROOM = Room(1000, 3000)


def appeal_modal(case: Case, locale: str = ENGLISH) -> ui.Modal:
    """Return the form; the router hears what is submitted."""
    title = say(text("appeal.form", number=case.number), locale)[:_LABEL]
    modal = ui.Modal(title=title, custom_id=custom_id(ComponentId(APPEAL, JobId(case.id))))
    field = ui.TextInput[ui.Modal](
        custom_id=WHY,
        style=TextStyle.paragraph,
        required=True,
        min_length=int(WORDS.low),
        max_length=int(WORDS.high),
    )
    modal.add_item(ui.Label(text=say(text("appeal.why"), locale)[:_LABEL], component=field))
    modal.stop()
    return modal


def appeal_view(
    case: Case, appeal: Appeal, link: str | None, locale: str = ENGLISH, *, is_private: bool
) -> ui.LayoutView:
    """Show an appeal to moderators, to be answered; or how it was.

    Args:
        case: What it is about.
        appeal: What the member asked.
        link: The address of the message, if there is one.
        locale: Of those who read it.
        is_private: Whether only moderators do; the member's words are for nobody else.

    """
    heading = say(text("appeal.heading", number=case.number), locale)
    by = say(text("appeal.by", member=f"<@{appeal.member}>", when=stamp(appeal.at)), locale)
    lines = [f"**{f'[{heading}]({link})' if link else heading}**", by]
    if is_private:
        lines.append(why_words(appeal, _ROOM, locale))
    lines.append(f"-# {say(text('appeal.look', number=case.number), locale)}")
    parts: list[ui.Item[Any]] = [ui.TextDisplay("\n".join(lines))]
    if appeal.is_granted is None:
        parts.append(answer_row(case.id, locale))
        return layout(ACCENT_WORKING, *parts)
    state = [say(appeal_state(appeal), locale)]
    if appeal.is_own:
        state.append(say(text("case.own_appeal"), locale))
    parts.append(ui.TextDisplay(" · ".join(state)))
    return layout(ACCENT_CANCELLED, *parts)


def why_words(appeal: Appeal, room: Room, locale: str) -> str:
    """Return what a member wrote, as a quotation; or that they had it deleted."""
    if appeal.why == ERASED:
        return f"-# {say(text('appeal.erased'), locale)}"
    return f"> {shown(appeal.why, room) or '…'}"


def answer_row(case_id: CaseId, locale: str = ENGLISH) -> ui.ActionRow[ui.LayoutView]:
    """Return the buttons that answer the appeal of a case."""
    return ui.ActionRow(
        button(GRANT, JobId(case_id), locale, style=ButtonStyle.success),
        button(DENY, JobId(case_id), locale, style=ButtonStyle.danger),
    )


def appeal_state(appeal: Appeal) -> Text:
    """Say to moderators how an appeal stands."""
    if appeal.is_granted is None or appeal.decided_at is None:
        return text("appeal.waits")
    by, when = f"<@{appeal.decided_by}>", stamp(appeal.decided_at)
    if appeal.is_granted:
        return text("appeal.granted_by", member=by, when=when)
    return text("appeal.refused_by", member=by, when=when)
