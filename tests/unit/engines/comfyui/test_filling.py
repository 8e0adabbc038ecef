"""A request fills the marks of an operator's graph, as values."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.ids import JobId
from bot.engines.comfyui.filling import fill
from bot.engines.comfyui.workflow import read
from bot.playground.comfyui.graphs import signature
from bot.playground.comfyui.stock import stock
from bot.playground.comfyui.validation import judge
from tests.tables import each_row
from tests.unit.engines.comfyui.doubles import MODEL, wish
from tests.unit.engines.comfyui.workflows import GRAPH, changed, content

JOB = JobId("j1")


def filled(graph: object = GRAPH, **changes: object) -> dict[str, dict[str, Any]]:
    return fill(read(content(graph)), wish(**changes), 7, JOB)


def test_each_marked_input_holds_its_value() -> None:
    graph = filled(
        prompt="a cat",
        negative_prompt="rain",
        width=128,
        height=192,
        steps=9,
        guidance=3.5,
        sampler="DPM++ 2M Karras",
        clip_skip=2,
    )
    assert judge(graph, stock(), "0.33.0").error is None
    assert graph["3"]["inputs"] == {
        **GRAPH["3"]["inputs"],
        "seed": 7,
        "steps": 9,
        "cfg": 3.5,
        "sampler_name": "dpmpp_2m",
        "scheduler": "karras",
    }
    assert graph["4"]["inputs"] == {"ckpt_name": MODEL}
    assert graph["5"]["inputs"] == {"width": 128, "height": 192, "batch_size": 1}
    assert graph["6"]["inputs"]["text"] == "a cat"
    assert graph["7"]["inputs"]["text"] == "rain"
    assert graph["10"]["inputs"]["stop_at_clip_layer"] == -2
    assert graph["darkroom_1_7"]["inputs"] == {"images": ["8", 0], "darkroom_job": "j1-1"}
    assert "{{" not in json.dumps(graph)


@each_row(
    "prompt",
    ['"}, "11": {"class_type": "SaveImage"', "{{seed}}", '["4", 0]', "\\", "a\nb", "ключ"],
)
def test_whatever_a_member_writes_stays_one_text(prompt: str) -> None:
    graph = filled(prompt=prompt, negative_prompt=prompt)
    plain = filled()
    assert graph.keys() == plain.keys()
    assert graph["6"]["inputs"]["text"] == graph["7"]["inputs"]["text"] == prompt
    assert json.loads(json.dumps(graph)) == graph


def test_what_depends_on_the_seed_is_there_for_each_image_and_the_rest_is_shared() -> None:
    graph = filled(images=3)
    assert judge(graph, stock(), "0.33.0").outputs == [
        "darkroom_1_7",
        "darkroom_2_8",
        "darkroom_3_9",
    ]
    classes = [one["class_type"] for one in graph.values()]
    assert classes.count("KSampler") == classes.count("VAEDecode") == 3
    assert classes.count("CheckpointLoaderSimple") == classes.count("CLIPTextEncode") / 2 == 1
    third = fill(read(content(GRAPH)), wish(), 9, JOB)
    assert signature(graph, "8_3") == signature(third, "8")


def test_a_copys_id_is_never_that_of_another_node() -> None:
    taken = {**GRAPH, "8_2": GRAPH["8"], "9": {**GRAPH["9"], "inputs": {"images": ["8_2", 0]}}}
    graph = filled(taken, images=2)
    assert judge(graph, stock(), "0.33.0").error is None
    assert graph["darkroom_2_8"]["inputs"]["images"] == ["8_2_2", 0]


def test_without_a_marked_seed_a_batch_is_one_graph_whose_seeds_nobody_knows() -> None:
    graph = filled(changed(n3_seed=1), images=3)
    assert graph["5"]["inputs"]["batch_size"] == 3
    assert [name for name in graph if name.startswith("darkroom")] == ["darkroom_1"]


def test_filling_leaves_the_operators_graph_as_it_is() -> None:
    workflow = read(content(GRAPH))
    for prompt in ("one", "two"):
        assert fill(workflow, wish(prompt=prompt), 7, JOB)["6"]["inputs"]["text"] == prompt
    assert workflow.graph == GRAPH
