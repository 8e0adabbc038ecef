"""What ``darkroom check`` asks: who we are, what we have, and whether the route is alive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import engine_errors
from bot.engines.novita import replies, wire
from bot.engines.novita.models import Balance, User

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.engines.transport import Send

UNITS_PER_USD = 10_000
"""Source: https://novita.ai/docs/api-reference/basic-get-user-balance."""

ALIVE = (
    engine_errors.RejectedRequestError,
    engine_errors.RefusedPromptError,
    engine_errors.UnknownModelError,
    engine_errors.NoBalanceError,
)
"""Refusals that only a route that exists can give."""


RETIRED = (
    "the route is gone (404): Novita retired it in autumn 2026; "
    "set ENGINE to horde, comfyui or sdapi; see README, Troubleshooting"
)


class NovitaAccount:
    """The account behind the key. Nothing here costs anything or is repeated."""

    def __init__(self, send: Send) -> None:
        """Talk through ``send``."""
        self._send = send

    def questions(self) -> dict[str, Callable[[], Awaitable[str]]]:
        """Return what ``darkroom check`` asks."""
        return {"Novita account": self._account, "Novita txt2img": self._route}

    async def _account(self) -> str:
        credit = await self.left()
        return "key accepted" if credit is None else f"key accepted, credit {credit:.2f} USD"

    async def _route(self) -> str:
        if not await self.route_alive():
            raise engine_errors.RouteGoneError(RETIRED)
        return "the route is alive"

    async def left(self) -> float | None:
        """Return what is left in USD, by whichever of the two routes still is."""
        try:
            return await self.credit()
        except engine_errors.RouteGoneError:
            return await self.available()

    async def credit(self) -> float | None:
        """Return the credit in USD, or None when the account does not say.

        Raises:
            BadKeyError: our key is no good.
            EngineError: any other reason why nothing can be said.

        """
        user = replies.read(await self._send(wire.user()), User)
        return _usd(user.credit_balance)

    async def available(self) -> float | None:
        """Return what can be spent, in USD, or None when it does not say."""
        balance = replies.read(await self._send(wire.balance()), Balance)
        return _usd(balance.available)

    async def route_alive(self) -> bool:
        """Return whether images can still be asked for, by posting an empty body.

        Raises:
            EngineError: it cannot be told: a bad key, a fault, no network.

        """
        error = replies.refusal(await self._send(wire.probe()))
        if error is None or isinstance(error, ALIVE):
            return True
        if isinstance(error, engine_errors.RouteGoneError):
            return False
        raise error


def _usd(units: float | None) -> float | None:
    return None if units is None else units / UNITS_PER_USD
