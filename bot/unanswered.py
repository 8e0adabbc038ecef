"""Why no answer came from a server, in plain words for the operator. Pure."""

from __future__ import annotations

import ssl
from urllib.parse import urlsplit

import aiohttp

_WHY: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((TimeoutError,), "it took too long"),
    ((aiohttp.ClientConnectorDNSError,), "no host of that name was found"),
    ((ssl.SSLError, aiohttp.ClientSSLError), "no secure connection could be made (https)"),
    ((aiohttp.ClientConnectorError, ConnectionRefusedError), ""),
    ((aiohttp.ServerDisconnectedError, ConnectionResetError), "it closed the connection"),
    ((aiohttp.ClientResponseError,), "what came is no HTTP"),
)
"""By what was raised; the first that fits."""


def no_answer(server: str, address: str, error: Exception, advice: str = "") -> str:
    """Return one line that names the server, its address and what may be done.

    Args:
        server: What people call it.
        address: May hold a user name and password, which are not told.
        error: What was raised in place of an answer.
        advice: A question for whoever runs the server.

    """
    line = f"no answer from {server} at {place_of(address)}"
    told = [why(error), advice] if advice else [why(error)]
    return f"{line}: {'; '.join(filter(None, told))}".removesuffix(": ")


def place_of(address: str) -> str:
    """Return an address without user name, password, query and fragment."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def why(error: Exception) -> str:
    """Return what happened to the connection; nothing where a program may just not be running."""
    return next((words for kinds, words in _WHY if isinstance(error, kinds)), "it broke off")
