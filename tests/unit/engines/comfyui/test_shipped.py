"""The graph that comes with Darkroom, beyond the seed's examples."""

from __future__ import annotations

from bot.domain.choices import SAMPLERS
from bot.domain.ids import JobId
from bot.domain.request import Hires, HiresScale, HiresUpscaler, Lora
from bot.engines.comfyui import graph as graphs
from bot.engines.comfyui import shipped
from bot.engines.comfyui.samplers import offered, scheduled
from bot.playground.comfyui.graphs import signature
from bot.playground.comfyui.stock import stock
from bot.playground.comfyui.validation import judge
from tests.tables import each_row
from tests.unit.engines.comfyui.doubles import VERSIONS, wish

JOB = JobId("j1")
EVERYTHING = {
    "negative_prompt": "rain",
    "images": 3,
    "clip_skip": 2,
    "sampler": "DPM++ 2M Karras",
    "loras": (Lora("add_detail_44319.safetensors", 0.5), Lora("MoXinV1_14856.safetensors", 0)),
    "embeddings": ("EasyNegativeV2_75525",),
    "vae": "sdxl_vae.safetensors",
    "hires": Hires(HiresScale.X1_5, HiresUpscaler.ESRGAN_ANIME, 0.4),
}


@each_row("version", VERSIONS)
def test_a_server_finds_nothing_wrong_with_everything_at_once(version: str) -> None:
    graph = shipped.build(wish(**EVERYTHING), 7, JOB, "RealESRGAN_x4plus_anime_6B.pth")
    assert {one["class_type"] for one in graph.values()} < {*shipped.CLASSES}
    judgement = judge(graph, stock(), version)  # type: ignore[arg-type]  # one of the three
    assert (judgement.error, judgement.node_errors) == (None, {})
    assert len(judgement.outputs) == 3


def test_a_chosen_vae_decodes_and_encodes() -> None:
    graph = shipped.build(wish(**EVERYTHING), 7, JOB, "x.pth")
    users = [one["inputs"]["vae"] for one in graph.values() if "vae" in one["inputs"]]
    assert len(users) == 9
    assert all(user == ["vae", 0] for user in users)


def test_an_image_can_be_made_again_alone() -> None:
    three = shipped.build(wish(images=3), 7, JOB)
    alone = shipped.build(wish(), 9, JOB)
    assert signature(three, "decoded_3") == signature(alone, "decoded_1")
    assert signature(three, "decoded_1") != signature(three, "decoded_2")


def test_no_two_jobs_share_an_output() -> None:
    mine, yours = (shipped.build(wish(seed=7), 7, JobId(job)) for job in ("mine", "yours"))
    output = graphs.output_id(1, 7)
    assert signature(mine, "decoded_1") == signature(yours, "decoded_1")
    assert signature(mine, output) != signature(yours, output)


def test_sides_after_enlarging_are_such_that_a_latent_can_have() -> None:
    request = wish(width=520, height=136, hires=Hires(HiresScale.X1_5))
    larger = shipped.build(request, 7, JOB)["larger_1"]["inputs"]
    assert (larger["width"] % 8, larger["height"] % 8) == (0, 0)
    assert (larger["width"], larger["height"]) == (784, 208)


@each_row(
    "ours, theirs",
    [
        ("Euler a", ("euler_ancestral", "normal")),
        ("DPM++ SDE Karras", ("dpmpp_sde", "karras")),
        ("DPM2 a Karras", ("dpm_2_ancestral", "karras")),
        ("UniPC", ("uni_pc", "normal")),
    ],
)
def test_samplers_are_named_as_the_server_names_them(ours: str, theirs: tuple[str, str]) -> None:
    assert scheduled(ours) == theirs


def test_all_samplers_but_one_have_an_equivalent() -> None:
    assert set(SAMPLERS) - set(offered()) == {"PLMS"}
    lists = stock().lists
    assert offered(frozenset(lists["samplers"]), frozenset(lists["schedulers"])) == offered()
    assert offered(frozenset({"euler"}), frozenset({"normal"})) == ("Euler",)
    assert offered(frozenset({"dpmpp_2m"})) == ("DPM++ 2M", "DPM++ 2M Karras")
    assert offered(frozenset({"dpmpp_2m"}), karras=False) == ("DPM++ 2M",)


@each_row("seed", [None, 0, 2**64 - 1])
def test_an_outputs_id_says_what_it_is(seed: int | None) -> None:
    assert graphs.output_of(graphs.output_id(12, seed)) == (12, seed)


@each_row("name", ["9", "darkroom_0", "darkroom_x", "darkroom_1_-1", ""])
def test_other_ids_say_nothing(name: str) -> None:
    assert graphs.output_of(name) is None
