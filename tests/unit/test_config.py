from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config.settings import Settings, load
from bot.errors import ConfigurationError
from bot.wiring.engine_settings import unused
from tests.tables import each_row

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "s3cr3t" * 8


def settings(**given: object) -> Settings:
    needed = {"discord_token": "token", "novita_api_key": "key", "_env_file": None}
    return load(**(needed | given))


@each_row(
    "text, numbers",
    [("", ()), ("0,1,2", (0, 1, 2)), ("0-3", (0, 1, 2, 3)), ("0, 2-3", (0, 2, 3))],
)
def test_shards_are_listed_or_ranged(text: str, numbers: tuple[int, ...]) -> None:
    assert settings(shard_ids=text, shard_count=8).shard_ids == numbers


@each_row(
    "wrong, line",
    [
        ({"novita_api_key": " "}, "NOVITA_API_KEY: is required"),
        ({"discord_token": " "}, "DISCORD_TOKEN: must not be empty"),
        ({"engine": "midjourney"}, "ENGINE: must be one of novita, horde, comfyui, sdapi"),
        ({"engine_fallback": "novita"}, "ENGINE_FALLBACK: must not be the same as ENGINE"),
        (
            {"engine_fallback": "dalle"},
            "ENGINE_FALLBACK: must be one of novita, horde",
        ),
        ({"engine_parallel": "0"}, "ENGINE_PARALLEL: must be a whole number between 1 and 100000"),
        ({"comfyui_url": "127.0.0.1:8188"}, "COMFYUI_URL: must start with http:// or https://"),
        (
            {"comfyui_url": "http://user:pw@h:1"},
            "COMFYUI_URL: must not contain a user name or password",
        ),
        ({"sdapi_url": "https://user@h/x"}, "SDAPI_URL: must not contain a user name or password"),
        ({"sdapi_auth": "userpassword"}, "SDAPI_AUTH: must be user:password"),
        ({"detector": "maybe"}, "DETECTOR: must be one of auto, always, off"),
        ({"detector_threshold": "101"}, "DETECTOR_THRESHOLD: must be between 0 and 100"),
        ({"nsfw_level": "3"}, "NSFW_LEVEL: must be a whole number between 0 and 2"),
        ({"nsfw_threshold": "nan"}, "NSFW_THRESHOLD: must be between 0 and 100"),
        ({"max_jobs_per_user": "many"}, "MAX_JOBS_PER_USER: must be a whole number between 1 "),
        ({"max_image_bytes": "1023"}, "MAX_IMAGE_BYTES: must be a whole number of at least 1024"),
        ({"novita_enterprise_plan": "maybe"}, "NOVITA_ENTERPRISE_PLAN: must be true or false"),
        ({"shard_ids": "0-x"}, "SHARD_IDS: must be numbers like 0,1,2 or 0-7"),
        ({"shard_ids": "4", "shard_count": "4"}, "SHARD_IDS: must be below SHARD_COUNT"),
        ({"database_url": "mysql://x"}, "DATABASE_URL: must start with sqlite+aiosqlite://"),
        ({"database_url": "sqlite+aiosqlite://"}, "DATABASE_URL: needs a file"),
        ({"database_url": "sqlite+aiosqlite:///"}, "DATABASE_URL: needs a file"),
        ({"database_url": "sqlite+aiosqlite:///?timeout=5"}, "DATABASE_URL: needs a file"),
        ({"database_url": "sqlite+aiosqlite:///:memory:"}, "DATABASE_URL: needs a file"),
        ({"database_url": "sqlite+aiosqlite://host/file"}, "DATABASE_URL: needs a file"),
        ({"database_url": "postgresql+asyncpg://u:pw@h:badport/x"}, "DATABASE_URL: must look like"),
        ({"database_url": "postgresql+asyncpg://u:pw@h:65536/x"}, "DATABASE_URL: must look like"),
        ({"database_url": "postgresql+asyncpg://u:pw@[h/x"}, "DATABASE_URL: must look like"),
        ({"discord_api_url": "ftp://x"}, "DISCORD_API_URL: must start with http:// or https://"),
        ({"discord_api_url": "http://"}, "DISCORD_API_URL: must have a host"),
        ({"novita_api_url": "https:///v3"}, "NOVITA_API_URL: must have a host"),
        ({"novita_webhook_url": "https://:8080"}, "NOVITA_WEBHOOK_URL: must have a host"),
        ({"comfyui_url": "http://127.0.0.1:"}, "COMFYUI_URL: must have a host; its port"),
        ({"discord_gateway_url": "ws://h:badport"}, "DISCORD_GATEWAY_URL: must have a host"),
        ({"discord_gateway_url": "wss://[h"}, "DISCORD_GATEWAY_URL: must have a host"),
        ({"discord_gateway_url": "http://x"}, "DISCORD_GATEWAY_URL: must start with ws://"),
        ({"log_format": "xml"}, "LOG_FORMAT: must be one of text, json"),
    ],
)
def test_a_wrong_key_is_named_and_its_value_is_not_shown(wrong: dict[str, str], line: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings(**wrong)
    assert str(caught.value).startswith(line)
    assert len(str(caught.value).splitlines()) == 1
    assert "pw" not in str(caught.value)
    shown = str(caught.value).replace("sqlite+aiosqlite:///darkroom.db", "")
    assert not any(value in shown for value in wrong.values() if len(value) > 3)


@each_row(
    "address",
    [
        "sqlite+aiosqlite:///darkroom.db",
        "sqlite+aiosqlite:////var/lib/a#b@c:d.db?timeout=5",
        "postgresql+asyncpg://h/x",
        "postgresql+asyncpg://u:p#w/?:1@h:5432/x",
        "postgresql+asyncpg://u:pw@[::1]:5432/x",
        "postgresql+asyncpg:///x?host=/run/postgresql",
    ],
)
def test_a_database_may_be_a_file_a_server_or_a_socket(address: str) -> None:
    assert settings(database_url=address).database_url == address


def test_shards_may_be_chosen_before_their_number_is_known() -> None:
    assert settings(shard_ids="0,1").shard_count is None


def test_what_is_missing_is_told_with_where_to_set_it() -> None:
    with pytest.raises(ConfigurationError) as caught:
        load(_env_file=None)
    missing, where = str(caught.value).splitlines()
    assert missing == "DISCORD_TOKEN: is required"
    assert ".env" in where


@each_row(
    "given, lines",
    [
        ({}, ()),
        ({"comfyui_url": "http://h"}, ("COMFYUI_URL is set but not used: ENGINE=comfyui uses it",)),
        ({"sdapi_url": "http://h"}, ("SDAPI_URL is set but not used: ENGINE=sdapi uses it",)),
        ({"sdapi_url": "http://h", "engine": "horde"}, ()),
        ({"sdapi_url": "http://h", "engine_fallback": "sdapi"}, ()),
    ],
)
def test_an_address_that_nothing_uses_is_told(
    given: dict[str, str], lines: tuple[str, ...]
) -> None:
    assert unused(load(discord_token="token", _env_file=None, **given)) == lines


def test_every_wrong_key_has_its_own_line() -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings(novita_webhook_url="https://bot.test", shard_ids="1", shard_count="1")
    keys = [line.partition(":")[0] for line in str(caught.value).splitlines()]
    assert keys == ["NOVITA_WEBHOOK_SECRET", "HTTP_PORT", "SHARD_IDS"]


def test_the_webhook_address_ends_in_the_secret() -> None:
    told = settings(
        novita_webhook_url="https://bot.test/", novita_webhook_secret=SECRET, http_port=8000
    )
    assert told.webhook_address == f"https://bot.test/webhooks/novita/{SECRET}"
    assert set(told.secrets) == {"token", "key", SECRET}
    assert SECRET not in repr(told)


def test_a_secret_with_odd_characters_stands_percent_encoded_in_the_address() -> None:
    secret = "abc/def+ghi=?#%é" * 2
    told = settings(
        novita_webhook_url="https://bot.test", novita_webhook_secret=secret, http_port=8000
    )
    encoded = "abc%2Fdef%2Bghi%3D%3F%23%25%C3%A9" * 2
    assert told.webhook_address == f"https://bot.test/webhooks/novita/{encoded}"
    assert {secret, encoded} <= set(told.secrets)


def test_a_dotenv_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"DISCORD_TOKEN=caf\xe9")
    with pytest.raises(ConfigurationError) as caught:
        load(_env_file=tmp_path / ".env")
    assert str(caught.value) == ".env: is not UTF-8 text"


