"""A start against the odds: what passes is waited for, what does not is told in one line."""

from __future__ import annotations

import re
import signal
import socket
from typing import TYPE_CHECKING

import pytest

from bot.playground.discord.faults import Plan
from tests.faults.bot_run import bot_run
from tests.faults.stage import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.bot_run import Ended
    from tests.faults.stage import Stage

AWAY = "http://127.0.0.1:9"
LOGIN: Plan = {"path": "^/users/@me$"}
SYNC: Plan = {"method": "PUT", "path": "/commands$"}


def pauses(said: str) -> list[float]:
    """Return the seconds that each line of a failed attempt names."""
    return [float(found) for found in re.findall(r"start\.unreachable.*again_in=([\d.]+)", said)]


async def ended(stage: Stage, **settings: str) -> Ended:
    """Run the bot to its end."""
    async with stage.run("run", **settings) as run:
        return await run.ended()


async def test_without_a_network_it_goes_on_trying_and_stops_when_told(stage: Stage) -> None:
    bot = await stage.launch(DISCORD_API_URL=AWAY)
    await eventually(lambda: len(pauses(bot.said())) >= 3)
    first, second, third = pauses(bot.said())[:3]
    assert first < second < third
    end = await stage.end(signal.SIGTERM)
    assert end.code == 0
    assert "Traceback" not in end.err
    assert all(line.count("start.unreachable") <= 1 for line in end.err.splitlines())


@pytest.mark.parametrize(
    "fault",
    [
        LOGIN | {"drop": True, "times": 3},
        LOGIN | {"status": 503},
        LOGIN | {"status": 403},
        {"path": "^/applications/@me$|^/oauth2/applications/@me$", "drop": True, "times": 3},
        {"path": "^/gateway/bot$", "drop": True, "times": 3},
        {"path": "^/gateway/bot$", "status": 503},
    ],
    ids=["login cut", "login 503", "login 403", "application cut", "gateway cut", "gateway 503"],
)
async def test_what_answers_later_is_waited_for(stage: Stage, fault: Plan) -> None:
    stage.discord.faults.add(**fault)  # more than aiohttp repeats by itself
    bot = await stage.start()
    assert pauses(bot.said())
    end = await stage.end(signal.SIGTERM)
    assert (end.code, end.out) == (0, "")
    assert "Traceback" not in end.err
    assert "Unclosed" not in end.err


@pytest.mark.first_start
async def test_commands_that_could_not_be_told_are_told_while_it_runs(stage: Stage) -> None:
    stage.discord.faults.add(**(SYNC | Plan(drop=True, times=3)))
    bot = await stage.start()
    await eventually(lambda: "commands.synced" in bot.said())
    assert "commands.not_synced" in bot.said()
    end = await stage.end(signal.SIGTERM)
    assert (end.code, "Traceback" in end.err) == (0, False)


@pytest.mark.parametrize("status", [400, 401])
async def test_a_refused_token_is_one_line_and_exit_2(stage: Stage, status: int) -> None:
    stage.discord.faults.add(**(LOGIN | Plan(status=status)))
    end = await ended(stage, LOG_LEVEL="ERROR")
    assert (end.code, end.err) == (2, "DISCORD_TOKEN: Discord rejected it\n")


async def test_a_token_that_only_the_gateway_refuses_is_exit_2_too(stage: Stage) -> None:
    stage.discord.gateway.token = "another"
    end = await ended(stage, LOG_LEVEL="CRITICAL")
    assert (end.code, end.err) == (2, "DISCORD_TOKEN: Discord rejected it\n")


async def test_a_token_that_no_header_takes_is_exit_2(stage: Stage) -> None:
    end = await ended(stage, DISCORD_TOKEN="one\ntwo")
    assert end.code == 2
    assert end.err.splitlines()[-1].startswith("DISCORD_TOKEN: ")
    assert "two" not in end.err


async def test_a_port_in_use_is_one_line_that_names_it(stage: Stage) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        end = await ended(stage, HTTP_PORT=port, LOG_LEVEL="ERROR")
    assert (end.code, end.err) == (1, f"darkroom: HTTP_PORT: {port} is already in use\n")


async def test_a_host_that_is_not_of_this_machine_is_wrong_configuration(stage: Stage) -> None:
    end = await ended(stage, HTTP_PORT="8099", HTTP_HOST="192.0.2.1", LOG_LEVEL="ERROR")
    assert (end.code, end.err) == (2, "HTTP_HOST: is not an address of this machine\n")


async def test_a_full_disk_is_one_line_that_names_the_file(stage: Stage, tmp_path: Path) -> None:
    address = f"sqlite+aiosqlite:///{tmp_path}/new.db"
    settings = stage.settings | {"DATABASE_URL": address, "LOG_LEVEL": "ERROR"}
    async with bot_run(
        "run", stage.folder, settings, largest_file=8192, nursery=stage.nursery
    ) as run:
        end = await run.ended()
    assert end.code == 1
    (line,) = end.err.splitlines()
    assert line.startswith("darkroom: the database failed: ")
    assert line.endswith(f"({tmp_path}/new.db)")


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
async def test_a_traceback_is_for_those_who_ask_for_one(stage: Stage, level: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        end = await ended(stage, HTTP_PORT=str(taken.getsockname()[1]), LOG_LEVEL=level)
    assert end.code == 1
    assert ("Traceback" in end.err) is (level == "DEBUG")


async def test_the_start_says_which_database_and_whether_it_is_new(stage: Stage) -> None:
    for new in (True, False):
        bot = await stage.start(DATABASE_URL="sqlite+aiosqlite:///here/other.db")
        (line,) = [it for it in bot.said().splitlines() if "database.opened" in it]
        assert f"{stage.folder.resolve()}/here/other.db" in line
        assert f"new={new}" in line
        await stage.end(signal.SIGTERM)
