"""A style and own defaults beneath a wish: what will not do of these gives way, and is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.member import Member
from bot.domain.policy import Policy
from bot.domain.request import Hires, HiresScale, Lora
from bot.domain.rules import NAME
from bot.domain.style import Style
from bot.errors import InvalidOptionError, RefusedError
from bot.jobs.ground import Ground
from bot.jobs.wishes import Wish
from bot.prompt.manner import PLAIN, Manner
from bot.prompt.options import Options
from bot.texts.say import say
from tests.unit.jobs.engine import ScriptedEngine
from tests.unit.jobs.test_requests import ANYTHING, SMALL, TAKES, requests, slashed

if TYPE_CHECKING:
    from bot.domain.request import GenerationRequest

NOIR = Style(
    name="Noir",
    prompt="{prompt}, film noir",
    negative_prompt="colour",
    options="--model BIG.safetensors --steps 30 --lora detail:0.5 --format png",
)


def flags(options: str, name: str = "Noir") -> Manner:
    return Manner(Style(name=name, options=options))


async def made(
    words: str,
    manner: Manner,
    policy: Policy = ANYTHING,
    **slash: Any,  # noqa: ANN401 - any option
) -> tuple[GenerationRequest, list[str]]:
    """Return the request, and what is told of it."""
    built = await requests().build(words, slashed(**slash), policy, manner=manner)
    return built.request, [say(note) for note in built.notes]


async def refused(words: str, manner: Manner) -> str:
    with pytest.raises(RefusedError) as caught:
        await requests().build(words, slashed(), ANYTHING, manner=manner)
    return str(caught.value)


async def test_a_style_is_drawn_as_it_was_saved() -> None:
    request, notes = await made("a cat --no dogs", Manner(NOIR))
    assert (request.prompt, request.negative_prompt) == ("a cat, film noir", "dogs, colour")
    assert (request.model, request.steps) == ("Big.safetensors", 30)
    assert (request.loras, request.format) == ((Lora("Detail", 0.5),), "png")
    assert (request.size, request.any_model) == ((1024, 1024), False)
    assert notes == []


async def test_what_is_typed_wins() -> None:
    words = "a cat --steps 9 --model other <lora:Detail:1>"
    with pytest.raises(RefusedError, match="other"):
        await made(words, Manner(NOIR))
    request, notes = await made("a cat --steps 9 <lora:Detail:1>", Manner(NOIR), format="webp")
    assert (request.steps, request.loras) == (9, (Lora("Detail", 1.0),))
    assert (request.format, notes) == ("webp", [])


async def test_a_places_style_says_that_it_is_there() -> None:
    _, notes = await made("a cat", Manner(NOIR, is_places=True))
    assert notes == ["style Noir of this place (style:none leaves it out)"]


async def test_what_the_engine_lacks_of_a_style_is_left_out_with_a_note() -> None:
    options = "--model gone --lora gone:0.5 --lora detail --vae gone --clip-skip 2 --steps 80"
    request, notes = await made("a cat", flags(f'{options} --sampler "DPM++ SDE"'))
    assert request.model == "unlisted.safetensors"
    assert request.loras == (Lora("Detail"),)
    assert (request.vae, request.clip_skip, request.steps) == (None, None, 50)
    assert request.sampler in TAKES.samplers
    assert request.any_model
    told = "\n".join(notes)
    for words in ("Noir: model gone", "Noir: lora gone", "Noir: vae gone", "Noir: clip-skip 2"):
        assert words in told
    assert "Noir: steps 80 → 50" in told
    assert "Noir: sampler DPM++ SDE → " in told
    # Of what was typed in its place nothing is told.
    _, notes = await made("a cat --steps 9 --sampler Euler", flags("--steps 80 --sampler DDIM"))
    assert notes == []


async def test_what_a_place_does_not_allow_of_a_style_bends_as_defaults_do() -> None:
    request, notes = await made("a cat", flags("--steps 30 --n 4 --size 512x1024"), SMALL)
    assert (request.steps, request.images) == (10, 1)
    assert request.size == (128, 320)
    assert request.size[0] * request.size[1] <= 256 * 256
    assert "Noir: steps 30 → 10" in "\n".join(notes)
    assert "Noir: n 4 → 1" in "\n".join(notes)
    assert any("512×1024" in note for note in notes)
    with pytest.raises(RefusedError, match="--steps"):
        await made("a cat --steps 30", flags("--n 4"), SMALL)


@pytest.mark.parametrize(
    ("options", "slash", "most", "hires", "size"),
    [
        ("--size 512x512 --hires 4x", {}, 1024**2, Hires(HiresScale.X2), (512, 512)),
        ("--size 512x512 --hires 4x", {}, 512**2, None, (512, 512)),
        ("--hires 2x", {"width": 512}, 600**2, None, (512, 512)),
        ("--size 1024x1024", {"hires": HiresScale.X2}, 1024**2, Hires(HiresScale.X2), (512, 512)),
        ("--size 128x2048", {}, 128**2, None, (128, 128)),
        ("--ar 4:1", {}, 128**2, None, (128, 128)),
    ],
)
async def test_pixels_of_a_style_are_as_many_as_a_place_allows(
    options: str, slash: dict[str, Any], most: int, hires: Hires | None, size: tuple[int, int]
) -> None:
    request, notes = await made("x", flags(options), Policy(max_pixels=most), **slash)
    assert (request.hires, request.size) == (hires, size)
    assert notes


async def test_where_hires_fix_is_off_nobodys_style_asks_for_it() -> None:
    off = Policy(hires=False)
    request, _ = await made("x", flags("--hires 2x --hires-strength 0.3 --steps 9"), off)
    assert (request.hires, request.steps) == (None, 9)
    with pytest.raises(RefusedError, match="`hires`: hires fix is switched off here"):
        await made("x", flags("--steps 9"), off, hires=HiresScale.X2)


async def test_what_was_typed_is_refused_beside_a_style_too() -> None:
    with pytest.raises(RefusedError, match="`hires`"):
        await made("x", flags("--steps 9"), Policy(max_pixels=512**2), hires=HiresScale.X4)


def test_a_style_takes_no_more_entries_than_there_is_room() -> None:
    typed = tuple(Lora(f"l{number}") for number in range(4))
    beneath = Options(loras=(Lora("l2", 0.5), Lora("a"), Lora("b")), embeddings=("e",))
    said = Options(prompt="x", loras=typed)
    wish = Wish(said=said, pasted=frozenset(), labels={}, options=said)
    wish.lay(Ground(beneath, beneath, labels={"loras": "Noir: lora"}))
    assert wish.options.loras == (*typed, Lora("a"))
    assert wish.options.embeddings == ("e",)
    assert [say(note) for note in wish.notes.told()] == ["without Noir: lora b"]
    # Of too many that were typed, all are kept: that is refused.
    many = tuple(Lora(f"l{number}") for number in range(7))
    said = Options(prompt="x", loras=many)
    wish = Wish(said=said, pasted=frozenset(), labels={}, options=said)
    wish.lay(Ground(beneath, beneath))
    assert wish.options.loras == many


async def test_what_an_engine_refuses_of_a_style_gives_way() -> None:
    made = requests()

    def picky(request: GenerationRequest) -> None:
        if request.hires is not None and request.hires.scale is HiresScale.X4:
            raise InvalidOptionError("hires", "4x", NAME)
        if request.model == "Big.safetensors":
            raise InvalidOptionError("model", request.model, NAME)
        if request.loras:
            raise InvalidOptionError("loras", "Detail", NAME)

    engine = made.engines[0]
    assert isinstance(engine, ScriptedEngine)
    engine.check = picky  # type: ignore[method-assign] # what this engine says no to
    built = await made.build("x", slashed(), ANYTHING, manner=Manner(NOIR))
    assert (built.request.model, built.request.loras) == ("unlisted.safetensors", ())
    (told,) = (say(note) for note in built.notes)
    nearer = await made.build("x", slashed(), ANYTHING, manner=flags("--hires 4x"))
    assert nearer.request.hires == Hires(HiresScale.X2)
    assert [say(note) for note in nearer.notes] == ["Noir: hires 4x → 2x"]
    assert "Noir: lora detail" in told
    assert "Noir: model Big.safetensors" in told
    with pytest.raises(RefusedError, match="loras"):
        await made.build("x", slashed(loras=(Lora("detail"),)), ANYTHING, manner=Manner(NOIR))


async def test_a_text_that_outgrows_a_style_is_refused_by_its_name() -> None:
    long = Style(name="Long", prompt="{prompt} {prompt}", negative_prompt="n" * 1000)
    words = await refused("x" * 600, Manner(long))
    assert words == (
        "`prompt`: with the style `Long` it has `1201` characters; at most 1024 are possible."
    )
    assert "`--no`: with the style `Long`" in await refused(f"x --no {'y' * 100}", Manner(long))


async def test_a_prompt_that_is_missing_is_not_made_up_by_a_style() -> None:
    assert await refused("--steps 9", Manner(NOIR)) == await refused("--steps 9", PLAIN)


async def test_own_defaults_count_where_nobody_says_otherwise() -> None:
    own = Member(model="big.safetensors", aspect="9:16", steps=33, negative_prompt="blur")
    request, notes = await made("a cat", Manner(own=own))
    assert (request.model, request.steps, request.negative_prompt) == (
        "Big.safetensors",
        33,
        "blur",
    )
    assert request.size == (768, 1344)
    # Where the engine is down, another makes it with its own model.
    assert request.any_model
    assert notes == []
    request, _ = await made("a cat", Manner(NOIR, own=own))
    assert (request.steps, request.negative_prompt) == (30, "colour")
    request, notes = await made("a cat", Manner(own=Member(model="gone", steps=100)), SMALL)
    assert (request.model, request.steps) == ("unlisted.safetensors", 10)
    assert notes == ["/settings: steps 100 → 10", "without /settings: model gone"]
