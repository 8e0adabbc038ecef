"""Commands with every kind of option, as a bot registers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.showcase.modals import FIELDS

if TYPE_CHECKING:
    from tests.browser.showcase.parts import Part

MANAGE_MESSAGES = str(1 << 13)


def _option(kind: int, name: str, description: str, **changes: object) -> Part:
    return {"type": kind, "name": name, "description": description, **changes}


def _choices(*names: str) -> list[Part]:
    return [{"name": name.title(), "value": name} for name in names]


def _command(name: str, description: str, *options: Part, **changes: object) -> Part:
    return {"type": 1, "name": name, "description": description, "options": options, **changes}


EVERY_OPTION = (
    _option(3, "word", "Two to ten letters", required=True, min_length=2, max_length=10),
    _option(4, "count", "1 to 8", min_value=1, max_value=8),
    _option(10, "weight", "0 to 1", min_value=0, max_value=1),
    _option(5, "loud", "Or not"),
    _option(3, "size", "One of three", choices=_choices("small", "middle", "large")),
    _option(3, "model", "Asked of the bot while you type", autocomplete=True),
    _option(6, "person", "Somebody here"),
    _option(7, "room", "A text channel", channel_types=[0]),
    _option(8, "role", "A role"),
    _option(9, "either", "Somebody or a role"),
)
COMMANDS: tuple[Part, ...] = (
    _command("echo", "Say back what was given", *EVERY_OPTION),
    _command(
        "form",
        "Open a form",
        _option(3, "fields", "Which", choices=_choices(*FIELDS), required=True),
    ),
    _command("secret", "Answer only to you"),
    _command("think", "Think until /finish", _option(5, "hidden", "Only for you")),
    _command("finish", "End all thinking"),
    _command("silent", "Never answer"),
    _command("staff", "For moderators", default_member_permissions=MANAGE_MESSAGES),
    _command(
        "tree",
        "Commands below commands",
        _option(1, "leaf", "Directly below", options=[_option(3, "name", "Any", required=True)]),
        _option(2, "branch", "A group", options=[_option(1, "twig", "In the group", options=[])]),
    ),
    {"type": 3, "name": "Describe"},
    {"type": 3, "name": "Take away"},
)
