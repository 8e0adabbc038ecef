"""Reading what a client sends."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from bot.playground.discord.client.refusing import wrong
from bot.playground.discord.payload import render

if TYPE_CHECKING:
    from aiohttp import web

    from bot.playground.discord.payload import Payload

MOST_BYTES = 256 * 1024
ID = re.compile(r"[1-9][0-9]{0,19}")


async def read_object(request: web.Request) -> Payload:
    """Return the body of a request, which must be one JSON object.

    Raises:
        RefusalError: it is anything else, or larger than any client sends.

    """
    raw = bytearray()
    async for chunk in request.content.iter_any():
        raw += chunk
        if len(raw) > MOST_BYTES:
            raise wrong(f"The request is larger than {MOST_BYTES // 1024} KiB.")
    try:
        form = json.loads(raw)
        # Half of a surrogate pair is JSON, but nobody could be told of it.
        render(form).encode()
    except (ValueError, RecursionError) as error:
        raise wrong("The request is not JSON.") from error
    if not isinstance(form, dict):
        raise wrong("The request is not a JSON object.")
    return form


def text(form: Payload, key: str) -> str:
    """Return a field that must be text.

    Raises:
        RefusalError: it is missing or of another type.

    """
    value = form.get(key)
    if not isinstance(value, str):
        raise wrong(f"{key}: must be text.")
    return value


def inside(form: Payload, key: str) -> Payload:
    """Return a field that must be an object.

    Raises:
        RefusalError: it is missing or of another type.

    """
    value = form.get(key)
    if not isinstance(value, dict):
        raise wrong(f"{key}: must be an object.")
    return value


def objects(form: Payload, key: str) -> list[Payload]:
    """Return a field that must be a list of objects; nothing counts as an empty one.

    Raises:
        RefusalError: it is anything else.

    """
    value = form.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise wrong(f"{key}: must be a list of objects.")
    return value


def id_of(value: object, /) -> int:
    """Return an id, which travels as text; 0, which is nobody's, if it cannot be one."""
    return int(value) if isinstance(value, str) and ID.fullmatch(value) else 0
