"""How ``darkroom run`` begins and ends: exit codes, and what it says on the way."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.faults.bot_run import bot_run
from tests.faults.stage import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.bot_run import Ended
    from tests.faults.stage import Stage

TOKEN = "a-token-that-nobody-may-read"
ENOUGH = {"DISCORD_TOKEN": TOKEN, "NOVITA_API_KEY": "k"}


async def ended(command: str, folder: Path, settings: dict[str, str], nursery: Path) -> Ended:
    """Run a command to its end."""
    async with bot_run(command, folder, settings, nursery=nursery) as run:
        return await run.ended()


@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        ({}, {"DISCORD_TOKEN: is required", "Set it in "}),
        ({"DISCORD_TOKEN": TOKEN, "ENGINE": "novita"}, {"NOVITA_API_KEY: is required"}),
        ({"DISCORD_TOKEN": TOKEN, "NOVITA_API_URL": "http://h"}, {"NOVITA_API_KEY: is required"}),
        (
            ENOUGH | {"MAX_JOBS_IN_FLIGHT": "4711x", "NSFW_LEVEL": "4711", "HTTP_PORT": "94711"},
            {"MAX_JOBS_IN_FLIGHT: ", "NSFW_LEVEL: ", "HTTP_PORT: "},
        ),
        (
            ENOUGH | {"NOVITA_WEBHOOK_URL": "https://x.example", "NOVITA_WEBHOOK_SECRET": "4711"},
            {"NOVITA_WEBHOOK_SECRET: ", "HTTP_PORT: "},
        ),
        (
            ENOUGH
            | {
                "DATABASE_URL": "postgresql+asyncpg://u:4711@h:4711x/x",
                "DISCORD_API_URL": "http://",
            },
            {"DATABASE_URL: ", "DISCORD_API_URL: "},
        ),
    ],
    ids=[
        "missing",
        "no key",
        "a host without a key",
        "out of range",
        "not fitting together",
        "no address",
    ],
)
async def test_each_wrong_key_has_a_line_without_its_value(
    tmp_path: Path, nursery: Path, command: str, settings: dict[str, str], lines: set[str]
) -> None:
    end = await ended(command, tmp_path, settings, nursery)
    said = end.err.splitlines()
    assert (end.code, end.out, len(said)) == (2, "", len(lines))
    assert {start for start in lines for line in said if line.startswith(start)} == lines
    assert "4711" not in end.err
    assert TOKEN not in end.err


async def test_a_token_that_discord_refuses_is_wrong_configuration(stage: Stage) -> None:
    async with stage.run("run", DISCORD_TOKEN=TOKEN) as run:
        end = await run.ended()
    assert end.code == 2
    assert end.err.splitlines()[-1] == "DISCORD_TOKEN: Discord rejected it"
    assert "Traceback" not in end.err
    assert TOKEN not in end.err


async def test_a_database_that_cannot_be_opened_is_told_in_one_line(
    stage: Stage, tmp_path: Path, nursery: Path
) -> None:
    (tmp_path / "file").touch()
    address = f"sqlite+aiosqlite:///{tmp_path}/file/darkroom.db"
    end = await ended("run", tmp_path, stage.settings | {"DATABASE_URL": address}, nursery)
    assert end.code == 1
    assert end.err.startswith("darkroom: the database failed: ")
    assert len(end.err.splitlines()) == 1


async def test_a_bot_whose_settings_stand_in_dotenv_needs_no_other(stage: Stage) -> None:
    lines = [f"{name}={value}" for name, value in stage.settings.items()]
    (stage.folder / ".env").write_text("\n".join(lines))
    async with bot_run("run", stage.folder, {}, nursery=stage.nursery) as run:
        await eventually(lambda: stage.discord.gateway.is_connected() or not run.running)
        end = await run.send(signal.SIGTERM)
    assert end.code == 0, end.err


async def test_a_dotenv_that_is_no_text_is_wrong_configuration(
    tmp_path: Path, nursery: Path
) -> None:
    (tmp_path / ".env").write_bytes(b"DISCORD_TOKEN=caf\xe9")
    end = await ended("run", tmp_path, ENOUGH, nursery)
    assert (end.code, end.err) == (2, ".env: is not UTF-8 text\n")


async def test_a_chosen_shard_runs_without_the_number_of_shards(stage: Stage) -> None:
    stage.discord.gateway.shards = 3
    await stage.start(SHARD_IDS="1,2")
    assert set(stage.discord.gateway.identifies) <= {(1, 3), (2, 3)}


async def test_a_shard_that_discord_does_not_ask_for_is_wrong_configuration(stage: Stage) -> None:
    stage.discord.gateway.shards = 2
    async with stage.run("run", SHARD_IDS="1,2") as run:
        end = await run.ended()
    assert end.code == 2
    assert end.err.splitlines()[-1] == "SHARD_IDS: must be below the 2 shards that Discord asks for"
    assert "Traceback" not in end.err


@pytest.mark.parametrize(
    ("shards", "identified"), [("", (0, 1)), ("1", (1, 2))], ids=["one shard", "a chosen shard"]
)
async def test_a_known_gateway_does_not_need_discord_to_name_it(
    stage: Stage, shards: str, identified: tuple[int, int]
) -> None:
    stage.discord.faults.add(path="^/gateway", status=404, times=None)
    address = stage.discord.gateway.url
    bot = await stage.start(DISCORD_GATEWAY_URL=address, SHARD_IDS=shards)
    assert stage.discord.gateway.identifies == [identified]
    assert "gateway.not_told" in bot.said()


async def test_the_environment_wins_over_dotenv(tmp_path: Path, nursery: Path) -> None:
    (tmp_path / ".env").write_text("DISCORD_TOKEN=t\nNOVITA_API_KEY=k\nNSFW_LEVEL=1")
    end = await ended("run", tmp_path, {"NSFW_LEVEL": "3"}, nursery)
    assert end.code == 2
    assert end.err.startswith("NSFW_LEVEL: ")


async def test_an_engine_that_is_away_does_not_keep_the_bot_from_starting(stage: Stage) -> None:
    bot = await stage.start(NOVITA_API_URL="http://127.0.0.1:9")
    await eventually(lambda: "catalogue.refresh_failed" in bot.said())
    await eventually(lambda: "shard.connected" in bot.said())
    end = await stage.end(signal.SIGTERM)
    assert end.code == 0
    assert "Traceback" not in end.err
