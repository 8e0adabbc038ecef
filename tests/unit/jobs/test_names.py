"""All names of a request at once: spelled as the catalogue does, or each an obstacle of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.domain.models import Model, ModelKind, Resolved
from bot.domain.policy import Policy
from bot.domain.ranges import MAX_EXTRAS
from bot.domain.request import Lora
from bot.domain.taste import PLAIN
from bot.engine_errors import NetworkFaultError
from bot.engines.shelf import Shelf, guess_model
from bot.jobs.names import SECONDS, resolve
from bot.prompt.options import Options
from bot.texts.say import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.taste import Taste

NAMES = {
    ModelKind.CHECKPOINT: ("dreamshaper_8_93211.safetensors", "a/ink.pt", "b/ink.pt"),
    ModelKind.LORA: ("add_detail_44319", "more_details_59655", "fog_1", "fog_2"),
    ModelKind.EMBEDDING: ("badhandv4_16755.pt", "easynegative_8955.safetensors"),
    ModelKind.VAE: ("sdxl_vae.safetensors",),
}
LATE, AWAY, FRESH = "late", "away", "fresh"
"""Names about which nothing is known: the engine hangs, fails, or tells them."""


class Shelves:
    """A catalogue that knows ``NAMES``, and asks about the rest as its name says."""

    def __init__(self) -> None:
        self.asked: list[tuple[ModelKind, str]] = []
        self._shelves = {kind: Shelf() for kind in ModelKind}
        for kind, names in NAMES.items():
            self._shelves[kind].add(Model(kind, name, name) for name in names)

    def suggest(
        self, kind: ModelKind, typed: str, limit: int = 25, taste: Taste = PLAIN
    ) -> Sequence[Model]:
        return []

    def browse(self, kind: ModelKind, base_model: str = "", typed: str = "") -> Sequence[Model]:
        return []

    def bases(self, kind: ModelKind) -> Sequence[str]:
        return []

    def find(self, kind: ModelKind, name: str) -> Model | None:
        return self._shelves[kind].find(name)

    async def resolve(self, kind: ModelKind, name: str) -> Resolved:
        if not self._shelves[kind].meant(name):
            self.asked.append((kind, name))
            if name.startswith(LATE):
                await asyncio.Event().wait()
            if name.startswith(AWAY):
                raise NetworkFaultError("reset")
            if name.startswith(FRESH):
                await asyncio.sleep(SECONDS / 2)
                self._shelves[kind].add([Model(kind, name, name)])
        return await self._shelves[kind].resolve(name)

    def guess(self, kind: ModelKind, name: str) -> Model:
        return guess_model(kind, name)

    def knows(self, _: ModelKind) -> bool:
        return True

    def default_checkpoint(self) -> Model | None:
        return None


def now() -> float:
    return asyncio.get_running_loop().time()


async def test_names_of_all_kinds_are_spelled_as_the_catalogue_does() -> None:
    catalogue = Shelves()
    said = Options(
        prompt="a fox",
        model="sd15\\DreamShaper_8 [8d6c]",
        loras=(Lora("details\\add_detail_44319", 0.33), Lora("details/More_Details", 0.2)),
        embeddings=("badhandv4", "EasyNegative.pt"),
        vae="sdxl_vae.ckpt",
        steps=7,
    )
    named = await resolve(said, catalogue)
    assert named.obstacles == ()
    assert named.options == Options(
        prompt="a fox",
        model="dreamshaper_8_93211.safetensors",
        loras=(Lora("add_detail_44319", 0.33), Lora("more_details_59655", 0.2)),
        embeddings=("badhandv4_16755.pt", "easynegative_8955.safetensors"),
        vae="sdxl_vae.safetensors",
        steps=7,
    )
    assert named.model == catalogue.find(ModelKind.CHECKPOINT, "dreamshaper_8")
    assert catalogue.asked == []


@pytest.mark.parametrize("blank", [None, "", "  "])
async def test_a_name_that_is_not_said_is_no_obstacle(blank: str | None) -> None:
    named = await resolve(Options(model=blank, vae=blank), Shelves())
    assert (named.options, named.model, named.obstacles) == (Options(), None, ())


async def test_entries_that_come_to_one_model_are_one_and_the_first_stays() -> None:
    loras = (Lora("more_details", 0.2), Lora("fog_1"), Lora("x/more_details_59655.pt", 0.9))
    embeddings = ("badhandv4", "easynegative", "BadHandV4_16755")
    named = await resolve(Options(loras=loras, embeddings=embeddings), Shelves())
    assert named.options.loras == (Lora("more_details_59655", 0.2), Lora("fog_1"))
    assert named.options.embeddings == ("badhandv4_16755.pt", "easynegative_8955.safetensors")


async def test_of_entries_that_come_to_one_model_the_slash_options_count() -> None:
    inline = (Lora("more_details", 0.2), Lora("fog_1", 0.3))
    slash = (Lora("more_details_59655", 0.9), Lora("add_detail"), Lora("x/more_details", 0.4))
    said = Options(loras=(*inline, *slash))
    named = await resolve(said, Shelves(), over=Options(loras=slash))
    assert named.options.loras == (
        *(Lora("more_details_59655", 0.9), Lora("fog_1", 0.3)),
        Lora("add_detail_44319"),
    )


async def test_every_name_that_will_not_do_is_an_obstacle_of_its_own() -> None:
    said = Options(
        model="ink",
        loras=(Lora("more_detials"), Lora("fog", 0.5), Lora("add_detail"), Lora("more_detials")),
        embeddings=("zzz",),
        vae="zzz",
    )
    named = await resolve(said, Shelves())
    assert named.options == Options(loras=(Lora("add_detail_44319"),))
    assert named.model is None
    told = [(obstacle.option, say(obstacle.text)) for obstacle in named.obstacles]
    assert [option for option, _ in told] == ["model", "loras", "loras", "embeddings", "vae"]
    parts = [
        ("`ink`", "`a/ink.pt`", "`b/ink.pt`"),
        ("`more_detials`", "`more_details_59655`"),
        ("`fog`", "`fog_1`", "`fog_2`"),
        ("`zzz`",),
        ("`zzz`",),
    ]
    for (option, sentence), quoted in zip(told, parts, strict=True):
        assert [part for part in (f"`{option}`", *quoted) if part not in sentence] == []


async def test_a_checkpoint_near_nothing_says_where_to_look() -> None:
    [obstacle] = (await resolve(Options(model="zzz"), Shelves())).obstacles
    assert obstacle.text.code == "option.model"


async def test_a_long_name_is_quoted_short_and_five_others_at_most() -> None:
    catalogue = Shelves()
    many = [f"many_{number}{'`' * 90}" for number in range(9)]
    catalogue._shelves[ModelKind.LORA].add(
        Model(ModelKind.LORA, name, name) for name in [*many, *(f"all_{it}" for it in range(9))]
    )
    loras = (Lora("all"), Lora("many" + "x" * 6000))
    several, near = (await resolve(Options(loras=loras), catalogue)).obstacles
    assert say(several.text).count("`all_") == 5
    assert len(say(near.text)) < 700
    assert say(near.text).count("`") % 2 == 0


async def test_all_are_asked_about_at_once_and_what_is_told_in_time_counts() -> None:
    catalogue, began = Shelves(), now()
    names = (f"{LATE} one", f"{FRESH} one", f"{AWAY} one", f"{FRESH} two", "zzz")
    said = Options(model=f"{LATE}XL", loras=tuple(map(Lora, names)), vae=f"{AWAY} vae")
    named = await resolve(said, catalogue)
    assert now() - began == pytest.approx(SECONDS)
    assert [lora.name for lora in named.options.loras] == list(names[:4])
    assert [obstacle.option for obstacle in named.obstacles] == ["loras"]
    assert named.model is not None
    assert (named.model.name, named.model.is_sdxl) == (f"{LATE}XL", True)
    assert (named.options.model, named.options.vae) == (f"{LATE}XL", f"{AWAY} vae")
    assert len(catalogue.asked) == 7


async def test_nothing_is_waited_for_where_everything_is_known() -> None:
    began = now()
    await resolve(Options(model="dreamshaper_8", loras=(Lora("fog"),)), Shelves())
    assert now() == began


async def test_a_name_is_asked_about_once_however_often_it_stands_there() -> None:
    catalogue = Shelves()
    loras = (Lora(FRESH, 0.1), Lora(f" {FRESH} ", 0.2))
    named = await resolve(Options(loras=loras), catalogue)
    assert named.options.loras == (Lora(FRESH, 0.1),)
    assert catalogue.asked == [(ModelKind.LORA, FRESH)]


async def test_what_was_told_for_another_name_counts_for_one_that_is_late() -> None:
    catalogue = Shelves()
    asking = asyncio.create_task(resolve(Options(loras=(Lora(f"{LATE} one"),)), catalogue))
    await asyncio.sleep(SECONDS / 2)
    known = Model(ModelKind.LORA, f"{LATE} ONE_7", "")
    catalogue._shelves[ModelKind.LORA].add([known])
    assert (await asking).options.loras == (Lora(known.name),)


async def test_of_a_list_that_is_refused_for_its_length_not_all_is_looked_for() -> None:
    catalogue = Shelves()
    loras = tuple(Lora(f"zzz{number}") for number in range(600))
    embeddings = tuple(f"zzz{number}" for number in range(600))
    await resolve(Options(loras=loras, embeddings=embeddings), catalogue)
    assert len(catalogue.asked) == 2 * MAX_EXTRAS


async def test_who_stops_waiting_leaves_no_question_open() -> None:
    asking = asyncio.create_task(resolve(Options(model=LATE), Shelves()))
    await asyncio.sleep(SECONDS / 2)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert asyncio.all_tasks() == {asyncio.current_task()}


_DENIED = "Not allowed: `fog_1`, `a/*`, `lora:more*`. `/models` lists what is."
FORBIDDEN = "nude_teen_mix_1.safetensors"


async def test_what_a_place_does_not_allow_is_an_obstacle_and_no_near_name() -> None:
    catalogue = Shelves()
    catalogue._shelves[ModelKind.CHECKPOINT].add([Model(ModelKind.CHECKPOINT, FORBIDDEN, "")])
    policy = Policy(models_deny=("fog_1", "a/*", "lora:more*"))
    loras = tuple(map(Lora, ("fog", "more_details", "add_details", "loli_fog")))
    said = Options(model="ink", loras=loras, vae="sdxl_vae")
    named = await resolve(said, catalogue, policy=policy)
    spelled = named.options
    assert (spelled.model, spelled.loras) == ("b/ink.pt", (Lora("fog_2"),))
    assert [say(obstacle.text) for obstacle in named.obstacles] == [
        f"`loras`: `more_details_59655` can't be used here. {_DENIED}",
        "`loras`: the image engine has no `add_details`. Did you mean `add_detail_44319`?",
        "`loras`: that model can't be used, here or anywhere. Choose another one.",
    ]
    assert (ModelKind.LORA, "loli_fog") not in catalogue.asked
    for name in (FORBIDDEN, "teen_nude_mix", "nude_tean_mix"):
        (refused,) = (await resolve(Options(model=name), catalogue)).obstacles
        assert FORBIDDEN not in say(refused.text)


async def test_where_only_some_are_allowed_they_are_told() -> None:
    policy = Policy(models_allow=("add*", "*loli*", "b/*"))
    names = "Allowed: `add*`, `b/*`. `/models` lists what matches."
    for name in ("fog_1", "fog"):
        said = Options(loras=(Lora(name),))
        (refused,) = (await resolve(said, Shelves(), policy=policy)).obstacles
        assert say(refused.text) == f"`loras`: `fog_1` can't be used here. {names}"
