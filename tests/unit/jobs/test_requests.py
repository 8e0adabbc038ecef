"""From what was typed to a request: names as the catalogue spells them, defaults that bend."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.limits import check_policy
from bot.domain.models import Model, ModelKind, Resolved
from bot.domain.obstacles import each
from bot.domain.options import OPTIONS
from bot.domain.policy import Policy
from bot.domain.ranges import Bound
from bot.domain.request import Hires, HiresScale, HiresUpscaler, Lora
from bot.domain.rules import NAME
from bot.domain.taste import PLAIN
from bot.engines.novita.building import CAPABILITIES
from bot.errors import InvalidOptionError, RefusedError
from bot.jobs.engines import Engines
from bot.jobs.requests import Requests
from bot.prompt.options import Options, Parsed
from bot.texts.say import say
from bot.texts.text import text
from tests.unit.jobs.clock import LoopClock
from tests.unit.jobs.engine import ScriptedEngine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.request import GenerationRequest
    from bot.domain.taste import Taste

ANYTHING = Policy()
SMALL = Policy(max_images=1, max_steps=10, max_pixels=256 * 256)

TAKES = replace(
    CAPABILITIES,
    options=CAPABILITIES.options - {"vae", "clip_skip"},
    choices={
        "sampler": ("Euler a", "Euler", "DPM++ 2M Karras"),
        "hires_upscaler": ("Latent", "RealESRGAN_x4plus_anime_6B"),
    },
    bounds={"seed": Bound(-1, 1000), "steps": Bound(1, 50)},
    size_multiple=64,
)
KEYS_OF = {row.name: row.key for row in OPTIONS if row.key}


class FewModels:
    """A catalogue of one checkpoint and one LoRA."""

    def suggest(
        self, kind: ModelKind, typed: str, limit: int = 25, taste: Taste = PLAIN
    ) -> Sequence[Model]:
        return []

    def browse(self, kind: ModelKind, base_model: str = "", typed: str = "") -> Sequence[Model]:
        return []

    def bases(self, kind: ModelKind) -> Sequence[str]:
        return []

    def find(self, kind: ModelKind, name: str) -> Model | None:
        known = {
            ModelKind.CHECKPOINT: "Big.safetensors",
            ModelKind.LORA: "Detail",
            ModelKind.VAE: "Sharp",
        }
        spelled = known.get(kind, "")
        if spelled.casefold() != name.casefold():
            return None
        return Model(kind, spelled, spelled, is_sdxl=True)

    def knows(self, _: ModelKind) -> bool:
        return True

    def default_checkpoint(self) -> Model | None:
        return None

    async def resolve(self, kind: ModelKind, name: str) -> Resolved:
        return Resolved(self.find(kind, name))

    def guess(self, kind: ModelKind, name: str) -> Model:
        return Model(kind, name, name)


def requests() -> Requests:
    clock = LoopClock()
    engine = ScriptedEngine(clock)
    engine.catalogue = FewModels()
    engine.capabilities = TAKES
    return Requests(Engines(engine, clock, default_model="unlisted.safetensors"))


def slashed(**said: Any) -> Parsed:  # noqa: ANN401 - any option
    return Parsed(Options(**said), labels={name: name for name in said})


def pasted(prompt: str = "a cat", **said: Any) -> Parsed:  # noqa: ANN401 - any option
    """Return what a block says."""
    names = {"size" if name in {"width", "height"} else name for name in said}
    labels = {name: KEYS_OF[name] for name in names}
    return Parsed(Options(prompt=prompt, **said), pasted=frozenset(said), labels=labels)


async def built(text: str, policy: Policy = ANYTHING, **slash: Any) -> GenerationRequest:  # noqa: ANN401
    return (await requests().build(text, slashed(**slash), policy)).request


async def refused(inline: Parsed, policy: Policy = ANYTHING, **slash: Any) -> list[str]:  # noqa: ANN401
    """Return what is said to be wrong, line by line."""
    with pytest.raises(RefusedError) as caught:
        await requests().of(inline, slashed(**slash), policy)
    return [str(obstacle) for obstacle in each(caught.value)]


async def adjusted(inline: Parsed, **slash: Any) -> tuple[GenerationRequest, list[str]]:  # noqa: ANN401
    """Return the request, and what was changed."""
    made = await requests().of(inline, slashed(**slash), ANYTHING)
    return made.request, [say(note) for note in made.notes]


async def test_where_nothing_is_limited_the_defaults_are_whole() -> None:
    request = await built("a cat")
    assert (request.steps, request.width, request.height) == (20, 512, 512)


@pytest.mark.parametrize("text", ["a cat", "a cat --model big.safetensors", "a cat --ar 9:16"])
async def test_defaults_bend_to_what_the_place_allows(text: str) -> None:
    request = await built(text, SMALL)
    check_policy(request, SMALL)
    assert request.steps == 10
    assert (request.height > request.width) is ("9:16" in text)


@pytest.mark.parametrize(
    ("inline", "slash", "label"),
    [
        (pasted(steps=11), {}, "Steps"),
        (pasted(), {"steps": 20}, "steps"),
        (pasted(width=512, height=512), {}, "Size"),
        (pasted(), {"width": 320}, "width"),
        (pasted(), {"height": 320}, "height"),
        (pasted(), {"height": 320, "width": 640}, "width, height"),
        (pasted(height=320, width=640), {"height": 480}, "Size, height"),
        (pasted(hires=HiresScale.X1_5), {}, "Hires upscale"),
        (pasted(), {"images": 2}, "images"),
    ],
)
async def test_what_was_asked_for_stays_and_is_refused_by_the_name_it_was_given(
    inline: Parsed, slash: dict[str, Any], label: str
) -> None:
    (said,) = await refused(inline, SMALL, **slash)
    assert said.startswith(f"`{label}`")


async def test_everything_that_is_wrong_is_said_at_once_and_once() -> None:
    inline = Parsed(
        Options(prompt="a cat", steps=900, guidance=99.0),
        labels={"steps": "--steps", "guidance": "--cfg", "sampler": "--sampler"},
        obstacles=(
            InvalidOptionError("--sampler", "Best", NAME),
            InvalidOptionError("--sampler", "Best", NAME),
            InvalidOptionError("--frob", "", NAME),
        ),
    )
    said = await refused(
        inline, SMALL, height=5000, clip_skip=2, model="lost", loras=(Lora("a"),) * 5 + (Lora("b"),)
    )
    assert [line.split("`")[1] for line in said] == [
        *("--sampler", "--frob", "loras", "model", "loras", "loras"),
        *("height", "--steps", "--cfg", "clip_skip"),
    ]


async def test_what_the_place_refuses_is_said_beside_what_the_engine_does() -> None:
    said = await refused(pasted(), SMALL, steps=20, clip_skip=2, images=2, width=2048)
    assert [line.split("`")[1] for line in said] == ["clip_skip", "images", "steps", "width"]


async def test_a_switched_off_place_says_so_first() -> None:
    said = await refused(pasted(), replace(SMALL, enabled=False), steps=20, clip_skip=2)
    assert "switched off" in said[0]
    assert [line.split("`")[1] for line in said[1:]] == ["clip_skip", "steps"]


async def test_an_empty_prompt_hides_nothing() -> None:
    said = await refused(pasted(prompt=""), clip_skip=2)
    assert said[0].startswith("There's no prompt")
    assert [line.split("`")[1] for line in said[1:]] == ["clip_skip"]


async def test_a_wrong_enlargement_does_not_make_its_strength_wrong() -> None:
    obstacle = InvalidOptionError("--hires", "9x", NAME)
    inline = Parsed(
        Options(prompt="a cat", hires_strength=0.3),
        labels={"hires": "--hires", "hires_strength": "--hires-strength"},
        obstacles=(obstacle,),
    )
    assert await refused(inline) == [str(obstacle)]


@pytest.mark.parametrize(
    ("said", "taken", "note"),
    [
        ({"seed": 5_000}, {"seed": -1}, "Seed 5000 → random"),
        ({"seed": 900}, {"seed": 900}, None),
        ({"steps": 80}, {"steps": 50}, "Steps 80 → 50"),
        ({"vae": "x"}, {"vae": None}, "without VAE x"),
        ({"guidance": 45.5}, {"guidance": 30.0}, "CFG scale 45.5 → 30"),
        ({"sampler": "DPM++ 2M"}, {"sampler": "DPM++ 2M Karras"}, "→ DPM++ 2M Karras"),
        ({"sampler": "PLMS"}, {"sampler": "Euler"}, "Sampler PLMS → Euler"),
        ({"clip_skip": 2}, {"clip_skip": None}, "without Clip skip 2"),
        ({"width": 3000, "height": 1500}, {"size": (2048, 1024)}, "size 3000×1500 → 2048×1024"),
        ({"width": 500, "height": 700}, {"size": (512, 704)}, "size 500×700 → 512×704"),
        ({"negative_prompt": "bad, " * 300}, {}, "Negative prompt cut to 1023 characters"),
    ],
)
async def test_what_a_block_says_is_brought_to_what_the_engine_takes(
    said: dict[str, Any], taken: dict[str, object], note: str | None
) -> None:
    request, notes = await adjusted(pasted(**said))
    assert {name: getattr(request, name) for name in taken} == taken
    assert len(notes) == (note is not None)
    assert not notes or notes[0].endswith(str(note))


async def test_an_enlargement_that_is_too_large_is_the_next_smaller_one() -> None:
    request, notes = await adjusted(pasted(hires=HiresScale.X4, width=1536, height=1024))
    assert request.hires is not None
    assert request.hires.scale is HiresScale.X2
    assert notes == ["Hires upscale 4x → 2x"]


async def test_an_upscaler_is_the_nearest_that_there_is() -> None:
    inline = pasted(hires=HiresScale.X2, hires_upscaler=HiresUpscaler.ESRNET)
    request, notes = await adjusted(inline)
    assert request.hires == Hires(HiresScale.X2, HiresUpscaler.LATENT)
    assert notes == ["Hires upscaler RealESRNet_x4plus → Latent"]


async def test_what_the_engine_itself_refuses_gives_way_step_by_step() -> None:
    its = requests()
    engine = its.engines[0]
    assert isinstance(engine, ScriptedEngine)

    def check(request: GenerationRequest) -> None:
        if round(request.guidance, 1) != request.guidance:
            raise InvalidOptionError("guidance", request.guidance, NAME)
        if request.hires:
            raise InvalidOptionError("hires", request.hires.scale, NAME)

    engine.check = check  # type: ignore[method-assign] # this engine's own rules
    inline = pasted(guidance=7.123, hires=HiresScale.X2, hires_strength=0.3)
    made = await its.of(inline, slashed(), ANYTHING)
    assert made.request.guidance == 7.1
    assert made.request.hires is None
    assert [say(note) for note in made.notes] == [
        "CFG scale 7.123 → 7.1",
        "without Hires upscale 2x",
    ]


@pytest.mark.parametrize(
    "slash",
    [{"seed": 5_000}, {"vae": "Sharp"}, {"sampler": "PLMS"}, {"clip_skip": 2}, {"steps": 80}],
)
async def test_a_slash_option_is_taken_at_its_word(slash: dict[str, Any]) -> None:
    (said,) = await refused(pasted(**slash), **slash)
    assert said.startswith(f"`{next(iter(slash))}`")


async def test_a_pasted_size_is_no_obstacle_to_a_shape() -> None:
    request, notes = await adjusted(pasted(width=3000, height=3000), aspect="16:9")
    assert (request.width > request.height, notes) == (True, [])


async def test_a_size_that_is_fitted_stays_within_what_the_place_allows() -> None:
    policy = Policy(max_pixels=500 * 700)
    made = await requests().of(pasted(), slashed(width=500, height=700), policy)
    assert made.request.size == (448, 640)
    assert [say(note) for note in made.notes] == ["size 500×700 → 448×640"]


async def test_a_shape_is_as_large_as_the_engine_makes_it() -> None:
    request = await built("a cat --model big.safetensors --ar 16:9")
    assert request.size == (1344, 768)
    its = requests()
    engine = its.engines[0]
    assert isinstance(engine, ScriptedEngine)
    engine.capabilities = replace(TAKES, bounds={"width": Bound(128, 1024)})
    said = slashed(model="big.safetensors", aspect="16:9")
    made = await its.of(pasted(), said, ANYTHING)
    assert max(made.request.size) == 1024
    assert made.notes == ()


async def test_what_the_reading_noted_and_ignored_comes_along() -> None:
    note = text("adjusted.left_out", names=("--v 5",))
    inline = Parsed(Options(prompt="a cat"), ignored=("Hashes",), notes=(note,))
    made = await requests().of(inline, slashed(), ANYTHING)
    assert (made.notes, made.ignored) == ((note,), ("Hashes",))


async def test_names_are_spelled_as_the_catalogue_does() -> None:
    request = await built("a cat <lora:detail:0.5> --model big.safetensors")
    assert request.model == "Big.safetensors"
    assert [lora.name for lora in request.loras] == ["Detail"]
    assert (request.width, request.height) == (1024, 1024)


@pytest.mark.parametrize(
    ("text", "any_model"), [("a cat", True), ("a cat --model big.safetensors", False)]
)
async def test_it_is_told_whether_a_model_was_asked_for(text: str, any_model: bool) -> None:
    assert (await built(text)).any_model is any_model


async def test_a_part_of_a_wish_is_looked_at_by_itself() -> None:
    inline = Parsed(Options(steps=99, seed=5000), labels={"steps": "--steps", "seed": "--seed"})
    with pytest.raises(RefusedError) as caught:
        requests().check_apart(inline, slashed(negative_prompt="x" * 2000))
    said = [str(obstacle) for obstacle in each(caught.value)]
    assert [line.split("`")[1] for line in said] == ["negative_prompt", "--steps", "--seed"]


@pytest.mark.parametrize(
    "part",
    [
        {"width": 2048},
        {"hires": HiresScale.X4},
        {"hires": HiresScale.X4, "height": 2048},
        {"hires_strength": 0.5},
        {"model": "nothing of the kind"},
        {"loras": (Lora("nothing of the kind", 1.0),)},
    ],
)
async def test_what_the_rest_may_yet_make_right_is_not_refused(part: dict[str, Any]) -> None:
    requests().check_apart(Parsed(Options()), slashed(**part))


async def test_what_is_pasted_in_a_part_is_not_refused_either() -> None:
    requests().check_apart(pasted(steps=99, seed=5000), Parsed(Options()))
