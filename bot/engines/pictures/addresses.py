"""Which addresses an image may be fetched from. Pure.

A reply that names an inner address must not make us its messenger: only public ones are
taken, and loopback only when the engine itself is there.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from bot.engine_errors import ImageError

if TYPE_CHECKING:
    from yarl import URL

Address = IPv4Address | IPv6Address

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
_NOT_PUBLIC = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
"""Within the global unicast space: Teredo and protocols, documentation, 6to4."""


def is_permitted(address: Address, *, loopback: bool) -> bool:
    """Whether a connection may go to ``address``; to loopback only if told so."""
    return is_public(address) or (loopback and address.is_loopback)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet.

    Forms that carry an IPv4 address inside are refused, but for NAT64, which counts as
    the address inside: on some networks it is the only way out.
    """
    if isinstance(address, IPv6Address):
        if address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in _GLOBAL_UNICAST or any(address in net for net in _NOT_PUBLIC):
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def check_url(url: URL, *, loopback: bool) -> None:
    """Refuse an address that may not be tried. A name is checked again when it is resolved.

    Raises:
        ImageError: it is not ``https`` (or ``http`` to loopback), or is forbidden by itself.

    """
    host = url.host
    if not host or url.user is not None or url.password is not None:
        raise ImageError("the image's address has no host, or a user in it")
    literal = _literal(host)
    if literal is not None and not is_permitted(literal, loopback=loopback):
        raise ImageError("the image's address is not public")
    local = loopback and is_loopback(url)
    if url.scheme != "https" and not (local and url.scheme == "http"):
        raise ImageError("the image's address is not https")


def is_loopback(url: URL) -> bool:
    """Whether an address is by itself on this machine."""
    host = url.host or ""
    literal = _literal(host)
    return literal.is_loopback if literal else host == "localhost"


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None
