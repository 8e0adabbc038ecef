"""Resolve names to permitted addresses only, so that what was checked is what is connected to."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING

from aiohttp.abc import AbstractResolver
from typing_extensions import override

from bot.engines.pictures.addresses import is_permitted

if TYPE_CHECKING:
    from aiohttp.abc import ResolveResult


class ForbiddenAddressError(OSError):
    """A name leads only to addresses that are not permitted."""


class PermittedResolver(AbstractResolver):
    """Filter another resolver's answers.

    A name cannot lead elsewhere on a second look (DNS rebinding), since the connection
    goes to the very address that was checked.
    """

    def __init__(self, inner: AbstractResolver, *, loopback: bool) -> None:
        """Own ``inner``; ``loopback`` permits this machine too."""
        self._inner = inner
        self._loopback = loopback

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        permitted = [result for result in found if self._permits(result["host"])]
        if not permitted:
            raise ForbiddenAddressError(f"{host} has no public address")
        return permitted

    @override
    async def close(self) -> None:
        await self._inner.close()

    def _permits(self, host: str) -> bool:
        return is_permitted(ip_address(host.partition("%")[0]), loopback=self._loopback)
