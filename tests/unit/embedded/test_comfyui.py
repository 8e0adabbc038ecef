"""ComfyUI's graphs, from the sampler up."""

from __future__ import annotations

import pytest

from bot.domain.request import HiresScale, Lora
from bot.embedded.found import Nothing
from bot.embedded.reading import read
from tests.tables import each_row
from tests.unit.embedded import graphs
from tests.unit.embedded.files import png_holding
from tests.unit.embedded.graphs import node
from tests.unit.embedded.test_programs import options_in


def test_the_usual_graph_is_read() -> None:
    options = options_in(png_holding(prompt=graphs.usual()))
    assert (options.prompt, options.negative_prompt) == ("a red fox", "blur, text")
    assert (options.steps, options.guidance, options.seed) == (25, 8, 8566257)
    assert (options.width, options.height) == (512, 768)
    assert options.sampler == "Euler"
    assert options.model == "sd/dreamshaper_8.safetensors"
    assert options.vae is None


def test_what_stands_on_the_way_is_read() -> None:
    options = options_in(png_holding(prompt=graphs.with_loras()))
    assert options.prompt == "a red fox, ink"
    assert options.loras == (Lora("styles/ink.safetensors", 0.7), Lora("fog.safetensors", 0.25))
    assert options.clip_skip == 2
    assert options.vae == "vae-ft-mse-840000-ema-pruned.safetensors"


def test_a_second_pass_is_a_hires_fix_of_the_first() -> None:
    options = options_in(png_holding(prompt=graphs.with_second_pass()))
    assert (options.hires, options.hires_strength) == (HiresScale.X1_5, 0.5)
    assert (options.seed, options.steps) == (8566257, 25)
    assert (options.width, options.height) == (512, 768)


def test_a_sampler_in_parts_is_read() -> None:
    options = options_in(png_holding(prompt=graphs.custom()))
    assert options.prompt == "a harbour at dawn"
    assert options.negative_prompt is None
    assert (options.seed, options.steps, options.width) == (77, 20, 1024)
    assert options.model == "flux1-dev.safetensors"
    assert options.vae == "ae.safetensors"


def test_conditioning_is_told_apart_behind_a_node_that_changes_both() -> None:
    options = options_in(png_holding(prompt=graphs.sdxl()))
    assert (options.prompt, options.negative_prompt) == ("a red fox, ink", "blur, text")


@pytest.mark.parametrize(
    "rest",
    [
        node("ConditioningCombine", conditioning_1=["6", 0], conditioning_2=["41", 0]),
        node("ConditioningConcat", conditioning_to=["6", 0], conditioning_from=["41", 0]),
    ],
)
def test_combined_conditioning_is_one_prompt(rest: dict[str, object]) -> None:
    sampler = graphs.usual()["3"]
    sampler["inputs"]["positive"] = ["40", 0]
    more = node("CLIPTextEncode", text="ink", clip=["4", 1])
    options = options_in(png_holding(prompt=graphs.usual(n3=sampler, n40=rest, n41=more)))
    assert options.prompt == "a red fox, ink"


def test_what_is_zeroed_out_says_nothing() -> None:
    sampler = graphs.usual()["3"]
    sampler["inputs"]["negative"] = ["40", 0]
    zero = node("ConditioningZeroOut", conditioning=["6", 0])
    options = options_in(png_holding(prompt=graphs.usual(n3=sampler, n40=zero)))
    assert options.negative_prompt is None


def test_a_loader_that_encodes_is_read() -> None:
    sampler = graphs.usual()["3"]
    sampler["inputs"] |= {name: ["50", at] for at, name in enumerate(("positive", "negative"))}
    sampler["inputs"] |= {"model": ["50", 2], "latent_image": ["50", 3]}
    loader = node(
        "Efficient Loader",
        ckpt_name="toon.safetensors",
        positive="a cat",
        negative="rain",
        empty_latent_width=640,
        empty_latent_height=512,
    )
    options = options_in(png_holding(prompt=graphs.usual(n3=sampler, n50=loader)))
    assert (options.prompt, options.negative_prompt) == ("a cat", "rain")
    assert (options.width, options.height, options.model) == (640, 512, "toon.safetensors")


def test_a_list_of_loras_in_one_node_is_read() -> None:
    sampler = graphs.usual()["3"]
    sampler["inputs"]["model"] = ["60", 0]
    entries = {
        "lora_1": {"on": True, "lora": "ink.safetensors", "strength": 0.5},
        "lora_2": {"on": False, "lora": "fog.safetensors", "strength": 0.5},
    }
    power = node("Power Lora Loader (rgthree)", model=["4", 0], clip=["4", 1], **entries)
    options = options_in(png_holding(prompt=graphs.usual(n3=sampler, n60=power)))
    assert options.loras == (Lora("ink.safetensors", 0.5),)
    assert options.model == "sd/dreamshaper_8.safetensors"


def test_a_cycle_is_walked_once() -> None:
    sampler = graphs.usual()["3"]
    sampler["inputs"] |= {"model": ["70", 0], "seed": ["71", 0], "latent_image": ["70", 0]}
    loop = node("Reroute", model=["70", 0], conditioning=["3", 0])
    value = node("Reroute", seed=["71", 0])
    graph = graphs.usual(n3=sampler, n70=loop, n71=value)
    options = options_in(png_holding(prompt=graph))
    assert options.prompt == "a red fox"
    assert options.seed is None


@each_row(
    "graph",
    [
        {},
        {"3": 5},
        {"3": {"class_type": 5, "inputs": []}},
        {"3": node("KSampler", positive=["9", 0], steps=["8"])},
        {"9": node("SaveImage", images=["8", 0])},
    ],
)
def test_what_is_no_graph_says_nothing(graph: object) -> None:
    assert read(png_holding(prompt=graph)) is Nothing.NONE
