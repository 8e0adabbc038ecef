"""Model names over the wire: suggested at once, and refused by the engine alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

OPTIONS = {
    "model": ("dream", "dreamshaper_8_93211.safetensors"),
    "loras": ("detail", "add_detail_44319"),
    "embeddings": ("badhand", "badhandv4_16755.pt"),
    "vae": ("vae", "vae"),
}
FAR = 60.0
"""Seconds for which no suggestion can wait: Discord takes it within three."""


async def catalogue_read(bot: WholeBot) -> None:
    """Wait until the bot has read all kinds of models."""
    await eventually(
        lambda: (
            len(
                {
                    seen.query.get("filter.types")
                    for seen in bot.novita.requests
                    if seen.route == "model"
                }
            )
            == 4
        )
    )


@pytest.mark.parametrize("option", OPTIONS)
async def test_names_are_suggested_by_substring(bot: WholeBot, option: str) -> None:
    typed, wanted = OPTIONS[option]
    await catalogue_read(bot)
    choices = await bot.discord.autocomplete("imagine", option, typed, options={"prompt": "x"})
    assert 1 <= len(choices) <= 25
    assert any(wanted in choice["value"] for choice in choices)
    assert all(len(choice["name"]) <= 100 and len(choice["value"]) <= 100 for choice in choices)


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
    assert [each["name"] for each in choices] == [each["value"] for each in choices]


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


async def test_a_model_that_the_cache_lacks_is_asked_for(bot: WholeBot) -> None:
    await catalogue_read(bot)
    known = next(it for it in bot.novita.models if it.kind == "checkpoint")
    bot.novita.models.append(replace(known, sd_name="brandNew_1.safetensors"))
    message = await bot.imagined(model="brandNew_1")
    assert bot.novita.tasks[0].request["model_name"] == "brandNew_1.safetensors"
    assert len(message.pictures()) == 1
    assert any(seen.query.get("filter.query") for seen in bot.novita.requests)


async def test_a_model_that_the_engine_does_not_have_is_refused(bot: WholeBot) -> None:
    await catalogue_read(bot)
    invocation = await bot.imagine(model="no such model")
    assert invocation.ephemeral
    assert "no such model" in invocation.text()
    assert bot.asked("submit") == 0


@pytest.mark.parametrize("plan", [{"delay": 10.0}, {"status": 500}])
async def test_a_model_that_cannot_be_asked_for_is_accepted(
    bot: WholeBot, plan: dict[str, object]
) -> None:
    await catalogue_read(bot)
    bot.novita.faults.add(route="model", times=None, **plan)  # type: ignore[arg-type] # a table
    bot.novita.knobs.check_models = False
    invocation = await bot.imagine(model="private_model.safetensors")
    assert invocation.response_time < 2.5
    assert len((await invocation.final()).pictures()) == 1
    assert bot.novita.tasks[0].request["model_name"] == "private_model.safetensors"
