from __future__ import annotations

from typing import Any

from bot.client.written import Written, written
from tests.tables import each_row


def option(name: str, value: object, kind: int = 3) -> dict[str, Any]:
    return {"name": name, "type": kind, "value": value}


def test_of_a_command_it_is_the_prompt_and_every_other_option_as_discord_writes_them() -> None:
    given = [
        option("steps", 900, 4),
        option("prompt", "a fox"),
        {"name": "private", "type": 5, "value": True},
    ]
    told = written({"name": "imagine", "options": given})
    assert told == Written("a fox", "steps:900 private:True")


def test_a_subcommand_has_its_options_deeper() -> None:
    save = {"name": "save", "type": 1, "options": [option("prompt", "a fox")]}
    assert written({"name": "style", "options": [save]}) == Written("a fox")


def test_a_file_is_still_with_the_member() -> None:
    given = [option("prompt", "."), option("image", "123", 11)]
    assert written({"name": "imagine", "options": given}) == Written(".")


def test_of_a_modal_it_is_the_fields_in_rows_and_in_labels() -> None:
    row = {"type": 1, "components": [{"type": 4, "custom_id": "prompt", "value": "a fox"}]}
    label = {"type": 18, "component": {"type": 4, "custom_id": "negative_prompt", "value": "hands"}}
    empty = {"type": 18, "component": {"type": 4, "custom_id": "vae", "value": ""}}
    select = {"type": 18, "component": {"type": 3, "custom_id": "hires", "values": ["2x"]}}
    data = {"custom_id": "darkroom:edit:abc", "components": [row, label, empty, select]}
    assert written(data) == Written("a fox", "negative_prompt:hands hires:2x")


@each_row(
    "data",
    [
        None,
        {},
        {"custom_id": "darkroom:cancel:abc", "component_type": 2},
        {
            "name": "policy",
            "options": [{"name": "set", "type": 1, "options": [option("level", 2)]}],
        },
        {"name": "imagine", "options": [option("prompt", 7)]},
        {"name": "help", "options": None, "components": None, "component": None},
    ],
)
def test_where_nobody_wrote_a_prompt_nothing_is_lost(data: dict[str, Any] | None) -> None:
    assert written(data) is None
