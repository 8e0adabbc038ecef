"""Which models can be asked for, and what ``darkroom check`` learns."""

from __future__ import annotations

import pytest

from bot import engine_errors as engine_failures
from bot.domain.models import ModelKind
from bot.domain.request import Lora
from bot.errors import InvalidOptionError
from bot.jobs import names
from bot.playground.horde.faults import Fault
from bot.prompt.options import Options
from tests.tables import each_row
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


async def test_a_checkpoint_is_resolved_by_the_list() -> None:
    async with staged() as stage:
        catalogue = stage.engine.catalogue
        resolved = await catalogue.resolve(CHECKPOINT, "sd15/deliberate.ckpt [8d6c]")
        assert resolved.model is not None
        assert (resolved.model.name, resolved.model.is_served) == ("Deliberate", True)
        unserved = await catalogue.resolve(CHECKPOINT, "Pastel Mix")
        assert unserved.model is not None
        assert (unserved.model.label, unserved.model.is_served) == ("Pastel Mix", False)
        assert len(stage.horde.asked("models")) == 1
        unknown = await catalogue.resolve(CHECKPOINT, "Deliberately")
        assert (unknown.model, unknown.near) == (None, ("Deliberate",))
        assert len(stage.horde.asked("models")) == 2
        # Nobody serves it: it is no name to offer.
        assert (await catalogue.resolve(CHECKPOINT, "Pastel Mx")).near == ()


async def test_loras_and_embeddings_are_taken_as_written_but_for_their_folder() -> None:
    async with staged() as stage:
        catalogue = stage.engine.catalogue
        for kind in (ModelKind.LORA, ModelKind.EMBEDDING):
            for written, sent in {
                "details\\add_detail [8d6c]": "add_detail",
                "Detail Enhancer / Tweaker (SD1.5/SDXL)": "Detail Enhancer / Tweaker (SD1.5/SDXL)",
                "82098": "82098",
            }.items():
                resolved = await catalogue.resolve(kind, written)
                assert resolved.model is not None
                assert resolved.model.name == sent
        assert not stage.horde.requests


async def test_what_could_not_be_asked_about_is_not_refused_either() -> None:
    async with staged() as stage:
        catalogue = stage.engine.catalogue
        await catalogue.refresh()
        stage.horde.faults.add(Fault(route="models", html=True, status=200))
        with pytest.raises(engine_failures.EngineError):
            await catalogue.resolve(CHECKPOINT, "New XL")
        assert catalogue.guess(CHECKPOINT, "New XL").is_sdxl
        stage.engine.check(wish(model="New XL"))
        await catalogue.refresh()
        with pytest.raises(InvalidOptionError, match="model"):
            stage.engine.check(wish(model="New XL"))


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


@each_row(
    "models, default",
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


async def test_an_engine_that_hangs_holds_nobody_up() -> None:
    async with staged() as stage:
        stage.horde.faults.add(Fault(route="models", delay=60, times=None))
        said = Options(model="New XL", loras=(Lora("a/fresh"),))
        named = await names.resolve(said, stage.engine.catalogue, seconds=0.05)
        assert named.obstacles == ()
        assert named.options == Options(model="New XL", loras=(Lora("fresh"),))
