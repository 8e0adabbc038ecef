"""What a server refuses of a graph, in its own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.playground.comfyui.graphs import Graph, ancestry, source_of
from bot.playground.comfyui.nodes import CLASSES, Choice, Input, Link, Number, Stock, Text, Whole

if TYPE_CHECKING:
    from bot.playground.comfyui.knobs import Version

Json: TypeAlias = dict[str, Any]

MOST_SPELLED = 20
"""Values of a list that a complaint tells; of a longer one it tells the length."""


class BrokenGraphError(Exception):
    """A graph on which the server itself breaks: it answers 500."""


@dataclass
class Judgement:
    """What is wrong with a graph, and which outputs can be made all the same."""

    error: Json | None = None
    node_errors: Json = field(default_factory=dict)
    outputs: list[str] = field(default_factory=list)


def complaint(kind: str, message: str, details: str = "", **extra: object) -> Json:
    """Return an error in the server's form."""
    return {"type": kind, "message": message, "details": details, "extra_info": extra}


def judge(graph: object, stock: Stock, version: Version) -> Judgement:
    """Judge a graph as the server would.

    Raises:
        BrokenGraphError: it answers 500.

    """
    if not isinstance(graph, dict):
        raise BrokenGraphError
    for name, one in graph.items():
        if (error := _node_error(name, one, version)) is not None:
            return Judgement(error)
    outputs = [name for name, one in graph.items() if CLASSES[one["class_type"]].is_output]
    if not outputs:
        return Judgement(complaint("prompt_no_outputs", "Prompt has no outputs"))
    judgement = Judgement()
    for output in outputs:
        _judge_output(graph, output, stock, judgement)
    if not judgement.outputs:
        details = "\n".join(
            error["details"] for told in judgement.node_errors.values() for error in told["errors"]
        )
        judgement.error = complaint(
            "prompt_outputs_failed_validation", "Prompt outputs failed validation", details
        )
    return judgement


def _node_error(name: str, one: object, version: Version) -> Json | None:
    if not isinstance(one, dict) or "class_type" not in one:
        if version == "0.33.0" and not isinstance(one, dict):
            raise BrokenGraphError
        message = "Cannot execute because a node is missing the class_type property."
        return complaint("invalid_prompt", message, f"Node ID '#{name}'")
    if one["class_type"] in CLASSES:
        return None
    missing = one["class_type"]
    if version == "0.33.0":
        message = f"Node '{missing}' not found. The custom node may not be installed."
        return complaint("missing_node_type", message, f"Node ID '#{name}'", class_type=missing)
    message = f"Cannot execute because node {missing} does not exist."
    return complaint("invalid_prompt", message, f"Node ID '#{name}'")


def _judge_output(graph: Graph, output: str, stock: Stock, judgement: Judgement) -> None:
    is_valid = True
    for name in ancestry(graph, output):
        errors = _errors(graph, name, stock)
        if errors:
            is_valid = False
            told = judgement.node_errors.setdefault(
                name,
                {
                    "errors": errors,
                    "dependent_outputs": [],
                    "class_type": graph[name]["class_type"],
                },
            )
            told["dependent_outputs"].append(output)
    if is_valid:
        judgement.outputs.append(output)


def _errors(graph: Graph, name: str, stock: Stock) -> list[Json]:
    one = graph[name]
    errors = list[Json]()
    for key, taken in CLASSES[one["class_type"]].inputs.items():
        if key not in one["inputs"]:
            message = "Required input is missing"
            errors.append(complaint("required_input_missing", message, key, input_name=key))
        elif (error := _input_error(graph, key, one["inputs"][key], taken, stock)) is not None:
            errors.append(error)
    return errors


def _input_error(graph: Graph, key: str, value: object, taken: Input, stock: Stock) -> Json | None:
    source = source_of(value)
    if source is not None:
        return _link_error(graph, key, source, value, taken)
    match taken:
        case Link():
            message = "Bad linked input, must be a length-2 list of [node_id, slot_index]"
            return complaint("bad_linked_input", message, key, input_name=key)
        case Whole() | Number():
            return _number_error(key, value, taken)
        case Choice(of=of):
            return _choice_error(key, value, stock.lists[of])
        case Text():
            return None  # whatever it is becomes a text


def _link_error(graph: Graph, key: str, source: str, value: object, taken: Input) -> Json | None:
    if source not in graph:
        message = "Exception when validating inner node"
        return complaint("exception_during_inner_validation", message, source, input_name=key)
    slot = value[1] if isinstance(value, list) else 0
    given = CLASSES[graph[source]["class_type"]].outputs
    kind = given[slot] if isinstance(slot, int) and slot < len(given) else "?"
    if isinstance(taken, Link) and kind != taken.type:
        details = f"{key}, received_type({kind}) mismatch input_type({taken.type})"
        message = "Return type mismatch between linked nodes"
        return complaint("return_type_mismatch", message, details, input_name=key)
    return None


def _number_error(key: str, value: object, taken: Whole | Number) -> Json | None:
    try:
        number = value if isinstance(value, int) else float(str(value))
    except ValueError:
        message = "Failed to convert an input value to a number"
        return complaint(
            "invalid_input_type", message, f"{key}, {value}", input_name=key, received_value=value
        )
    if number < taken.low:
        message = f"Value {number} smaller than min of {taken.low}"
        return complaint("value_smaller_than_min", message, key, input_name=key)
    if number > taken.high:
        message = f"Value {number} bigger than max of {taken.high}"
        return complaint("value_bigger_than_max", message, key, input_name=key)
    return None


def _choice_error(key: str, value: object, known: list[str]) -> Json | None:
    if value in known:
        return None
    is_short = len(known) <= MOST_SPELLED
    told = str(known) if is_short else f"(list of length {len(known)})"
    return complaint(
        "value_not_in_list",
        "Value not in list",
        f"{key}: '{value}' not in {told}",
        input_name=key,
        input_config=[known, {}] if is_short else None,
        received_value=value,
    )