def test_an_empty_value_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_JOBS_PER_USER", "")
    assert settings().max_jobs_per_user == 2


@each_row(
    "given, engine",
    [
        ({}, "horde"),
        ({"engine": "ComfyUI"}, "comfyui"),
        ({"novita_api_key": "key"}, "novita"),
        ({"novita_api_key": "key", "novita_api_url": "https://api.test"}, "novita"),
        ({"novita_api_key": "key", "engine": "sdapi"}, "sdapi"),
        ({"engine_fallback": "comfyui"}, "horde"),
    ],
)
def test_without_a_word_the_engine_is_the_one_that_needs_no_key(
    given: dict[str, str], engine: str
) -> None:
    assert load(discord_token="token", _env_file=None, **given).engine_name == engine


@each_row(
    "given",
    [
        {"engine": "novita"},
        {"novita_api_url": "https://api.test"},
        {"engine_fallback": "novita"},
    ],
)
def test_novita_needs_a_key(given: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match=r"^NOVITA_API_KEY: is required$"):
        load(discord_token="token", _env_file=None, **given)


def test_the_anonymous_key_is_no_secret() -> None:
    assert "0000000000" not in settings().secrets
    assert "my-own-key" in settings(horde_api_key="my-own-key").secrets
    assert "u:p" in settings(sdapi_auth="u:p").secrets
