from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import discord
import pytest

from bot.errors import DeliveryError, FilesRefusedError, MessageGoneError
from bot.views.delivery_faults import DeadTokenError, fault

if TYPE_CHECKING:
    from aiohttp import ClientResponse


def refused(status: int, code: int, errors: object = None) -> discord.HTTPException:
    response = cast("ClientResponse", SimpleNamespace(status=status, reason="Refused"))
    body = {"code": code, "message": "no"} | ({"errors": errors} if errors else {})
    return discord.HTTPException(response, body)


ABOUT_FILES = {"attachments": {"0": {"_errors": [{"message": "too large"}]}}}
ABOUT_TEXT = {"components": {"0": {"content": {"_errors": [{"message": "too long"}]}}}}


@pytest.mark.parametrize(
    ("error", "has_files", "expected"),
    [
        (refused(401, 50027), True, DeadTokenError),
        (refused(404, 10015), True, DeadTokenError),
        (refused(401, 0), False, DeadTokenError),
        (refused(404, 10008), True, MessageGoneError),
        (refused(404, 10003), False, MessageGoneError),
        (refused(404, 10004), False, MessageGoneError),
        (refused(403, 50001), True, MessageGoneError),
        (refused(403, 50013), False, MessageGoneError),
        (refused(403, 50013), True, FilesRefusedError),
        (refused(400, 50083), True, MessageGoneError),
        (refused(413, 0), True, FilesRefusedError),
        (refused(413, 40005), True, FilesRefusedError),
        (refused(400, 50045), True, FilesRefusedError),
        (refused(400, 50046), True, FilesRefusedError),
        (refused(400, 30015), True, FilesRefusedError),
        (refused(400, 50035, ABOUT_FILES), True, FilesRefusedError),
        (refused(400, 50035, ABOUT_TEXT), True, FilesRefusedError),
        (refused(400, 50035, ABOUT_FILES), False, MessageGoneError),
        (refused(413, 40005), False, MessageGoneError),
        (refused(404, 0), True, FilesRefusedError),
        (refused(403, 50005), False, MessageGoneError),
        (refused(408, 0), True, DeliveryError),
        (refused(429, 30046), True, DeliveryError),
        (refused(500, 0), True, DeliveryError),
        (refused(503, 0), False, DeliveryError),
        (TimeoutError(), True, DeliveryError),
        (ConnectionResetError(), True, DeliveryError),
        (TypeError("a reply that is not JSON"), True, DeliveryError),
    ],
)
def test_what_discord_says_is_named(
    error: Exception, has_files: bool, expected: type[DeliveryError]
) -> None:
    assert type(fault(error, has_files=has_files)) is expected
