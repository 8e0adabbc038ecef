"""What happened in a server as a file: a table for a spreadsheet, or lines for a program."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from discord import ui

from bot.domain.policy import CHANNELS
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.layout import ACCENT_DONE, layout
from bot.views.links import link_to
from bot.views.usage_table import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.domain.moderation.audit import Told
    from bot.domain.moderation.entry import Entry
    from bot.texts.text import Text

COLUMNS = (
    *("entry", "at", "kind", "by", "member", "channel", "channel_name"),
    *("case", "job", "image"),
    *("reason", "details", "message"),
)
"""The same in every language, and in both forms: programs read them, too."""

BYTE_ORDER_MARK = "\ufeff".encode()
"""Without it Excel takes a table for another encoding."""


class Form(StrEnum):
    """How a file is written. Part of a command."""

    CSV = "csv"
    JSONL = "jsonl"


def head(form: Form) -> bytes:
    """Return what stands above the first entry."""
    return BYTE_ORDER_MARK + _row(COLUMNS) if form is Form.CSV else b""


@dataclass(frozen=True, slots=True)
class Names:
    """What channels and roles are called; empty where that is not known, or not for the reader."""

    channel: Callable[[int], str] = lambda _: ""
    role: Callable[[int], str] = lambda _: ""


def line(told: Told, form: Form, names: Names) -> bytes:
    """Return an entry as a line; in a table nothing is a formula, and ids are text."""
    values = _values(told, names)
    if form is Form.JSONL:
        said = {name: value for name, value in values.items() if value not in (None, "", {})}
        return json.dumps(said, ensure_ascii=False).encode(errors="replace") + b"\n"
    details = values["details"]
    cells = values | {"details": json.dumps(details, ensure_ascii=False) if details else ""}
    return _row([_cell(cells[name]) for name in COLUMNS])


def file_view(
    name: str,
    count: int,
    cut_after: Entry | None = None,
    locale: str = ENGLISH,
    *,
    notes: Sequence[Text] = (),
) -> ui.LayoutView:
    """Hand over a file.

    Args:
        name: Of the attachment.
        count: Entries in it.
        cut_after: The last of them, if there are more.
        locale: Of the moderator.
        notes: What to know of the list.

    """
    words = [say(text("audit.file", count=count), locale)]
    if cut_after is not None:
        # Those of the same second come again: none is left out.
        moment = (cut_after.at.astimezone(UTC) + timedelta(seconds=1)).replace(tzinfo=None)
        until = f"`{moment.isoformat(' ', 'seconds')}`"
        words.append(say(text("audit.file.cut", moment=until), locale))
    words += [f"-# {say(note, locale)}" for note in notes]
    return layout(ACCENT_DONE, ui.TextDisplay("\n".join(words)), ui.File(f"attachment://{name}"))


def _values(told: Told, names: Names) -> dict[str, object]:
    entry = told.entry
    link = None
    if told.channel_id is not None and told.message_id is not None:
        link = link_to(entry.guild_id, told.channel_id, told.message_id)
    return {
        "entry": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "kind": entry.kind.value,
        "by": _id(entry.by),
        "member": _id(entry.member),
        "channel": _id(entry.place),
        "channel_name": names.channel(entry.place) if entry.place is not None else "",
        "case": told.case,
        "job": entry.job_id,
        "image": entry.image,
        "reason": entry.why,
        "details": _named(entry.details, names),
        "message": link,
    }


def _named(details: Mapping[str, object], names: Names) -> dict[str, object]:
    """Return details in which the ids of channels and roles have their names beside them."""
    said = dict(details)
    if isinstance(role := said.get("role"), str) and role.isdigit():
        said["role"] = _with_name(role, names.role(int(role)))
    for when in ("before", "after"):
        rules = said.get(when)
        if isinstance(rules, dict):
            said[when] = {
                name: _with_name(value, names.channel(value))
                if name in CHANNELS and isinstance(value, int)
                else value
                for name, value in rules.items()
            }
    return said


def _with_name(number: object, name: str) -> str:
    return f"{number} ({name})" if name else str(number)


def _id(number: int | None) -> str | None:
    """Return an id as programs want it: their numbers may not hold all of it."""
    return None if number is None else str(number)


def _cell(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value


def _row(cells: tuple[str, ...] | list[object]) -> bytes:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerow(cells)
    return file.getvalue().encode(errors="replace")
