"""Which models can be asked for, and what ``darkroom check`` learns."""

from __future__ import annotations

import pytest

from bot import engine_errors as engine_failures
from bot.domain.models import ModelKind
from bot.errors import InvalidOptionError
from bot.playground.horde.faults import Fault
from tests.unit.engines.horde.stage import quick, staged, wish

CHECKPOINT = ModelKind.CHECKPOINT


async def test_what_is_served_is_suggested_most_workers_first() -> None:
    async with staged() as stage:
        catalogue = stage.engine.catalogue
        assert catalogue.suggest(CHECKPOINT, "") == []
        assert await catalogue.refresh()
        named = [model.name for model in catalogue.suggest(CHECKPOINT, "")]
        assert named[:3] == ["stable_diffusion", "AlbedoBase XL (SDXL)", "Deliberate"]
        assert "Pastel Mix" not in named
        [found] = catalogue.suggest(CHECKPOINT, "albedo")
        assert (found.label, found.is_sdxl) == ("AlbedoBase XL (SDXL) · 👷 23", True)
        assert catalogue.suggest(ModelKind.LORA, "") == []
        assert catalogue.find(ModelKind.LORA, "Deliberate") is None
    assert "apikey" not in stage.horde.asked("models")[0].headers


async def test_a_name_is_resolved_by_the_list_or_taken_as_typed() -> None:
    async with staged() as stage:
        catalogue = stage.engine.catalogue
        assert (await catalogue.resolve_checkpoint("deliberate")).name == "Deliberate"
        assert (await catalogue.resolve_checkpoint("Pastel Mix")).label == "Pastel Mix"
        with pytest.raises(InvalidOptionError, match="model"):
            await catalogue.resolve_checkpoint("Nobody's")
        stage.horde.faults.add(Fault(route="models", html=True, status=200, times=None))
        assert (await catalogue.resolve_checkpoint("New XL")).is_sdxl


async def test_a_model_that_is_not_listed_is_refused_once_there_is_a_list() -> None:
    async with staged() as stage:
        stage.engine.check(wish(model="Nobody's"))
        await stage.engine.catalogue.refresh()
        stage.engine.check(wish(model="Pastel Mix"))  # nobody serves it at the moment
        for name in ("Nobody's", "deliberate"):
            with pytest.raises(InvalidOptionError, match="model"):
                stage.engine.check(wish(model=name))


async def test_a_list_that_cannot_be_had_leaves_the_old_one() -> None:
    async with staged() as stage:
        catalogue = stage.engine.catalogue
        await catalogue.refresh()
        stage.horde.faults.add(Fault(route="models", body="{}", status=404, times=None))
        assert not await catalogue.refresh()
        assert catalogue.find(CHECKPOINT, "Deliberate")


@pytest.mark.parametrize(
    ("models", "default"),
    [
        ({"Deliberate": 1, "stable_diffusion": 9}, "Deliberate"),
        ({"Deliberate": 0, "stable_diffusion": 9, "Odd": 20}, "stable_diffusion"),
        ({"Odd": 2, "Rare": 1, "Deliberate": 0}, "Odd"),
        ({}, "Deliberate"),
    ],
)
async def test_the_default_is_one_that_somebody_serves(
    models: dict[str, int], default: str
) -> None:
    async with staged() as stage:
        assert stage.engine.catalogue.default_checkpoint().name == "Deliberate"
        stage.horde.models.clear()
        stage.horde.models.update(models)
        await stage.engine.catalogue.refresh()
        assert stage.engine.catalogue.default_checkpoint().name == default


async def test_check_tells_who_we_are_and_what_is_served() -> None:
    async with staged() as stage:
        answers = {name: await ask() for name, ask in stage.engine.questions().items()}
    assert answers == {
        "Horde account": "key accepted, 1000 kudos",
        "Horde service": "accepting requests; prompts go to volunteers' machines",
        "Horde models": "7 served; Deliberate by 14 workers",
    }
    assert all(len(name) <= 16 for name in answers)


async def test_check_says_what_is_wrong() -> None:
    async with staged(quick(maintenance=True), key="another-key-of-sixteen") as stage:
        questions = stage.engine.questions()
        with pytest.raises(engine_failures.BadKeyError):
            await questions["Horde account"]()
        with pytest.raises(engine_failures.ServerFaultError, match="maintenance"):
            await questions["Horde service"]()
        stage.horde.models.clear()
        with pytest.raises(engine_failures.UnknownModelError):
            await questions["Horde models"]()
        stage.horde.faults.add(Fault(route="models", html=True, status=404, times=None))
        with pytest.raises(engine_failures.ServerFaultError):
            await questions["Horde models"]()


async def test_the_anonymous_account_is_told_as_such() -> None:
    async with staged(key="0000000000") as stage:
        assert "anonymous" in await stage.engine.questions()["Horde account"]()
        assert not stage.horde.requests
