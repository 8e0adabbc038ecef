"""Modals with every kind of field."""

from __future__ import annotations

from tests.browser.showcase.messages import FRUIT
from tests.browser.showcase.parts import Part, option, select, text


def label(words: str, component: Part, description: str = "") -> Part:
    return {"type": 18, "label": words, "description": description, "component": component}


def typed(custom_id: str, style: int, **changes: object) -> Part:
    return {"type": 4, "custom_id": custom_id, "style": style, **changes}


def _typing() -> list[Part]:
    return [
        text("Some words **first**"),
        label("Name", typed("name", 1, min_length=2, max_length=12), "Two to twelve letters"),
        label("Story", typed("story", 2, value="Once", max_length=400, required=False)),
        label("Fruit", select(3, "fruit", "Choose", options=FRUIT)),
        {"type": 1, "components": [typed("old", 1, label="Old style", required=False)]},
    ]


def _picking() -> list[Part]:
    return [
        label("Somebody", select(5, "person", "Who", required=False)),
        label("A channel", select(8, "channel", "Where", required=False)),
        label("A role", select(6, "role", "Which", required=False)),
        label("Either", select(7, "either", "Whoever", required=False)),
        label("Fruits", select(3, "fruits", "Some", options=FRUIT[:2], min_values=0, max_values=2)),
    ]


def _ticking() -> list[Part]:
    sizes = [option("Small", "small"), option("Large", "large", description="Too large")]
    extras = [option("Milk", "milk"), option("Sugar", "sugar", default=True)]
    return [
        label("Size", {"type": 21, "custom_id": "size", "options": sizes, "required": True}),
        label(
            "Extras",
            {
                "type": 22,
                "custom_id": "extras",
                "options": extras,
                "min_values": 0,
                "max_values": 2,
                "required": False,
            },
        ),
        label("Agreed", {"type": 23, "custom_id": "agreed"}, "To what, nobody knows"),
    ]


FIELDS = {"typing": _typing, "picking": _picking, "ticking": _ticking}


def modal(kind: str) -> Part:
    """Return the modal of this kind of fields: ``typing``, ``picking`` or ``ticking``."""
    return {"custom_id": f"form:{kind}", "title": f"By {kind}", "components": FIELDS[kind]()}
