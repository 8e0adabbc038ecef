from __future__ import annotations

import json
import re
import shlex
import signal
import socket
from contextlib import AsyncExitStack, asynccontextmanager
from io import BytesIO
from typing import TYPE_CHECKING

import aiohttp
import pytest
from PIL import Image

from bot.cli import main
from bot.demo.engines import ENGINES
from bot.demo.stage import open_stage
from bot.playground.discord import Weather
from bot.playground.discord.places import TEXT
from tests.faults.bot_run import bot_run
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from tests.faults.bot_run import BotRun

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
WAIT_SECONDS = 45.0
REAL = {
    "DISCORD_TOKEN": "a-real-token",
    "NOVITA_API_KEY": "a-real-key",
    "DATABASE_URL": "sqlite+aiosqlite:///real.db",
    "NOVITA_API_URL": "http://127.0.0.1:9",
    "HTTP_PORT": "70000",
    "SHARD_COUNT": "3",
}


class Demo:
    def __init__(self, run: BotRun) -> None:
        self.run = run

    @property
    def read(self) -> str:
        return self.run.told()

    async def line_with(self, words: str) -> str:
        whole = re.compile(f"{re.escape(words)}.*\n")
        await eventually(lambda: whole.search(self.read) or not self.run.running, WAIT_SECONDS)
        assert words in self.read, f"{words!r} is not in:\n{self.read}\n{self.run.said()}"
        return next(line for line in self.read.splitlines() if words in line)

    async def page(self) -> str:
        found = ADDRESS.search(await self.line_with("http://"))
        assert found is not None
        return found[0]


@asynccontextmanager
async def running(folder: Path, *options: str, nursery: Path | None = None) -> AsyncGenerator[Demo]:
    """Run a demo, from its beginning unless there is a nursery."""
    (folder / ".env").write_text("DISCORD_TOKEN=a-token-of-the-file\nMAX_JOBS_PER_USER=none\n")
    command, environment = shlex.join(["demo", *options]), {**REAL, "PYTHONUNBUFFERED": "1"}
    async with bot_run(command, folder, environment, nursery=nursery) as run:
        yield Demo(run)


