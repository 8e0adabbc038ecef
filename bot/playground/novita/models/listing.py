"""Which models a query asks for, and which page of them."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.playground.novita.models.entry import Model

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


class BadQueryError(Exception):
    """A query that is refused with 400."""


class Page(NamedTuple):
    """Some models, and the cursor of the page after them (None on the last)."""

    models: Sequence[Model]
    next_cursor: str | None


def page_of(models: Sequence[Model], query: Mapping[str, str]) -> Page:
    """Return the page that the query's filters and pagination select.

    Raises:
        BadQueryError: the limit is outside (0, 100] or the cursor was never given out.
    """
    chosen = [model for model in models if _matches(model, query)]
    start = _start(query.get("pagination.cursor", ""), chosen)
    end = start + _limit(query.get("pagination.limit", ""))
    last = chosen[end - 1] if start < end < len(chosen) else None
    return Page(chosen[start:end], _cursor_after(last) if last else None)


def _matches(model: Model, query: Mapping[str, str]) -> bool:
    kinds = query.get("filter.types", "")
    wanted_text = query.get("filter.query", "").lower()
    visibility = query.get("filter.visibility") or model.visibility
    source = query.get("filter.source") or model.source
    return (
        (not kinds or model.kind in kinds.split(","))
        and visibility == model.visibility
        and source == model.source
        and _agrees(query.get("filter.is_sdxl"), is_true=model.is_sdxl)
        and _agrees(query.get("filter.is_inpainting") or "false", is_true=model.is_inpainting)
        and _names(model, wanted_text)
    )


def _names(model: Model, wanted: str) -> bool:
    texts = (model.sd_name, model.name, *model.tags)
    return not wanted or any(wanted in text.lower() for text in texts)


def _agrees(wanted: str | None, *, is_true: bool) -> bool:
    return not wanted or (wanted.lower() == "true") == is_true


def _limit(text: str) -> int:
    if not text:
        return DEFAULT_LIMIT
    if not text.isdecimal() or not 0 < int(text) <= MAX_LIMIT:
        raise BadQueryError("pagination.limit must be in (0, 100]")
    return int(text)


def _cursor_after(model: Model) -> str:
    pair = json.dumps([model.number, model.sd_name], separators=(",", ":"))
    return "c_" + base64.urlsafe_b64encode(pair.encode()).decode()


def _start(cursor: str, models: Sequence[Model]) -> int:
    """Read our own cursors, and ``c_<offset>``, which the vendor's Python SDK makes up."""
    mark = cursor.removeprefix("c_")
    if not mark or mark.isdecimal():
        return int(mark or 0)
    try:
        number, sd_name = json.loads(base64.urlsafe_b64decode(mark))
        keys = [(model.number, model.sd_name) for model in models]
        return keys.index((number, sd_name)) + 1
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadQueryError("pagination.cursor is not one of ours") from error
