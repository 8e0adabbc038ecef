"""What a request carries that sends a message: JSON, and the files beside it."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from discord import MessageFlags
from discord.http import MultipartParameters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.delivery.files import Upload
    from bot.domain.attachments import Kept
    from bot.views.card import Shown

_SHOWN = MessageFlags(components_v2=True).value
_SHOWN_ALONE = MessageFlags(components_v2=True, ephemeral=True).value


def message(shown: Shown, *, private: bool = False, nonce: str | None = None) -> dict[str, Any]:
    """Return a message without files, which pings nobody.

    Args:
        shown: What it shows.
        private: Whether only who acted sees it.
        nonce: Of several messages with one Discord makes only the first, for some minutes.

    """
    payload: dict[str, Any] = {
        "components": shown.to_components(),
        "flags": _SHOWN_ALONE if private else _SHOWN,
        "allowed_mentions": {"parse": []},
    }
    if nonce is not None:
        payload |= {"nonce": nonce, "enforce_nonce": True}
    return payload


def with_files(
    payload: Mapping[str, Any], uploads: Sequence[Upload], kept: Sequence[Kept] = ()
) -> MultipartParameters:
    """Return a message with all the files that it has from now on; good for one request.

    Args:
        payload: The message.
        uploads: Files that come with the request.
        kept: Those of the message that stay: a gallery finds them by id and name together.

    """
    stay = [{"id": str(it.id), "filename": it.name} for it in kept]
    come = [{"id": index, "filename": it.name} for index, it in enumerate(uploads)]
    whole = {**payload, "attachments": [*stay, *come]}
    if not uploads:
        return alone(whole)
    files = [
        {
            "name": f"files[{index}]",
            "value": io.BytesIO(it.data),
            "filename": it.name,
            "content_type": "application/octet-stream",
        }
        for index, it in enumerate(uploads)
    ]
    told = {"name": "payload_json", "value": json.dumps(whole, ensure_ascii=False)}
    return MultipartParameters(payload=None, multipart=[told, *files], files=None)


def alone(payload: dict[str, Any]) -> MultipartParameters:
    """Return what is sent without files; a message keeps what it has."""
    return MultipartParameters(payload=payload, multipart=None, files=None)
