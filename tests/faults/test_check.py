"""``darkroom check``: one line for each thing asked, exit 0 only if all is well, no secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.horde.server import HordeStandIn

if TYPE_CHECKING:
    from tests.faults.bot_run import Ended
    from tests.faults.stage import Stage

WRONG = "wrong-but-as-secret-as-a-right-one"
ASKED = ["database", "Discord", "prompts", "judges", "Novita account", "Novita txt2img"]


async def checked(stage: Stage, **settings: str) -> Ended:
    """Run the check between the counterparts."""
    async with stage.run("check", **settings) as run:
        return await run.ended()


def _failed(end: Ended) -> list[str]:
    lines = end.out.splitlines()
    assert [line[6:22].strip() for line in lines] == ASKED
    return [name for name, line in zip(ASKED, lines, strict=True) if not line.startswith("ok ")]


async def test_all_is_well(stage: Stage) -> None:
    stage.nursery = None
    end = await checked(stage)
    assert (_failed(end), end.code) == ([], 0)
    assert "scope=bot+applications.commands&permissions=274878024704" in end.out
    assert not stage.novita.tasks
    assert stage.posted() == []


async def test_all_is_well_with_ai_horde_and_no_key(stage: Stage) -> None:
    async with HordeStandIn() as horde:
        end = await checked(stage, ENGINE="horde", HORDE_API_URL=horde.url)
    assert "7 served; Deliberate by 14 workers" in end.out
    assert ("FAIL" not in end.out, end.code) == (True, 0)


@pytest.mark.parametrize(("model", "words"), [("deliberate", "ok"), ("gone", "FAIL")])
async def test_an_operators_model_that_has_gone_is_told(
    stage: Stage, model: str, words: str
) -> None:
    async with HordeStandIn() as horde:
        end = await checked(stage, ENGINE="horde", HORDE_API_URL=horde.url, DEFAULT_MODEL=model)
    [line] = [line for line in end.out.splitlines() if line[6:22].strip() == "default model"]
    assert line.startswith(words)
    assert end.code == (words == "FAIL")


@pytest.mark.parametrize("form", ["json", "text"])
async def test_a_route_that_is_gone_is_told(stage: Stage, form: str) -> None:
    stage.novita.knobs.route_gone = "json" if form == "json" else "text"
    end = await checked(stage)
    assert (_failed(end), end.code) == (["Novita txt2img"], 1)
    assert "the route is gone (404)" in end.out


async def test_an_account_is_known_by_its_balance_when_its_page_is_gone(stage: Stage) -> None:
    stage.novita.faults.add(route="user", status=404, html=True, times=None)
    stage.novita.knobs.balance = 25_000
    end = await checked(stage)
    assert (_failed(end), end.code) == ([], 0)
    assert "key accepted, credit 2.50 USD" in end.out


@pytest.mark.parametrize(
    ("key", "failed"),
    [
        ("NOVITA_API_KEY", ["Novita account", "Novita txt2img"]),
        ("DISCORD_TOKEN", ["Discord"]),
    ],
)
async def test_a_wrong_secret_is_told_and_not_shown(
    stage: Stage, key: str, failed: list[str]
) -> None:
    end = await checked(stage, **{key: WRONG})
    assert (_failed(end), end.code) == (failed, 1)
    shown = end.out + end.err
    for secret in (WRONG, stage.discord.token, stage.novita.api_key):
        assert secret not in shown
    assert "Traceback" not in shown


async def test_a_database_that_is_not_there_is_not_made(stage: Stage) -> None:
    before = sorted(stage.folder.rglob("*"))
    end = await checked(stage, DATABASE_URL="sqlite+aiosqlite:///new/other.db")
    assert (_failed(end), end.code) == ([], 0)
    path = stage.folder.resolve() / "new" / "other.db"
    assert end.out.splitlines()[0] == f"ok    {'database':<16}will be created at {path}"
    ours = {it for it in stage.folder.rglob("*") if it.suffix not in {".out", ".err"}}
    assert sorted(ours) == before


async def test_a_database_that_is_there_is_named_by_its_absolute_path(stage: Stage) -> None:
    end = await checked(stage)
    assert str(stage.folder.resolve() / "darkroom.db") in end.out.splitlines()[0]
    assert "will be created" not in end.out


@pytest.mark.parametrize("status", [400, 401])
async def test_a_token_that_discord_refuses_is_told(stage: Stage, status: int) -> None:
    stage.discord.faults.add(path="^/users/@me$", status=status)
    end = await checked(stage)
    assert (_failed(end), end.code) == (["Discord"], 1)
    assert "DISCORD_TOKEN: Discord rejected it" in end.out


async def test_nobody_there_is_told_without_a_traceback(stage: Stage) -> None:
    away = "http://127.0.0.1:9"
    end = await checked(stage, NOVITA_API_URL=away, DATABASE_URL="sqlite+aiosqlite:////dev/null/x")
    assert (_failed(end), end.code) == (["database", "Novita account", "Novita txt2img"], 1)
    assert "Traceback" not in end.out + end.err
    assert f"no answer from Novita at {away}: is this machine online?" in end.out
    assert "Error" not in end.out


async def test_an_address_that_nothing_uses_is_told(stage: Stage) -> None:
    end = await checked(stage, COMFYUI_URL="http://127.0.0.1:9")
    assert (_failed(end), end.code) == ([], 0)
    assert "COMFYUI_URL is set but not used" in end.out


async def test_an_engine_of_last_resort_that_nobody_judges_is_told(stage: Stage) -> None:
    end = await checked(stage, ENGINE_FALLBACK="comfyui", DETECTOR="off")
    [line] = [line for line in end.out.splitlines() if line[6:22].strip() == "judges"]
    assert line.startswith("warn")
    assert "ComfyUI: nothing checks images (DETECTOR=off)" in line
    assert line.isascii()
    assert "`" not in line
    assert end.code == 1