async def get(address: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        assert response.status == 200
        return await response.text()


async def shown_to_the_first_person(address: str) -> str:
    """Return the messages of the channel that the page begins with, as JSON."""
    person = json.loads(await get(f"{address}/client/people"))["people"][0]["id"]
    live = f"{address}/client/live?as={person}"
    async with aiohttp.ClientSession() as session, session.ws_connect(live) as socket:
        ready = await socket.receive_json()
    rooms = [each for each in ready["d"]["channels"] if each["type"] == TEXT]
    return await get(f"{address}/client/channels/{rooms[0]['id']}/messages?as={person}")


async def test_the_tour_plays_serves_its_page_and_saves_what_was_posted(tmp_path: Path) -> None:
    out = tmp_path / "posted"
    async with running(tmp_path, "--speed", "20", "--port", "0", "--out", str(out)) as demo:
        address = await demo.page()
        await demo.line_with("flagged and is blurred")
        page = await shown_to_the_first_person(address)
        ended = await demo.run.ended()
        assert ended.code == 0, ended.out + ended.err

    assert "a lighthouse by the sea" in page
    assert "-blurred.jpg" in page
    assert not (tmp_path / "real.db").exists()
    named = re.findall(r"│ (\S+\.(?:jpg|png|webp)) ", demo.read)
    # What is shown elsewhere, to moderators or once more is there a second time.
    assert len(named) == 32
    assert set(named) == {path.name for path in out.iterdir()}
    assert len(set(named)) == 24
    assert [name for name in named if "-blurred." in name] == [named[5], named[14], named[19]]
    for path in out.iterdir():
        with Image.open(BytesIO(path.read_bytes())) as image:
            image.load()
            assert min(image.size) >= 300
    check_transcript(demo.read)


def check_transcript(text: str) -> None:
    steps = re.split(r"^── \d+/38 · ", text, flags=re.MULTILINE)[1:]
    told = (
        ("mira      /imagine prompt:a lighthouse", "In the queue", "[Again] [Edit] [Details]"),
        ("noor      presses Again", "Made again from an earlier result", "@noor"),
        ("review_channel: none → #mod-review", "reports_to_blur: 3 → 2"),
        ("noor      /imagine", "images:4", "Image 4 was flagged and is blurred.", " ▾]"),
        ("Case 1 · image 4", "-4.jpg", "behind a spoiler", "[Approve] [Keep] [Remove]"),
        ("sami      presses Approve", "(Approved.", "-4.jpg", "[Again]"),
        ("mira      picks Vary image 2", "Varied from image 2 of", "-4-blurred.jpg"),
        ("embeddings:easynegative_8955 format:png", "embedding", "-1.png"),
        ("<lora:add_detail_44319:0.9>", "LoRA", "add_detail_44319 0.9"),
        ("mira      presses Edit\n          writes prompt:a red fox", "at night", "LoRA"),
        ("noor      presses Upscale", "hires 2x", "1024×1024"),
        ("mira      presses Details", "To paste as a command:", "Made from this result"),
        ("seen by nobody else", "--steps must be between 1 and 100; you gave 900."),
        ("Generation failed", "image generation failed"),
        ("ada       presses Report", "case #3", "-1-blurred.jpg", "was reported and is blurred"),
        ("Case 3 · image 1", "2 reports", "asked for by @noor", "behind a spoiler"),
        ("sami      presses Remove and remember", "Image 1 was removed by the moderators."),
        ("noor      presses Upscale", "Image 1 is held for a moderator."),
        ("Case 4 · image 1", "looks like #1 of /filter images list", "clear · confidence"),
        ("ada       /filter images forget number:1", "Forgotten: #1."),
        ("noor      /cases", "Moderators removed image 1.", "Moderators approved image 4."),
        ("noor      presses Appeal", "Appeal against case 3", "[Grant] [Refuse]"),
        ("sami      presses Grant", "The Studio: case 3", "Your appeal was granted"),
        ("/case show number:3", "Appealed", "Appeal granted", "· Blurred"),
        ("ada       /policy places stars:true showcase_channel:#art", "stars: off → on"),
        ("/style save name:Storybook", "Saved the style Storybook."),
        ("style:Storybook", "a picture of an old storybook", "24 steps", "[Star]"),
        ("sami      presses Star", "ada       presses Star", "By @mira · ⭐ 3 stars"),
        ("noor      presses Send to me", "From this message"),
        ("mira      /history", "6 results", "└ a red fox", " ago · 4 images"),
        ("mira      presses Show here", "Shown by @mira"),
        ("noor      /models search:dream", "Checkpoints · dream", "SD 1.5"),
        ("sami      /usage days:7", "usage.png", "Requests: 11 (delivered: 10, failed: 1"),
        ("/tier set role:@Moderator daily_images:100", "Limits of @Moderator", "→ 100"),
        ("ada       presses Undo", "Limits of @Moderator", "100 → as everywhere"),
        ("ada       /policy set action:spoiler", "action: blur → spoiler", "◐ 90: "),
        ("images:4", "Image 4 was flagged and is behind a spoiler."),
        ("the bot is closed", "a new bot is started", "Generating", "-1.jpg"),
    )
    for step, words in zip(steps, told, strict=True):
        assert [each for each in words if each not in step] == [], step


async def test_a_busy_port_gives_way_to_a_later_one(tmp_path: Path, nursery: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        busy = holder.getsockname()[1]
        async with running(tmp_path, "--serve", "--port", str(busy), nursery=nursery) as demo:
            address = await demo.page()
            assert busy < int(address.rpartition(":")[2]) <= busy + 100
            assert "Darkroom" in await get(address)


async def test_the_engines_speed_leaves_discords_weather_alone() -> None:
    async with AsyncExitStack() as stack:
        stage = await open_stage("127.0.0.1", 0, ENGINES["novita"](20.0), stack)
        assert stage.discord.weather == Weather()
        assert stage.engine.knobs.speed == 20.0


async def test_a_signal_in_the_middle_of_a_job_ends_it_cleanly(
    tmp_path: Path, nursery: Path
) -> None:
    async with running(tmp_path, "--tour", "--port", "0", nursery=nursery) as demo:
        await demo.line_with("Generating")
        ended = await demo.run.send(signal.SIGINT)
        assert (ended.code, ended.err) == (0, "")


async def test_serving_begins_with_the_rooms_set_up_and_goes_on_until_a_signal(
    tmp_path: Path, nursery: Path
) -> None:
    async with running(
        tmp_path, "--serve", "--port", "0", "--speed", "20", nursery=nursery
    ) as demo:
        address = await demo.page()
        await demo.line_with("Ctrl+C")
        assert "/policy set channel:#general threshold:50" in demo.read
        assert "/imagine prompt:a forest witch" in demo.read
        assert "Careful" not in demo.read
        told = await shown_to_the_first_person(address)
        assert "a lighthouse by the sea" in told
        ended = await demo.run.send(signal.SIGTERM)
        assert (ended.code, ended.err) == (0, "")
        assert not (tmp_path / "demo-out").exists()


async def test_a_page_that_others_can_reach_says_so(tmp_path: Path, nursery: Path) -> None:
    everywhere = "0.0.0.0"  # noqa: S104 - what is tested
    options = "--serve", "--port", "0", "--host", everywhere
    async with running(tmp_path, *options, nursery=nursery) as demo:
        await demo.line_with(f"Careful: bound to {everywhere}.")
        address = await demo.page()
        assert "Darkroom" in await get(address)


@pytest.mark.parametrize(
    ("option", "value"),
    [("--speed", "0"), ("--speed", "nan"), ("--port", "65536"), ("--port", "-1")],
)
def test_an_option_that_cannot_work_is_named(
    capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    assert main(["demo", "--tour", option, value]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(f"darkroom: {option}")
    assert printed.err.count("\n") == 1
    assert not printed.out


@pytest.mark.parametrize("host", ["192.0.2.1", "not a host"])
async def test_a_host_that_is_not_of_this_machine_is_named(
    tmp_path: Path, nursery: Path, host: str
) -> None:
    async with running(tmp_path, "--serve", "--port", "0", "--host", host, nursery=nursery) as demo:
        ended = await demo.run.ended()
    assert ended.code == 1
    assert ended.err.startswith(f"darkroom: --host {host}: ")
    assert ended.err.count("\n") == 1


def test_a_place_that_cannot_be_written_is_named_before_anything_starts(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    assert main(["demo", "--tour", "--out", str(tmp_path / "file" / "below")]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("darkroom: --out")
    assert not printed.out
