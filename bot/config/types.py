"""Kinds of settings that pydantic has no type for: addresses, lists of numbers, secrets."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import NoDecode

from bot.domain.ids import GuildId


def _address(schemes: tuple[str, ...]) -> AfterValidator:
    def check(value: str) -> str:
        if value and not value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            raise ValueError(f"must start with {' or '.join(f'{s}://' for s in schemes)}")
        parts = _parts(value)
        if value and not (parts and parts.hostname and not parts.netloc.endswith(":")):
            raise ValueError("must have a host; its port, if any, must be a number")
        return value.rstrip("/")

    return AfterValidator(check)


def _no_password(address: str) -> str:
    """Refuse what would stand in logs; and beside a key of ours nothing could be sent at all."""
    parts = _parts(address)
    if parts and "@" in parts.netloc:
        raise ValueError("must not contain a user name or password")
    return address


def _parts(address: str) -> SplitResult | None:
    """Return an address in parts, or None when its host or port cannot be read."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:  # its text may hold the value
        return None
    return parts


def _names_file(address: str) -> bool:
    """Whether an address of SQLite names a file that outlives the process."""
    path = address.partition("://")[2].partition("?")[0]
    return path.startswith("/") and path[1:] not in {"", ":memory:"}


def _names_server(address: str) -> bool:
    """Whether the host and port of an address can be read.

    The host may be missing, for a socket. As in SQLAlchemy's reading, a password holds
    anything but ``@``; to urllib a ``#`` in it would end the host.
    """
    rest = address.partition("://")[2]
    return _parts(f"//{rest.partition('@')[2] or rest}") is not None


def _database(value: str) -> str:
    if not value.startswith(("sqlite+aiosqlite://", "postgresql+asyncpg://")):
        raise ValueError("must start with sqlite+aiosqlite:// or postgresql+asyncpg://")
    if value.startswith("sqlite"):
        if not _names_file(value):
            raise ValueError("needs a file, as in sqlite+aiosqlite:///darkroom.db")
    elif not _names_server(value):
        raise ValueError("must look like postgresql+asyncpg://user:password@host:port/name")
    return value


def _numbers(value: object) -> object:
    """Read ``0,1,2`` and ``0-7``."""
    if not isinstance(value, str):
        return value
    numbers: list[int] = []
    for part in filter(None, (part.strip() for part in value.split(","))):
        first, _, last = part.partition("-")
        if not (first.isdecimal() and (last.isdecimal() or not _)):
            raise ValueError("must be numbers like 0,1,2 or 0-7")
        numbers.extend(range(int(first), int(last or first) + 1))
    return tuple(numbers)


def _stripped(value: SecretStr) -> SecretStr:
    return SecretStr(value.get_secret_value().strip())


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


HttpAddress = Annotated[str, _address(("http", "https"))]
EngineAddress = Annotated[HttpAddress, AfterValidator(_no_password)]
GatewayAddress = Annotated[str, _address(("ws", "wss"))]
DatabaseAddress = Annotated[str, AfterValidator(_database)]
Numbers = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_numbers)]
GuildIds = Annotated[tuple[GuildId, ...], NoDecode, BeforeValidator(_numbers)]
Secret = Annotated[SecretStr, AfterValidator(_stripped)]
LOWER = BeforeValidator(_lower)
UPPER = BeforeValidator(_upper)
