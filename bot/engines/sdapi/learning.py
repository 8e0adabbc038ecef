"""Ask a server what it is and what it has."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.domain.models import ModelKind
from bot.engine_errors import RouteGoneError
from bot.engines.retries import LISTS, passing
from bot.engines.sdapi import failures, listing, native_wire, wire
from bot.engines.sdapi.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from stamina import AsyncRetryingCaller

    from bot.domain.models import Model
    from bot.engines.http import Request
    from bot.engines.transport import Send

    Listed = list[Any] | dict[str, Any]

OTHERS = {
    ModelKind.LORA: wire.LORAS,
    ModelKind.EMBEDDING: wire.EMBEDDINGS,
    ModelKind.VAE: wire.VAES,
}
"""Models that not every server lists."""

LISTS_OF = {ModelKind.CHECKPOINT: wire.CHECKPOINTS, **OTHERS}


class Learning:
    """Reads everything anew, or only whether a server is there."""

    def __init__(self, send: Send, *, lists: AsyncRetryingCaller = LISTS) -> None:
        """Ask through ``send``; ``lists`` is how ``patiently`` repeats."""
        self._send = send
        self._lists = lists

    async def server(self) -> Server:
        """Return what a server is and has, asking each thing once.

        Raises:
            EngineError: it is not there, refuses us, or is none.

        """
        return await self._learn(self._read)

    async def patiently(self) -> Server:
        """Return it, repeating what passes."""
        return await self._learn(self._read_patiently)

    async def models(self, kind: ModelKind) -> tuple[Model, ...]:
        """Return the models of a kind of this moment, which also shows that the server is there."""
        said = await self._read(wire.listed(LISTS_OF[kind]))
        return await asyncio.to_thread(listing.models, kind, said)

    async def samplers(self) -> tuple[str, ...]:
        """Return its samplers, which it lists only where its API is switched on."""
        return listing.names(await self._read(wire.listed(wire.SAMPLERS)), "name")

    async def native(self) -> dict[str, Any] | None:
        """Return what stable-diffusion.cpp says of itself; None if the server is another."""
        response = await self._send(native_wire.capabilities())
        if response.status in {401, 403} or response.status >= 500:
            raise failures.refusal(response) or RouteGoneError("no answer")
        said = failures.payload(response) if response.status == 200 else None
        return said if said is not None and "samplers" in said else None

    async def _learn(self, read: Callable[[Request], Coroutine[Any, Any, Listed]]) -> Server:
        if (said := await self.native()) is not None:
            return await asyncio.to_thread(listing.native_server, said)
        samplers = listing.names(await read(wire.listed(wire.SAMPLERS)), "name")
        lists = {ModelKind.CHECKPOINT: await read(wire.listed(wire.CHECKPOINTS))}
        for kind, name in OTHERS.items():
            if (found := await _optional(read, name)) is not None:
                lists[kind] = found
        settings = await _optional(read, wire.SETTINGS)
        return Server(
            models=await asyncio.to_thread(_models, lists),
            loaded=listing.loaded(settings),
            samplers=frozenset(samplers),
            schedulers=listing.names(await _optional(read, wire.SCHEDULERS), "label", "name"),
            upscalers=frozenset(listing.names(await _optional(read, wire.UPSCALERS), "name")),
            settings=frozenset(settings if isinstance(settings, dict) else ()),
        )

    async def _read(self, request: Request) -> Listed:
        return await asyncio.to_thread(listing.read, await self._send(request))

    async def _read_patiently(self, request: Request) -> Listed:
        return await self._lists(passing, partial(self._read, request))


def _models(lists: Mapping[ModelKind, Listed]) -> dict[ModelKind, tuple[Model, ...]]:
    return {kind: listing.models(kind, said) for kind, said in lists.items()}


async def _optional(
    read: Callable[[Request], Coroutine[Any, Any, Listed]], name: str
) -> Listed | None:
    """Return a list that older or other servers lack."""
    try:
        return await read(wire.listed(name))
    except RouteGoneError:
        return None
