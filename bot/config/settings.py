"""The operator's settings, read once at the start and handed down."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import quote

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.config.types import (
    LOWER,
    UPPER,
    DatabaseAddress,
    EngineAddress,
    GatewayAddress,
    GuildIds,
    HttpAddress,
    Numbers,
    Secret,
)
from bot.config.words import WHERE, words_for
from bot.domain.policy import Policy
from bot.domain.price import Prices
from bot.errors import ConfigurationError

EngineName = Annotated[Literal["novita", "horde", "comfyui", "sdapi"], LOWER]

ANONYMOUS = "0000000000"
"""AI Horde's account for whoever has none; no secret."""


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

    discord_token: Secret
    discord_api_url: HttpAddress = "https://discord.com/api/v10"
    discord_gateway_url: GatewayAddress = ""
    engine: EngineName | None = None
    engine_fallback: EngineName | None = None
    engine_parallel: int | None = Field(default=None, ge=1, le=100_000)
    horde_api_key: Secret = SecretStr(ANONYMOUS)
    horde_api_url: EngineAddress = "https://aihorde.net/api/v2"
    comfyui_url: EngineAddress = "http://127.0.0.1:8188"
    comfyui_workflow: Path | None = None
    sdapi_url: EngineAddress = "http://127.0.0.1:7860"
    sdapi_auth: Secret = SecretStr("")
    novita_api_key: Secret = SecretStr("")
    novita_api_url: EngineAddress = "https://api.novita.ai"
    novita_webhook_url: HttpAddress = ""
    novita_webhook_secret: SecretStr = SecretStr("")
    novita_enterprise_plan: bool = False
    novita_images_per_minute: int = Field(default=20, ge=1, le=1_000_000)
    detector: Annotated[Literal["auto", "always", "off"], LOWER] = "auto"
    detector_threshold: float = Field(default=20, ge=0, le=100)
    database_url: DatabaseAddress = "sqlite+aiosqlite:///darkroom.db"
    max_jobs_in_flight: int = Field(default=100, ge=1, le=100_000)
    max_jobs_per_user: int = Field(default=2, ge=1, le=10_000)
    max_queued_per_user: int = Field(default=10, ge=1, le=10_000)
    polls_per_second: int = Field(default=60, ge=1, le=10_000)
    job_deadline_seconds: int = Field(default=900, ge=1, le=86_400)
    default_model: str | None = Field(default=None, min_length=1)
    max_image_bytes: int = Field(default=67_108_864, ge=1024)
    max_image_pixels: int = Field(default=40_000_000, ge=128 * 128)
    nsfw_threshold: float = Field(default=70, ge=0, le=100)
    review_retention_hours: int = Field(default=72, ge=1, le=8760)
    nsfw_level: int = Field(default=1, ge=0, le=2)
    price_per_image: float = Field(default=0.003, ge=0, le=1000)
    price_per_megapixel_step: float = Field(default=0, ge=0, le=1000)
    price_per_detection: float = Field(default=0.0015, ge=0, le=1000)
    kudos_per_megapixel_step: float = Field(default=0.8, ge=0, le=1000)
    balance_floor: float = Field(default=5, ge=0, le=1_000_000)
    shard_count: int | None = Field(default=None, ge=1, le=10_000)
    shard_ids: Numbers = ()
    command_guild_ids: GuildIds = ()
    http_host: str = "127.0.0.1"
    http_port: int | None = Field(default=None, ge=0, le=65_535)
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], UPPER] = "INFO"
    log_format: Annotated[Literal["text", "json"], LOWER] = "text"

    @field_validator("discord_token")
    @classmethod
    def _not_blank(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value():
            raise ValueError("must not be empty")
        return value

    @property
    def engine_name(self) -> str:
        """The engine that new jobs go to: Novita's where anything of Novita's is set."""
        is_novitas = any(name.startswith("novita_") for name in self.model_fields_set)
        return self.engine or ("novita" if is_novitas else "horde")

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        wrong = [words for words, failed in self._conflicts() if failed]
        if wrong:
            raise ValueError("\n".join(wrong))
        return self

    def _conflicts(self) -> tuple[tuple[str, bool], ...]:
        webhooks, highest = bool(self.novita_webhook_url), max(self.shard_ids, default=0)
        secret = self.novita_webhook_secret.get_secret_value()
        uses_novita = "novita" in {self.engine_name, self.engine_fallback}
        has_key, auth = bool(self.novita_api_key.get_secret_value()), self.sdapi_auth
        name, colon, _ = auth.get_secret_value().partition(":")
        return (
            ("NOVITA_API_KEY: is required", uses_novita and not has_key),
            ("ENGINE_FALLBACK: must not be the same as ENGINE", self._falls_back_to_itself),
            ("SDAPI_AUTH: must be user:password", bool(name or colon) and not (name and colon)),
            (
                "NOVITA_WEBHOOK_SECRET: must have at least 32 characters",
                webhooks and len(secret) < 32,
            ),
            ("HTTP_PORT: is required with NOVITA_WEBHOOK_URL", webhooks and self.http_port is None),
            ("SHARD_IDS: must be below SHARD_COUNT", highest >= (self.shard_count or 10_000)),
        )

    @property
    def _falls_back_to_itself(self) -> bool:
        return self.engine_fallback == self.engine_name

    @property
    def default_policy(self) -> Policy:
        """What holds where no place says otherwise."""
        return Policy(
            threshold=self.nsfw_threshold,
            level=self.nsfw_level,
            detector_threshold=self.detector_threshold,
        )

    @property
    def prices(self) -> Prices:
        """What images are expected to cost."""
        return Prices(
            image=self.price_per_image,
            megapixel_step=self.price_per_megapixel_step,
            detection=self.price_per_detection,
            kudos_megapixel_step=self.kudos_per_megapixel_step,
        )

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
        more = (self.sdapi_auth, self.horde_api_key)
        told = {secret.get_secret_value() for secret in (*held, *more)} - {"", ANONYMOUS}
        values = sorted(told)
        return tuple(dict.fromkeys(values + [quote(value, safe="") for value in values]))


def load(**given: Any) -> Settings:  # noqa: ANN401 - any setting, by its name
    """Read the settings; ``given`` ones win over the environment.

    Raises:
        ConfigurationError: one line for each wrong key, never its value, and one that says
            where to set what is missing.

    """
    try:
        return Settings(**given)
    except UnicodeDecodeError:
        raise ConfigurationError(".env: is not UTF-8 text") from None
    except ValidationError as error:
        problems = error.errors(include_input=False)
        lines = [_line(problem) for problem in problems]
        if any(problem["type"] == "missing" for problem in problems):
            lines.append(WHERE)
        raise ConfigurationError("\n".join(lines)) from None


def _line(problem: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    if not problem["loc"]:
        return words_for(problem, None)
    key = str(problem["loc"][0])
    return f"{key.upper()}: {words_for(problem, Settings.model_fields.get(key))}"
