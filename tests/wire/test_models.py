"""Model names over the wire: suggested at once, and refused by the engine alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.prompt.completing import plain
from tests.wire.catalogue import catalogue_read
from tests.wire.rows import rows
from tests.wire.sharing import alone, sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


OPTIONS = {
    "model": ("dream", "dreamshaper_8_93211.safetensors"),
    "loras": ("detail", "add_detail_44319"),
    "embeddings": ("badhand", "badhandv4_16755.pt"),
    "vae": ("vae", "vae"),
}
FAR = 60.0
"""Seconds for which no suggestion can wait: Discord takes it within three."""


async def test_names_are_suggested_by_substring(bot: WholeBot) -> None:
    await catalogue_read(bot)
    for option, (typed, wanted) in OPTIONS.items():
        choices = await bot.discord.autocomplete("imagine", option, typed, options={"prompt": "x"})
        assert 1 <= len(choices) <= 25, option
        assert any(wanted in choice["value"] for choice in choices), option
        lengths = [len(words) for choice in choices for words in (choice["name"], choice["value"])]
        assert max(lengths) <= 100, option


async def test_a_list_is_completed_after_what_is_already_there(bot: WholeBot) -> None:
    await catalogue_read(bot)
    typed = "more_details_59655:0.5, add_det"
    choices = await bot.discord.autocomplete("imagine", "loras", typed, options={"prompt": "x"})
    assert choices
    assert all(choice["value"].startswith("more_details_59655:0.5, ") for choice in choices)


@pytest.mark.parametrize("option", ["loras", "embeddings"])
async def test_what_is_picked_for_a_list_can_be_typed_on(bot: WholeBot, option: str) -> None:
    typed, _ = OPTIONS[option]
    await catalogue_read(bot)
    choices = await bot.discord.autocomplete("imagine", option, typed, options={"prompt": "x"})
    assert choices
    # A client shows the name of what was picked, and sends it with what is typed behind it.
    assert all(plain(f"{it['name']}, x") == f"{it['value']}, x" for it in choices)


@alone
@pytest.mark.parametrize("option", [*OPTIONS, "style"])
async def test_suggestions_do_not_wait_for_a_slow_catalogue(idle: WholeBot, option: str) -> None:
    slow = idle.novita.faults.add(route="model", delay=FAR, times=None)
    await idle.start()
    await eventually(lambda: slow.met)
    await idle.discord.autocomplete("imagine", option, "a", options={"prompt": "x"})


async def test_a_model_is_meant_whatever_its_case_and_extension(bot: WholeBot) -> None:
    await catalogue_read(bot)
    await bot.imagined(model="DreamShaper_8_93211")
    assert bot.novita.tasks[0].request["model_name"] == "dreamshaper_8_93211.safetensors"


@alone
async def test_a_model_that_the_cache_lacks_is_asked_for(bot: WholeBot) -> None:
    await catalogue_read(bot)
    known = next(it for it in bot.novita.models if it.kind == "checkpoint")
    bot.novita.models.append(replace(known, sd_name="brandNew_1.safetensors"))
    message = await bot.imagined(model="brandNew_1")
    assert bot.novita.tasks[0].request["model_name"] == "brandNew_1.safetensors"
    assert len(message.pictures()) == 1
    assert any(seen.query.get("filter.query") for seen in bot.novita.requests)


MORE = "more_details_59655"
CASES: dict[str, list[tuple[str, float]]] = {
    "a harbour <lora:more_details:0.3>": [(MORE, 0.3)],
    "a harbour --lora More_Details.safetensors:0.3": [(MORE, 0.3)],
    "a harbour <lora:sd15/more_details:0.3>": [(MORE, 0.3)],
    "a harbour <lora:more_details_59655.pt:0.3>": [(MORE, 0.3)],
    "a harbour <lora:details\\add_detail_44319:0.33>, <lora:details/more_details_59655:0.2>": [
        ("add_detail_44319", 0.33),
        (MORE, 0.2),
    ],
    "a harbour <lora:a/b/add_detail:0.33> <lora:models\\MoXinV1:0.2>": [
        ("add_detail_44319", 0.33),
        ("MoXinV1_14856", 0.2),
    ],
    "a harbour <lora:details\\\\FilmVelvia3:0.5>": [("FilmVelvia3_92204", 0.5)],
    "a harbour <lora:more_details:0.3> <lora:x/more_details_59655:0.9>": [(MORE, 0.3)],
}


async def test_a_lora_is_sent_as_the_catalogue_has_it(bot: WholeBot) -> None:
    await catalogue_read(bot)
    for prompt, wanted in CASES.items():
        await bot.imagined(prompt)
        sent = bot.novita.tasks[-1].request
        loras = [(lora["model_name"], lora["strength"]) for lora in sent["loras"]]
        assert loras == wanted, prompt


async def test_other_kinds_are_sent_as_the_catalogue_has_them(bot: WholeBot) -> None:
    await catalogue_read(bot)
    model = "sd15\\counterfeitV30_V30 [8d6c34ab12]"
    await bot.imagined("a harbour --emb BadHandV4", model=model, vae="x/clearvae_v23.pt")
    sent = bot.novita.tasks[0].request
    assert sent["model_name"] == "counterfeitV30_v30_57618.safetensors"
    assert sent["embeddings"] == [{"model_name": "badhandv4_16755.pt"}]
    assert sent["sd_vae"] == "clearvae_v23_98021.safetensors"


NEAR: dict[str, list[str]] = {
    "<lora:more_detials:0.3>": ["`more_detials`", f"`{MORE}`"],
    "--emb easynegativ": ["`easynegativ`", "`easynegative_8955.safetensors`"],
    "--vae clear_vae": ["`clear_vae`", "`clearvae_v23_98021.safetensors`"],
    "--model dreamshaper": ["`dreamshaper`", "`dreamshaper_8_93211.safetensors`"],
    "<lora:zzz> --vae yyy": ["`zzz`", "Start typing"],
}


async def refused_with_near_ones(bot: WholeBot, typed: str, told: list[str]) -> None:
    """Hold that a name is refused before anything is public."""
    invocation = await bot.imagine(f"a harbour {typed}")
    assert invocation.ephemeral, typed
    assert [part for part in told if part not in invocation.text()] == [], typed
    assert bot.asked("submit") == 0, typed
    assert rows(bot.database) == [], typed


async def test_a_name_that_means_none_is_refused_with_near_ones(bot: WholeBot) -> None:
    await catalogue_read(bot)
    for typed, told in NEAR.items():
        await refused_with_near_ones(bot, typed, told)


@alone
async def test_a_name_that_means_several_is_refused_with_them(idle: WholeBot) -> None:
    known = next(it for it in idle.novita.models if it.kind == "lora")
    idle.novita.models.append(replace(known, sd_name="more_details_7.safetensors"))
    await idle.start()
    await catalogue_read(idle)
    told = [f"`{MORE}`", "`more_details_7`"]
    await refused_with_near_ones(idle, "<lora:more_details>", told)


@alone
@pytest.mark.parametrize("option", ["loras", "embeddings", "vae"])
async def test_what_the_cache_lacks_is_asked_for_whatever_its_kind(
    bot: WholeBot, option: str
) -> None:
    await catalogue_read(bot)
    kind = {"loras": "lora", "embeddings": "textualinversion"}.get(option, option)
    known = next(it for it in bot.novita.models if it.kind == kind)
    bot.novita.models.append(replace(known, sd_name="brandNew_1.safetensors"))
    await bot.imagined("a harbour", **{option: "brandnew"})
    assert "brandNew_1" in str(bot.novita.tasks[0].request)


async def test_a_model_that_the_engine_does_not_have_is_refused(bot: WholeBot) -> None:
    await catalogue_read(bot)
    invocation = await bot.imagine(model="no such model")
    assert invocation.ephemeral
    assert "no such model" in invocation.text()
    assert bot.asked("submit") == 0
    assert rows(bot.database) == []


@pytest.mark.parametrize("plan", [{"delay": 10.0}, {"status": 500}])
async def test_what_cannot_be_asked_for_is_accepted(bot: WholeBot, plan: dict[str, object]) -> None:
    await catalogue_read(bot)
    bot.novita.faults.add(route="model", times=None, **plan)  # type: ignore[arg-type] # a table
    bot.novita.knobs.check_models = False
    invocation = await bot.imagine(
        "a fox <lora:x/first> <lora:second:0.5> --emb third",
        model="private_model.safetensors",
        vae="fourth",
    )
    assert invocation.response_time < 2.5
    assert len((await invocation.final()).pictures()) == 1
    sent = bot.novita.tasks[0].request
    assert sent["model_name"] == "private_model.safetensors"
    assert [lora["model_name"] for lora in sent["loras"]] == ["first", "second"]
    assert sent["embeddings"] == [{"model_name": "third"}]
    assert sent["sd_vae"] == "fourth"
