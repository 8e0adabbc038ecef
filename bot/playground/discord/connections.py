"""Ending a connection the hard way."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web

RESET_AT_ONCE = struct.pack("ii", 1, 0)


def cut(request: web.Request) -> None:
    """Reset the connection of a request, as a broken network would."""
    transport = request.transport
    if transport is None:
        return
    peer = transport.get_extra_info("socket")
    if peer is not None:
        # Lingering for no time makes the kernel send RST rather than FIN.
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_ONCE)
    transport.abort()
