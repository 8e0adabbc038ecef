"""Reading request bodies: JSON, or a multipart form with files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from bot.playground.discord.refusals import NOT_JSON, RefusalError

FILE = re.compile(r"files?\[(\d+)\]")
BOUNDARY = re.compile(r'boundary="?([^";,]+)"?')
PARAMETER = re.compile(r'\b(name|filename)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Body:
    """What a request carried: JSON, and files by their number n in ``files[n]``."""

    json: Any = None
    files: dict[int, Upload] = field(default_factory=dict)


def read_body(content_type: str, raw: bytes) -> Body:
    """Read a body.

    Raises:
        RefusalError: it is not what its content type says (50109).

    """
    if content_type.startswith("multipart/form-data"):
        return _multipart(content_type, raw)
    return Body(_json(raw) if raw else None)


def _json(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except ValueError as error:
        raise RefusalError(*NOT_JSON) from error


def _multipart(content_type: str, raw: bytes) -> Body:
    boundary = BOUNDARY.search(content_type)
    if boundary is None:
        raise RefusalError(*NOT_JSON)
    payload: object = {}
    files: dict[int, Upload] = {}
    # Each part ends with the line break before the next delimiter.
    delimiter = b"\r\n--" + boundary[1].encode()
    for part in (b"\r\n" + raw).split(delimiter)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        about = dict(PARAMETER.findall(head.decode("utf-8", "replace")))
        number = FILE.fullmatch(about.get("name", ""))
        if about.get("name") == "payload_json":
            payload = _json(content)
        elif number and about.get("filename"):
            files[int(number[1])] = Upload(about["filename"], content)
    return Body(payload, files)
