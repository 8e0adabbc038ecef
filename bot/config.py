"""The operator's settings, read once at the start and handed down."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self
from urllib.parse import SplitResult, quote, urlsplit

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.ids import GuildId
from bot.domain.policy import Policy
from bot.errors import ConfigurationError


def _address(schemes: tuple[str, ...]) -> AfterValidator:
    def check(value: str) -> str:
        if value and not value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            raise ValueError(f"must start with {' or '.join(f'{s}://' for s in schemes)}")
        parts = _parts(value)
        if value and not (parts and parts.hostname):
            raise ValueError("must name a host, and a port only as a number")
        return value.rstrip("/")

    return AfterValidator(check)


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


HttpAddress = Annotated[str, _address(("http", "https"))]
GatewayAddress = Annotated[str, _address(("ws", "wss"))]


class Settings(BaseSettings):
    """All settings, named as in the environment but in lower case.

    An empty value means the default, so that a line of the example file may stay blank.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    discord_token: SecretStr
    novita_api_key: SecretStr
    discord_api_url: HttpAddress = "https://discord.com/api/v10"
    discord_gateway_url: GatewayAddress = ""
    novita_api_url: HttpAddress = "https://api.novita.ai"
    novita_webhook_url: HttpAddress = ""
    novita_webhook_secret: SecretStr = SecretStr("")
    novita_enterprise_plan: bool = False
    novita_images_per_minute: int = Field(default=20, ge=1, le=1_000_000)
    database_url: str = "sqlite+aiosqlite:///darkroom.db"
    max_jobs_in_flight: int = Field(default=100, ge=1, le=100_000)
    max_jobs_per_user: int = Field(default=2, ge=1, le=10_000)
    max_queued_per_user: int = Field(default=10, ge=1, le=10_000)
    polls_per_second: int = Field(default=60, ge=1, le=10_000)
    job_deadline_seconds: int = Field(default=900, ge=1, le=86_400)
    default_model: str = Field(default="dreamshaper_8_93211.safetensors", min_length=1)
    max_image_bytes: int = Field(default=67_108_864, ge=1024)
    max_image_pixels: int = Field(default=40_000_000, ge=128 * 128)
    nsfw_threshold: float = Field(default=70, ge=0, le=100)
    review_retention_hours: int = Field(default=72, ge=1, le=8760)
    nsfw_level: int = Field(default=1, ge=0, le=2)
    shard_count: int | None = Field(default=None, ge=1, le=10_000)
    shard_ids: Annotated[tuple[int, ...], NoDecode] = ()
    command_guild_ids: Annotated[tuple[GuildId, ...], NoDecode] = ()
    http_host: str = "127.0.0.1"
    http_port: int | None = Field(default=None, ge=0, le=65_535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("shard_ids", "command_guild_ids", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
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

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _any_case(cls, value: object, info: Any) -> object:  # noqa: ANN401 - pydantic's info
        if not isinstance(value, str):
            return value
        return value.upper() if info.field_name == "log_level" else value.lower()

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite+aiosqlite://", "postgresql+asyncpg://")):
            raise ValueError("must start with sqlite+aiosqlite:// or postgresql+asyncpg://")
        if value.startswith("sqlite"):
            if not _names_file(value):
                raise ValueError("needs a file, as in sqlite+aiosqlite:///darkroom.db")
        elif not _names_server(value):
            raise ValueError("must be like postgresql+asyncpg://user:password@host:port/name")
        return value

    @field_validator("discord_token", "novita_api_key")
    @classmethod
    def _not_blank(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().strip():
            raise ValueError("must not be empty")
        return SecretStr(value.get_secret_value().strip())

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        wrong = [words for words, failed in self._conflicts() if failed]
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    def _conflicts(self) -> tuple[tuple[str, bool], ...]:
        webhooks, highest = bool(self.novita_webhook_url), max(self.shard_ids, default=0)
        secret = self.novita_webhook_secret.get_secret_value()
        return (
            ("NOVITA_WEBHOOK_SECRET: needs 32 characters or more", webhooks and len(secret) < 32),
            ("HTTP_PORT: needed by NOVITA_WEBHOOK_URL", webhooks and self.http_port is None),
            ("SHARD_IDS: must be below SHARD_COUNT", highest >= (self.shard_count or 10_000)),
        )

    @property
    def default_policy(self) -> Policy:
        """What holds where no place says otherwise."""
        return Policy(threshold=self.nsfw_threshold, level=self.nsfw_level)

    @property
    def webhook_address(self) -> str | None:
        """Where the engine reports the end of a task; a secret."""
        if not self.novita_webhook_url:
            return None
        secret = self.novita_webhook_secret.get_secret_value()
        return f"{self.novita_webhook_url}/webhooks/novita/{quote(secret, safe='')}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Values that must not appear in a log, in any form in which they are sent."""
        held = (self.discord_token, self.novita_api_key, self.novita_webhook_secret)
        values = [secret.get_secret_value() for secret in held if secret.get_secret_value()]
        return tuple(dict.fromkeys(values + [quote(value, safe="") for value in values]))


def load(**given: Any) -> Settings:  # noqa: ANN401 - any setting, by its name
    """Read the settings; ``given`` ones win over the environment.

    Raises:
        ConfigurationError: one line for each wrong key, never its value.

    """
    try:
        return Settings(**given)
    except UnicodeDecodeError:
        raise ConfigurationError(".env: is not UTF-8 text") from None
    except ValidationError as error:
        lines = [_line(problem) for problem in error.errors(include_input=False)]
        raise ConfigurationError("\n".join(lines)) from None


def _line(problem: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    words = str(problem["msg"]).removeprefix("Value error, ")
    if not problem["loc"]:
        return words
    missing = problem["type"] == "missing"
    return f"{str(problem['loc'][0]).upper()}: {'is required' if missing else words}"
