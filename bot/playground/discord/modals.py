"""The rules for modals, and what a person's submission of one looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.complaints import CHOICES
from bot.playground.discord.component_kinds import CHOOSERS, IN_LABEL, IN_MODAL, SELECTS, Kind
from bot.playground.discord.component_rules import select, text_display
from bot.playground.discord.inspection import Inspection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.discord.complaints import Path
    from bot.playground.discord.inspection import Rule
    from bot.playground.discord.payload import Payload


def check_modal(modal: Payload) -> None:
    """Check the data of callback type 9.

    Raises:
        RefusalError: 50035 with all that is wrong.

    """
    seen = Inspection(MODAL_RULES)
    seen.complaints.text(modal, ("data", "custom_id"), 1, 100)
    seen.complaints.text(modal, ("data", "title"), 1, 45)
    seen.children(modal, ("components",), IN_MODAL, (1, 5))
    seen.complaints.settle()


def _text_input(seen: Inspection, it: Payload, path: Path) -> None:
    seen.custom_id(it, path)
    if it.get("style") not in (1, 2):
        seen.complaints.add((*path, "style"), CHOICES, "Value must be one of {1, 2}.")
    seen.complaints.number(it, (*path, "min_length"), 0, 4000)
    seen.complaints.number(it, (*path, "max_length"), 1, 4000)
    seen.complaints.text(it, (*path, "placeholder"), 0, 100)
    seen.complaints.text(it, (*path, "value"), 0, it.get("max_length") or 4000)


def _label(seen: Inspection, it: Payload, path: Path) -> None:
    seen.complaints.text(it, (*path, "label"), 1, 45)
    seen.complaints.text(it, (*path, "description"), 0, 100)
    seen.one(it.get("component"), (*path, "component"), IN_LABEL)


def _row(seen: Inspection, it: Payload, path: Path) -> None:
    seen.children(it, (*path, "components"), frozenset({Kind.TEXT_INPUT}), (1, 1))
    for at, child in enumerate(it.get("components") or []):
        seen.complaints.text(child, (*path, "components", at, "label"), 1, 45)


def _select(seen: Inspection, it: Payload, path: Path) -> None:
    select(seen, it, path)
    if "disabled" in it:
        message = "Disabled components are not allowed in modals"
        seen.complaints.add((*path, "disabled"), "COMPONENT_DISABLED_IN_MODAL", message)


def _named(seen: Inspection, it: Payload, path: Path) -> None:
    seen.custom_id(it, path)


MODAL_RULES: dict[Kind, Rule] = {
    Kind.ACTION_ROW: _row,
    Kind.TEXT_DISPLAY: text_display,
    Kind.LABEL: _label,
    Kind.TEXT_INPUT: _text_input,
    Kind.FILE_UPLOAD: _named,
    **dict.fromkeys(SELECTS, _select),
    **dict.fromkeys(CHOOSERS, _named),
}


def filled(modal: Payload, values: Mapping[str, object]) -> list[Payload]:
    """Return the components a client submits: what was typed, else what stood there.

    Raises:
        LookupError: a value is meant for a field that the modal does not have.

    """
    fields = [each for top in modal["components"] for each in _fields(top)]
    if strangers := set(values) - {field["custom_id"] for field in fields}:
        msg = f"the modal has no field {sorted(strangers)}"
        raise LookupError(msg)
    return [_filled(each, values) for each in modal["components"]]


def _fields(component: Payload) -> list[Payload]:
    inside = component.get("components") or [component.get("component")]
    return [each for each in inside if each]


def _filled(component: Payload, values: Mapping[str, object]) -> Payload:
    answers = [_answer(field, values) for field in _fields(component)]
    common = {"type": component["type"], "id": component.get("id", 0)}
    if component["type"] == Kind.LABEL:
        return common | {"component": answers[0]}
    return common | ({"components": answers} if answers else {})


def _answer(field: Payload, values: Mapping[str, object]) -> Payload:
    common = {"type": field["type"], "custom_id": field["custom_id"], "id": field.get("id", 0)}
    given = values.get(field["custom_id"])
    if field["type"] in (Kind.TEXT_INPUT, Kind.CHECKBOX):
        return common | {"value": given if given is not None else field.get("value") or ""}
    if field["type"] == Kind.RADIO_GROUP:
        return common | {"value": given}
    chosen = [each["value"] for each in field.get("options", []) if each.get("default")]
    return common | {"values": given if given is not None else chosen}
