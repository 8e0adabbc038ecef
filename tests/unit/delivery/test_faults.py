from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import aiohttp
import discord

from bot.delivery.exchange import Answer
from bot.delivery.faults import (
    OPENED_TOO_FAST,
    REST,
    DeadTokenError,
    fault,
    no_answer,
    raised_fault,
)
from bot.errors import (
    DeliveryError,
    FilesRefusedError,
    MessageGoneError,
    OutOfReachError,
    ThreadClosedError,
)
from tests.tables import each_row

if TYPE_CHECKING:
    from aiohttp import ClientResponse
    from aiohttp.client_reqrep import ConnectionKey


def refused(status: int, code: int) -> Answer:
    """Return a refusal in Discord's own words."""
    return Answer(status, {"code": code, "message": "no"})


def page(status: int) -> Answer:
    """Return the page of an edge or a proxy."""
    return Answer(status)


@each_row(
    "answer, has_files, expected",
    [
        (refused(401, 50027), True, DeadTokenError),
        (refused(404, 10015), True, DeadTokenError),
        (refused(401, 0), False, DeadTokenError),
        (refused(404, 10008), True, MessageGoneError),
        (refused(404, 10003), False, MessageGoneError),
        (refused(404, 10004), False, MessageGoneError),
        (refused(403, 50001), True, OutOfReachError),
        (refused(403, 50013), False, OutOfReachError),
        (refused(403, 50013), True, FilesRefusedError),
        (refused(400, 50083), True, ThreadClosedError),
        (refused(400, 50083), False, ThreadClosedError),
        (refused(413, 0), True, FilesRefusedError),
        (refused(413, 40005), True, FilesRefusedError),
        (page(413), True, FilesRefusedError),
        (refused(400, 50045), True, FilesRefusedError),
        (refused(400, 50046), True, FilesRefusedError),
        (refused(400, 30015), True, FilesRefusedError),
        (refused(400, 50035), True, FilesRefusedError),
        (refused(400, 50035), False, MessageGoneError),
        (refused(413, 40005), False, MessageGoneError),
        (refused(404, 0), True, FilesRefusedError),
        (refused(403, 50005), False, MessageGoneError),
    ],
)
def test_what_discord_says_is_named(
    answer: Answer, has_files: bool, expected: type[DeliveryError]
) -> None:
    assert type(fault(answer, has_files=has_files)) is expected


@each_row("has_files", [False, True])
@each_row("code, expected", [(50013, ThreadClosedError), (10008, MessageGoneError)])
def test_a_locked_thread_takes_permissions_for_now(
    code: int, expected: type[DeliveryError], has_files: bool
) -> None:
    named = fault(refused(403, code), has_files=has_files, in_locked_thread=True)
    assert type(named) is expected


@each_row("has_files", [False, True])
@each_row(
    "answer, may_land",
    [
        (refused(408, 0), True),
        (refused(429, 30046), False),
        (refused(400, OPENED_TOO_FAST), False),
        (refused(500, 0), True),
        (refused(503, 0), True),
        (page(302), True),
        (page(400), True),
        (page(401), True),
        (page(403), True),
        (page(404), True),
        (page(429), False),
        (page(502), True),
        (page(520), True),
        (Answer(404, {"error": "not found"}), True),
    ],
)
def test_what_discord_did_not_say_for_good_passes(
    answer: Answer, may_land: bool, has_files: bool
) -> None:
    named = fault(answer, has_files=has_files)
    assert type(named) is DeliveryError
    assert named.may_land is may_land


def test_too_many_direct_messages_rest_though_discord_does_not_say_how_long() -> None:
    assert fault(refused(400, OPENED_TOO_FAST), has_files=False).retry_after == REST
    told = Answer(429, {"code": OPENED_TOO_FAST}, retry_after=2.5)
    assert fault(told, has_files=False).retry_after == 2.5


def test_what_was_never_sent_cannot_land() -> None:
    key = cast("ConnectionKey", SimpleNamespace(host="", port=0, ssl=True, is_ssl=False))
    unsent = aiohttp.ClientConnectorError(key, OSError(111, "refused"))
    assert not no_answer(unsent).may_land
    assert no_answer(ConnectionResetError()).may_land
    assert no_answer(TimeoutError()).may_land


@each_row(
    "status, body, expected",
    [
        (404, {"code": 10003, "message": "no"}, MessageGoneError),
        (403, {"code": 50001, "message": "no"}, OutOfReachError),
        (404, "<html>", DeliveryError),
        (502, "<html>", DeliveryError),
    ],
)
def test_what_discord_py_raised_is_named_alike(
    status: int, body: dict[str, object] | str, expected: type[DeliveryError]
) -> None:
    response = cast("ClientResponse", SimpleNamespace(status=status, reason="Refused"))
    assert type(raised_fault(discord.HTTPException(response, body))) is expected


def test_what_is_no_answer_at_all_passes() -> None:
    assert type(raised_fault(TypeError("a reply that is not JSON"))) is DeliveryError


@each_row("code", ["10008", None, 1.5, [10008]])
def test_a_code_that_is_no_number_is_none(code: object) -> None:
    assert Answer(400, {"code": code}).code == 0
