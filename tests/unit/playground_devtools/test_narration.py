from __future__ import annotations

from typing import Any

from bot.playground.devtools.narration import (
    command_detail,
    command_title,
    component_title,
    words_in,
)
from tests.tables import each_row

SET: dict[str, Any] = {
    "name": "policy",
    "type": 1,
    "options": [
        {
            "name": "set",
            "type": 1,
            "options": [
                {"name": "action", "type": 3, "value": "spoiler"},
                {"name": "enabled", "type": 5, "value": False},
                {"name": "channel", "type": 7, "value": "70"},
                {"name": "user", "type": 6, "value": "80"},
            ],
        }
    ],
    "resolved": {"channels": {"70": {"name": "art"}}, "users": {"80": {"username": "mira"}}},
}


@each_row(
    "data, title",
    [
        ({"name": "imagine", "type": 1}, "/imagine"),
        (SET, "/policy set"),
        (
            {"name": "a", "options": [{"name": "b", "type": 2, "options": [SET["options"][0]]}]},
            "/a b set",
        ),
        ({"name": "Redraw this", "type": 3, "target_id": "9"}, "Redraw this"),
    ],
)
def test_a_command_is_called_as_people_write_it(data: dict[str, Any], title: str) -> None:
    assert command_title(data) == title


def test_options_are_told_with_people_and_channels_by_name() -> None:
    assert command_detail(SET) == "action: spoiler, enabled: no, channel: #art, user: @mira"


@each_row(
    "component, title",
    [
        ({"custom_id": "x", "label": "Cancel"}, "Cancel"),
        ({"custom_id": "x", "placeholder": "Which one?"}, "Which one?"),
        ({"custom_id": "x"}, "Component"),
        ({"custom_id": "y", "label": "Another"}, "Component"),
    ],
)
def test_a_component_is_called_what_stands_on_it(component: dict[str, Any], title: str) -> None:
    assert component_title("x", (component,)) == title


@each_row(
    "data, words",
    [
        (SET, ["spoiler", "70", "80"]),
        (
            {
                "components": [
                    {"type": 18, "component": {"type": 4, "custom_id": "p", "value": "a fox"}},
                    {"type": 18, "component": {"type": 3, "custom_id": "s", "values": ["a", "b"]}},
                    {"type": 1, "components": [{"type": 4, "custom_id": "q", "value": "an owl"}]},
                ]
            },
            ["a fox", "a", "b", "an owl"],
        ),
        ({"custom_id": "x"}, []),
    ],
)
def test_all_that_was_typed_or_chosen_is_found(data: dict[str, Any], words: list[str]) -> None:
    assert words_in(data).split("\n") == (words or [""])
