"""An operator's graph is read and checked before anything else happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.engines.comfyui.listing import Abilities
from bot.engines.comfyui.offering import capabilities, offer_of
from bot.engines.comfyui.opening import open_comfyui
from bot.engines.comfyui.workflow import load, read
from bot.errors import ConfigurationError
from tests.tables import each_row
from tests.unit.engines.comfyui.doubles import options
from tests.unit.engines.comfyui.workflows import GRAPH, changed, content, saved

if TYPE_CHECKING:
    from pathlib import Path


def without(*names: str) -> dict[str, Any]:
    return {name: one for name, one in GRAPH.items() if name not in names}


def with_nodes(**nodes: dict[str, Any]) -> dict[str, Any]:
    return {**GRAPH, **{name.removeprefix("n"): one for name, one in nodes.items()}}


PREVIEW = {"class_type": "PreviewImage", "inputs": {"images": ["8", 0]}}
SAVE = {"class_type": "SaveImage", "inputs": {"images": ["8", 0], "filename_prefix": "x"}}
PLAIN = {
    "n3_seed": 1,
    "n3_steps": 20,
    "n3_cfg": 7,
    "n3_sampler_name": "euler",
    "n3_scheduler": "normal",
    "n4_ckpt_name": "flux.safetensors",
    "n5_width": 512,
    "n5_height": 512,
    "n5_batch_size": 1,
    "n7_text": "",
    "n10_stop_at_clip_layer": -1,
}

WRONG: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"{not json", "not JSON"),
    "nested too deeply": (b"[" * 200_000, "not JSON"),
    "empty": (b"", "not JSON"),
    "a list": (b"[]", "no graph"),
    "nothing in it": (b"{}", "no graph"),
    "the UI's format": (content({"nodes": [], "links": []}), "Export (API)"),
    "no nodes": (content({"a": 1}), "'a' is not a node"),
    "a node without a class": (content({"3": {"inputs": {}}}), "'3' is not a node"),
    "no output": (content(without("9")), "no output"),
    "an output that shows nothing": (
        content({**without("9"), "9": {"class_type": "VAEEncode", "inputs": {"pixels": ["8", 0]}}}),
        "no output",
    ),
    "two outputs": (
        content(with_nodes(n11=PREVIEW)),
        "several outputs; leave only one of the nodes 9, 11",
    ),
    "two that save": (content(with_nodes(n11=SAVE, n12=SAVE)), "nodes 11, 12"),
    "nothing marked": (content(changed(**PLAIN, n6_text="a cat")), "marked"),
    "no prompt marked": (content(changed(n6_text="a cat")), "{{prompt}}"),
    "an unknown mark": (content(changed(n3_steps="{{step}}")), "node 3, steps: {{step}}"),
    "a mark within a text": (content(changed(n6_text="best, {{prompt}}")), "the whole value"),
    "a mark within a list": (content(changed(n6_text=["{{prompt}}"])), "the whole value"),
    "a link to nothing": (content(changed(n9_images=["88", 0])), "node 88, which does not exist"),
    "a circle": (content(changed(n4_ckpt_name=["9", 0])), "circle"),
    "a circle of one": (content(changed(n4_ckpt_name=["4", 0])), "circle"),
    "a seed that does nothing": (
        content(
            changed(n3_seed=1, n3_model=["4", 0])
            | {"8": {"class_type": "VAEDecode", "inputs": {"samples": ["5", 0], "vae": ["4", 2]}}}
        ),
        "marked",
    ),
}


@each_row("name", WRONG)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(name: str) -> None:
    file, words = WRONG[name]
    with pytest.raises(ConfigurationError) as caught:
        read(file)
    said = str(caught.value)
    assert said.startswith("COMFYUI_WORKFLOW: ")
    assert words in said
    assert "\n" not in said


def test_a_file_that_is_not_there_or_far_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load(tmp_path / "nowhere.json")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load(tmp_path)
    large = tmp_path / "large.json"
    large.write_bytes(b" " * 10_000_001)
    with pytest.raises(ConfigurationError, match="too large"):
        load(large)


async def test_the_start_fails_with_it(tmp_path: Path) -> None:
    file = saved({"nodes": [], "links": []}, tmp_path)
    with pytest.raises(ConfigurationError, match="COMFYUI_WORKFLOW"):
        async with open_comfyui(options("http://127.0.0.1:1", file)):
            pass


def test_what_is_saved_goes_before_what_is_shown_and_nothing_else_is_made() -> None:
    workflow = read(content(with_nodes(n11=SAVE)))
    assert workflow.output == "11"
    assert workflow.keeps_files
    assert "9" not in workflow.graph
    assert not read(content(GRAPH)).keeps_files


def test_all_that_is_marked_is_offered_and_nothing_else() -> None:
    offer = offer_of(read(content(GRAPH)))
    taken = capabilities(offer, Abilities())
    marked = "negative_prompt model images steps guidance sampler seed clip_skip"
    assert taken.options == {*marked.split()}
    assert not taken.draws_seeds
    assert "DPM++ 2M Karras" in taken.samplers


def test_a_graph_with_but_a_prompt_offers_but_a_prompt() -> None:
    offer = offer_of(read(content(changed(**PLAIN))))
    taken = capabilities(offer, Abilities())
    assert taken.options == {"model"}
    assert taken.draws_seeds
    assert offer.fixed_model == "flux.safetensors"
    assert not offer.models


def test_without_a_marked_scheduler_there_is_no_karras() -> None:
    offer = offer_of(read(content(changed(n3_scheduler="beta"))))
    samplers = capabilities(offer, Abilities()).samplers
    assert "Euler a" in samplers
    assert not [name for name in samplers if "Karras" in name]


def test_text_in_braces_that_is_no_mark_stays() -> None:
    graph = changed(n7_text="a {{red|blue}} car, {{ animal }} in it")
    assert "negative" not in read(content(graph)).marks
