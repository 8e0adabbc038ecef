"""What the showcase's bot answers: decisions only."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.browser.showcase.modals import modal
from tests.browser.showcase.parts import EPHEMERAL, V2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.showcase.parts import Part

MODELS = ("dreamshaper", "dreamlike", "anything", "<b>bold</b>")
COMMAND, COMPONENT, AUTOCOMPLETE, SUBMISSION = 2, 3, 4, 5


def answer(event: Part) -> Part | None:
    """Return the callback for an interaction, ``None`` to leave it without one.

    Type 7 comes without data: what it becomes depends on the message.
    """
    match event["type"]:
        case 2:
            return _to_command(event["data"])
        case 3:
            return _to_component(event["data"])
        case 4:
            return _to_typing(event["data"])
        case _:
            return _privately(f"Got {json.dumps(_filled(event['data']), sort_keys=True)}")


def pressed_again(message: Part) -> Part:
    """Return the same message, its ``Pressed n times`` raised by one."""
    told = json.dumps({key: message[key] for key in ("content", "components")})
    counted = re.sub(r"Pressed (\d+) times", lambda it: f"Pressed {int(it[1]) + 1} times", told)
    body: Part = json.loads(counted)
    if message["flags"] & V2:
        del body["content"]
    return body


def _to_command(data: Part) -> Part | None:
    given = {each["name"]: each.get("value") for each in data.get("options", [])}
    match data["name"]:
        case "silent":
            return None
        case "form":
            return {"type": 9, "data": modal(given["fields"])}
        case "think":
            return {"type": 5, "data": {"flags": EPHEMERAL if given.get("hidden") else 0}}
        case "echo":
            return _publicly(f"Given {json.dumps(given, sort_keys=True)}")
        case "tree":
            return _publicly(f"The path was {' '.join(_path(data))}")
        case name:
            return _privately(f"This is {name}, for you")


def _to_component(data: Part) -> Part | None:
    kind, _, rest = data["custom_id"].partition(":")
    match kind:
        case "silent":
            return None
        case "form":
            return {"type": 9, "data": modal(rest)}
        case "count":
            return {"type": 7}
        case "defer" | "delete":
            return {"type": 6}
        case _:
            return _privately(f"Chosen {data['custom_id']}: {', '.join(data.get('values', []))}")


def _to_typing(data: Part) -> Part:
    typed = next(each["value"] for each in data["options"] if each.get("focused"))
    found = [{"name": each, "value": each} for each in MODELS if typed.lower() in each]
    return {"type": 8, "data": {"choices": found}}


def _publicly(words: str) -> Part:
    return {"type": 4, "data": {"content": words}}


def _privately(words: str) -> Part:
    return {"type": 4, "data": {"content": words, "flags": EPHEMERAL}}


def _path(data: Part) -> Iterator[str]:
    yield data["name"]
    for each in data.get("options", []):
        if each["type"] in (1, 2):
            yield from _path(each)


def _filled(data: Part) -> Part:
    fields = [_field(each) for each in data["components"]]
    return {each["custom_id"]: each.get("value", each.get("values")) for each in fields if each}


def _field(component: Part) -> Part:
    return component.get("component") or next(iter(component.get("components", [])), {})
