"""Which models a place allows, told to moderators: a few globs in a line, all of them in a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.model_globs import LONGEST
from bot.domain.policy import resolve
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.texts.typed import typed
from bot.views.policy.rules import brief, source_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.policy import Policy
    from bot.texts.text import Text
    from bot.views.policy.rules import Level

FILE_NAME = "models.txt"

ROOM = 1700
"""Characters of both lists in a message; longer ones are in a file."""

BUILT_IN = text("policy.models.built_in")
IN_FILE = text("policy.models.in_file")


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, and the file that it takes where it is long."""

    words: str
    file: str = ""


def told_lists(
    heading: Text, levels: Sequence[Level], defaults: Policy, locale: str = ENGLISH
) -> Told:
    """Say both lists whole, and where each comes from.

    Args:
        heading: Says where they apply.
        levels: What each place says, nearest first.
        defaults: The configuration.
        locale: Of the member who asks.

    """
    policy = resolve((level.patch for level in levels), defaults)
    lists = {name: getattr(policy, name) for name in ("models_allow", "models_deny")}
    sources = {name: say(source_of(name, levels), locale) for name in lists}
    whole = {
        name: " ".join(str(typed(glob, LONGEST)) for glob in globs)
        if globs
        else f"**{_said(brief(name, globs), locale)}**"
        for name, globs in lists.items()
    }
    head, end = f"**{say(heading, locale)}**", f"-# {say(BUILT_IN, locale)}"
    if sum(map(len, whole.values())) <= ROOM:
        lines = [f"{name}: {globs} ({sources[name]})" for name, globs in whole.items()]
        return Told("\n".join([head, *lines, end]))
    lines = [
        f"{name}: {_said(brief(name, globs), locale)} ({sources[name]})"
        for name, globs in lists.items()
    ]
    file = "\n".join(f"{name}:\n" + "\n".join(globs or ()) for name, globs in lists.items())
    return Told("\n".join([head, *lines, say(IN_FILE, locale), end]), file)


def _said(words: str | Text, locale: str) -> str:
    return words if isinstance(words, str) else say(words, locale)
