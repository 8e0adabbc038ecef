"""What ``/help`` says: what can be done here, by task, and who reads prompts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from discord import ui

from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import Text, text
from bot.views.buttons import (
    AGAIN,
    DELETE,
    DETAILS,
    EDIT,
    LABELS,
    REPORT,
    SEND,
    STAR,
    UPSCALE,
    VARY,
)
from bot.views.layout import ACCENT_CANCELLED, layout

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

VOLUNTEERS = frozenset({"horde"})
COMPANIES = frozenset({"novita"})
"""Engines by who runs them; all others are the operator's own."""


FORMS = (
    text("help.flags"),
    text("help.loras"),
    text("help.block"),
)
"""What a prompt may hold beside words, each with an example that can be copied."""

BUTTONS: Mapping[str, Text] = {
    AGAIN: text("help.again"),
    EDIT: text("help.edit"),
    VARY: text("help.vary"),
    UPSCALE: text("help.upscale"),
    SEND: text("help.send"),
    DETAILS: text("help.details"),
    STAR: text("help.star"),
    REPORT: text("help.report"),
    DELETE: text("help.delete"),
}
"""What each button below a result does, in a line."""

COMMANDS: Mapping[str, Text] = {
    "models": text("help.models"),
    "style list": text("help.style"),
    "settings": text("help.settings"),
    "history": text("help.history"),
    "gallery": text("help.gallery"),
    "queue": text("help.queue"),
    "cases": text("help.cases"),
    "usage": text("help.usage"),
    "privacy opt-out": text("help.privacy"),
}
"""What each command beside ``/imagine`` is for, in a line; a group stands there by one of its
own."""

MODERATING: Mapping[str, Text] = {
    "review": text("help.review"),
    "case show": text("help.case_show"),
    "audit": text("help.audit"),
    "block": text("help.block_member"),
}
"""The same, for those who may manage messages."""

MANAGING: Mapping[str, Text] = {
    "policy show": text("help.policy_show"),
    "filter list": text("help.filter_list"),
    "tier list": text("help.tier_list"),
    "budget show": text("help.budget_show"),
}
"""The same, for those who may manage the server."""

MENU = text("help.menu")
"""The commands in the menu of a message, by the names that are every language's."""


class Offered(NamedTuple):
    """What there is to use, for one member in one place."""

    commands: Collection[str] = ()
    """The names of slash commands, groups by their own."""
    buttons: Collection[str] = ()
    """The actions of what can be pressed below a result."""
    ids: Mapping[str, int] = {}
    """Of slash commands, where Discord has told them: then they can be clicked."""
    may_moderate: bool = False
    """Whether they manage messages."""
    may_manage: bool = False
    """Whether they manage the server."""


NOTHING = Offered()


def help_view(
    engines: Sequence[tuple[str, str]], offered: Offered = NOTHING, locale: str = ENGLISH
) -> ui.LayoutView:
    """Explain the bot.

    Args:
        engines: Name and title of the engine, and of the one for when it is down, if there is any.
        offered: What the member who asks may use.
        locale: Theirs.

    """
    imagine = mention("imagine", offered.ids)
    making = [text("help.imagine", imagine=imagine), *FORMS, text("help.picture", imagine=imagine)]
    pressing = [
        replace(does, params=(("button", LABELS[action]),))
        for action, does in BUTTONS.items()
        if action in offered.buttons
    ]
    moderating = [
        *(_commands(MODERATING, offered) if offered.may_moderate else ()),
        *(_commands(MANAGING, offered) if offered.may_manage else ()),
    ]
    places = [_where(name, title) for name, title in engines]
    told = [
        text("help.flagged"),
        *places[:1],
        *(text("help.fallback", where=place) for place in places[1:]),
    ]
    sections = [
        making,
        _headed(text("help.below"), pressing),
        _headed(text("help.keeping"), list(_commands(COMMANDS, offered))),
        _headed(MENU, [text("help.menu_details"), text("help.menu_use"), text("help.menu_report")]),
        _headed(text("help.moderating"), moderating),
        told,
    ]
    said = ("\n".join(say(line, locale) for line in lines) for lines in sections if lines)
    return layout(ACCENT_CANCELLED, *(ui.TextDisplay[ui.LayoutView](words) for words in said))


def mention(command: str, ids: Mapping[str, int]) -> str:
    """Return a command so that a click types it; plainly, where its id is not known.

    Args:
        command: Its name; that of a group, and of one of its own.
        ids: Of commands and groups, by name.

    """
    its_id = ids.get(command.partition(" ")[0])
    return f"`/{command}`" if its_id is None else f"</{command}:{its_id}>"


def _headed(heading: Text, lines: list[Text]) -> list[Text]:
    return [heading, *lines] if lines else []


def _commands(about: Mapping[str, Text], offered: Offered) -> Iterator[Text]:
    """Yield the lines of those that there are."""
    for command, line in about.items():
        if command.partition(" ")[0] in offered.commands:
            yield replace(line, params=(("command", mention(command, offered.ids)),))


def _where(name: str, title: str) -> Text:
    if name in VOLUNTEERS:
        return text("help.where_horde")
    if name in COMPANIES:
        return text("help.where_company", engine=title)
    return text("help.where_own", engine=title)
