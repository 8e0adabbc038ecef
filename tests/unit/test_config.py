from __future__ import annotations

import pytest

from bot.config import Settings, load
from bot.errors import ConfigurationError

SECRET = "s3cr3t" * 8


def settings(**given: object) -> Settings:
    needed = {"discord_token": "token", "novita_api_key": "key", "_env_file": None}
    return load(**(needed | given))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("", ()), ("0,1,2", (0, 1, 2)), ("0-3", (0, 1, 2, 3)), ("0, 2-3", (0, 2, 3))],
)
def test_shards_are_listed_or_ranged(text: str, numbers: tuple[int, ...]) -> None:
    assert settings(shard_ids=text, shard_count=8).shard_ids == numbers


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"novita_api_key": " "}, "NOVITA_API_KEY: must not be empty"),
        ({"nsfw_level": "3"}, "NSFW_LEVEL: "),
        ({"nsfw_threshold": "nan"}, "NSFW_THRESHOLD: "),
        ({"max_jobs_per_user": "many"}, "MAX_JOBS_PER_USER: "),
        ({"shard_ids": "0-x"}, "SHARD_IDS: must be numbers like 0,1,2 or 0-7"),
        ({"shard_ids": "0,1"}, "SHARD_COUNT: needed by SHARD_IDS"),
        ({"shard_ids": "4", "shard_count": "4"}, "SHARD_IDS: must be below SHARD_COUNT"),
        ({"database_url": "mysql://x"}, "DATABASE_URL: must start with sqlite+aiosqlite://"),
        ({"discord_api_url": "ftp://x"}, "DISCORD_API_URL: must start with http:// or https://"),
        ({"discord_gateway_url": "http://x"}, "DISCORD_GATEWAY_URL: must start with ws://"),
        ({"log_format": "xml"}, "LOG_FORMAT: "),
    ],
)
def test_a_wrong_key_is_named_and_its_value_is_not_shown(wrong: dict[str, str], line: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings(**wrong)
    assert str(caught.value).startswith(line)
    assert not any(value in str(caught.value) for value in wrong.values() if len(value) > 3)


def test_every_wrong_key_has_its_own_line() -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings(novita_webhook_url="https://bot.test", shard_ids="1")
    keys = [line.partition(":")[0] for line in str(caught.value).splitlines()]
    assert keys == ["NOVITA_WEBHOOK_SECRET", "HTTP_PORT", "SHARD_COUNT"]


def test_the_webhook_address_ends_in_the_secret() -> None:
    told = settings(
        novita_webhook_url="https://bot.test/", novita_webhook_secret=SECRET, http_port=8000
    )
    assert told.webhook_address == f"https://bot.test/webhooks/novita/{SECRET}"
    assert set(told.secrets) == {"token", "key", SECRET}
    assert SECRET not in repr(told)


def test_an_empty_value_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_JOBS_PER_USER", "")
    assert settings().max_jobs_per_user == 2
