"""What ``darkroom check`` learns."""

from __future__ import annotations

import pytest

from bot import engine_errors
from bot.engines.novita.account import NovitaAccount
from tests.tables import each_row
from tests.unit.engines.novita.doubles import Script, refused, reply


@each_row(
    "answer",
    [
        reply(b"", 400),
        refused(400, "INVALID_REQUEST_BODY"),
        refused(400, "BILLING_BALANCE_NOT_ENOUGH"),
        refused(404, "MODEL_NOT_FOUND"),
        reply(b"", 422),
    ],
)
async def test_a_route_that_objects_is_alive(answer: object) -> None:
    assert isinstance(answer, type(reply(b"")))
    send = Script(answer)
    assert await NovitaAccount(send).route_alive()
    assert [(sent.method, sent.path, sent.body) for sent in send.sent] == [
        ("POST", "/v3/async/txt2img", b"")
    ]


@each_row("status", [301, 404, 405, 410])
async def test_a_route_that_is_not_there_is_gone(status: int) -> None:
    assert not await NovitaAccount(Script(reply(b"<html>", status))).route_alive()


@each_row(
    "answer, kind",
    [
        (refused(403, "INVALID_API_KEY"), engine_errors.BadKeyError),
        (refused(400, "MISSING_API_KEY"), engine_errors.BadKeyError),
        (reply(b"", 503), engine_errors.ServerFaultError),
        (reply(b"", 429), engine_errors.RateLimitedError),
        (engine_errors.NetworkFaultError("refused"), engine_errors.NetworkFaultError),
    ],
)
async def test_anything_else_says_nothing_about_the_route(
    answer: object, kind: type[engine_errors.EngineError]
) -> None:
    assert isinstance(answer, (Exception, type(reply(b""))))
    with pytest.raises(kind):
        await NovitaAccount(Script(answer)).route_alive()


@each_row("sent, usd", [(25000, 2.5), ("25000", 2.5), (None, None), ("much", None), (0, 0.0)])
async def test_credit_is_in_dollars(sent: object, usd: float | None) -> None:
    assert await NovitaAccount(Script(reply({"credit_balance": sent}))).credit() == usd
    assert await NovitaAccount(Script(reply({"availableBalance": sent}))).available() == usd
