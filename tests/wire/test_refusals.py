"""What cannot be taken: told to who asked alone, and nothing is submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.discord import Weather
from tests.wire.rows import rows
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


DETAIL = "add_detail_44319"
SIX = ", ".join([DETAIL] * 6)
BAD: dict[str, tuple[str, dict[str, Any], str]] = {
    "six LoRAs": ("x", {"loras": SIX}, "5"),
    "six LoRAs from three places": (
        f"x <lora:{DETAIL}:1> <lora:{DETAIL}:1> --lora {DETAIL} --lora {DETAIL}",
        {"loras": f"{DETAIL}, {DETAIL}"},
        "5",
    ),
    "six embeddings": ("x", {"embeddings": ", ".join(["easynegative_8955.safetensors"] * 6)}, "5"),
    "strength 1.01": ("x", {"loras": "add_detail_44319:1.01"}, "1.01"),
    "strength 1.01 in a tag": ("x <lora:add_detail_44319:1.01>", {}, "1.01"),
    "seed 4294967296": ("x", {"seed": 4294967296}, "4294967295"),
    "seed 4294967296 as a flag": ("x --seed 4294967296", {}, "4294967295"),
    "unknown flag": ("x --frobnicate 3", {}, "frobnicate"),
    "flag given twice": ("x --steps 20 --steps 30", {}, "steps"),
    "steps out of range": ("x --steps 900", {}, "between 1 and 100"),
    "flag without its value": ("x --steps", {}, "steps"),
    "nothing but flags": ("--steps 20", {}, "prompt"),
    "nothing but blanks": ("   ", {}, "prompt"),
    "nothing but hidden characters": ("\u200b\u202e\x00", {}, "prompt"),
    "a style that nobody saved": ("x", {"style": "noir"}, "noir"),
    "hires beyond 4096": ("x", {"hires": "4x", "width": 2048, "height": 2048}, "4096"),
    "negative prompt too long": ("x", {"negative_prompt": "n" * 1025}, "1024"),
    "forged: 9 images": ("x", {"images": 9}, "between 1 and 8"),
    "forged: no images": ("x", {"images": 0}, "between 1 and 8"),
    "forged: 127 wide": ("x", {"width": 127}, "between 128 and 2048"),
    "forged: guidance 31": ("x", {"guidance": 31}, "between 1 and 30"),
    "forged: hires strength 2": ("x", {"hires": "2x", "hires_strength": 2}, "between 0 and 1"),
    "forged: clip skip 13": ("x", {"clip_skip": 13}, "between 1 and 12"),
    "forged: sampler": ("x", {"sampler": "Best"}, "Euler a"),
    "forged: aspect": ("x", {"aspect": "5:4"}, "16:9"),
    "forged: format": ("x", {"format": "gif"}, "jpeg"),
    "forged: hires": ("x", {"hires": "8x"}, "4x"),
    "forged: upscaler": ("x", {"hires": "2x", "hires_upscaler": "Magic"}, "Latent"),
}


async def test_a_bad_option_is_refused_by_name(bot: WholeBot) -> None:
    for case, (prompt, options, words) in BAD.items():
        submits = bot.asked("submit")
        invocation = await bot.imagine(prompt, **options)
        assert invocation.ephemeral, case
        assert words in invocation.text(), case
        assert len(invocation.text()) < 500, case
        assert not invocation.shown.now.pings, case
        assert bot.asked("submit") == submits, case


async def test_a_refusal_shows_what_was_typed_harmlessly(bot: WholeBot) -> None:
    invocation = await bot.imagine("x --steps @everyone")
    assert invocation.ephemeral
    assert not invocation.shown.now.pings


async def test_a_refusal_gives_back_what_was_written(bot: WholeBot) -> None:
    invocation = await bot.imagine("a red fox --steps 900", model="dreamshaper_8_93211")
    assert "```\na red fox --steps 900\n```" in invocation.text()
    assert "```\nmodel:dreamshaper_8_93211\n```" in invocation.text()


async def test_a_prompt_that_is_too_long_comes_back_as_a_file(bot: WholeBot) -> None:
    invocation = await bot.imagine("x" * 6000)
    (file,) = invocation.shown.now.attachments
    assert (file.name, file.data) == ("prompt.txt", b"x" * 6000)


async def test_where_names_took_long_the_beginning_comes_back_in_the_words(bot: WholeBot) -> None:
    bot.discord.weather = Weather.still()
    bot.novita.faults.add(route="model", delay=20.0, times=None)
    held = bot.discord.faults.add(path="/callback", with_files=True, hold=True, times=None)
    invocation = await bot.imagine("x " * 800 + "--model nowhere --steps 900")
    assert invocation.ephemeral
    assert "`--steps`" in invocation.text()
    assert "```\nx x x" in invocation.text()
    assert held.hits == 0  # there was no time to try


async def test_a_file_that_is_not_taken_in_time_comes_back_in_the_words(bot: WholeBot) -> None:
    bot.discord.weather = Weather.still()
    held = bot.discord.faults.add(path="/callback", with_files=True, hold=True, times=None)
    invocation = await bot.imagine("x " * 800 + "--steps 900")
    assert "```\nx x x" in invocation.text()
    assert held.hits == 1


async def test_a_limit_gives_back_what_was_written(bot: WholeBot) -> None:
    await bot.policy(daily_images=0)
    invocation = await bot.imagine("a red fox")
    assert invocation.ephemeral
    assert "```\na red fox\n```" in invocation.text()


FORGED_IDS = (
    "darkroom:",
    "darkroom:cancel",
    "darkroom:cancel:",
    "darkroom:cancel:nobody",
    "darkroom:cancel:nobody:1",
    "darkroom:cancel:" + "a" * 33,
    "darkroom:cancel:../../x",
    "darkroom:explode:abc",
    "darkroom:approve:abc:99999999999999999999",
    "darkroom:\ncancel:abc",
    "darkroom:cancel:☃",
)


async def test_a_forged_component_id_is_answered(bot: WholeBot) -> None:
    message = await bot.imagined()
    for forged in FORGED_IDS:
        press = await (await bot.discord.press(message, forged)).answered()
        assert press.ephemeral, forged
        assert len(message.pictures()) == 1, forged


async def test_a_foreign_jobs_id_pressed_on_another_message_does_nothing(bot: WholeBot) -> None:
    bot.novita.knobs.duration = 1.0
    mine = await bot.imagine("mine")
    theirs = await bot.imagine("theirs", user=bot.discord.world.second_member)
    custom_id = theirs.shown.button("cancel")["custom_id"]
    press = await (await bot.discord.press(mine.shown, custom_id)).answered()
    assert press.ephemeral
    assert len((await theirs.final()).pictures()) == 1


EVERYTHING: tuple[str, dict[str, Any]] = (
    "x --steps 900 --cfg 99 --frobnicate 3 --sampler Best --hires 9x --lora lost_a --lora lost_b",
    {"height": 4000, "seed": 2**40, "format": "gif", "model": "nowhere", "images": 3},
)
NAMED = (
    *("--steps", "--cfg", "--frobnicate", "--sampler", "--hires", "lost_a", "lost_b"),
    *("`height`", "`seed`", "`format`", "nowhere", "`images`"),
)


async def test_everything_that_is_wrong_is_told_at_once_and_costs_nothing(bot: WholeBot) -> None:
    await bot.policy(max_images=2, daily_images=1)
    prompt, options = EVERYTHING
    invocation = await bot.imagine(prompt, **options)
    assert invocation.ephemeral
    for name in NAMED:
        assert name in invocation.text(), name
    obstacles = [line for line in invocation.text().splitlines() if line.startswith("- ")]
    assert len(obstacles) == len(NAMED)
    assert rows(bot.database) == []
    assert bot.asked("submit") == 0
    assert len((await bot.imagined("nothing was counted")).pictures()) == 1
