"""What ``darkroom check`` asks: who we are, whether the service runs, and what is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.engine_errors import BadKeyError, ServerFaultError, UnknownModelError
from bot.engines.horde import replies, wire
from bot.engines.horde.models import Modes, User

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.engines.horde.catalogue import HordeCatalogue
    from bot.engines.transport import Send

ANONYMOUS = "anonymous: takes its turn last, has no kudos"


class HordeAccount:
    """The account behind the key. Nothing here costs anything or is repeated."""

    def __init__(
        self, send: Send, ask: Send, catalogue: HordeCatalogue, *, is_anonymous: bool
    ) -> None:
        """Ask with the key through ``send``, and without it through ``ask``."""
        self._send = send
        self._ask = ask
        self._catalogue = catalogue
        self._is_anonymous = is_anonymous

    def questions(self) -> dict[str, Callable[[], Awaitable[str]]]:
        """Return what ``darkroom check`` asks."""
        return {
            "Horde account": self._account,
            "Horde service": self._service,
            "Horde models": self._models,
        }

    async def _account(self) -> str:
        if self._is_anonymous:
            return ANONYMOUS
        kudos = await self.kudos()
        return "key accepted" if kudos is None else f"key accepted, {kudos:.0f} kudos"

    async def kudos(self) -> float | None:
        """Return the kudos of the account; None of the anonymous one, and where it is not told.

        Raises:
            BadKeyError: our key is no good.

        """
        if self._is_anonymous:
            return None
        try:
            return replies.read(await self._send(wire.find_user()), User).kudos
        except BadKeyError as error:
            raise BadKeyError("HORDE_API_KEY: AI Horde rejected it", status=error.status) from None

    async def _service(self) -> str:
        modes = replies.read(await self._ask(wire.modes()), Modes)
        if modes.maintenance_mode:
            raise ServerFaultError("AI Horde is down for maintenance and isn't accepting requests")
        return "accepting requests; prompts go to volunteers' machines"

    async def _models(self) -> str:
        if not await self._catalogue.refresh():
            raise ServerFaultError("AI Horde didn't list its models")
        workers = self._catalogue.workers
        if not workers:
            raise UnknownModelError("nobody is serving any model right now")
        name = self._catalogue.default_checkpoint().name
        return f"{len(workers)} served; {name} by {workers.get(name, 0)} workers"
