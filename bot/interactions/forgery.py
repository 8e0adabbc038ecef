"""What Discord tells of a press or a submission, and whether it was really there to be pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from discord import InteractionType

from bot.errors import RefusedError
from bot.texts.text import text
from bot.views.carried import carried, offered_by
from bot.views.component_ids import PREFIX
from bot.views.form_modal import form_of_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from discord import Interaction

    from bot.prompt.form import Form

NOT_OURS = text("refused.not_ours")
"""To whoever sends what we never offered."""


def custom_id_of(interaction: Interaction[Any]) -> str | None:
    """Return the id of the component or the modal; None for a command or an autocomplete."""
    if interaction.type not in {InteractionType.component, InteractionType.modal_submit}:
        return None
    return str(_data(interaction).get("custom_id", ""))


def is_submission(interaction: Interaction[Any]) -> bool:
    """Whether a modal was submitted, rather than a component used."""
    return interaction.type is InteractionType.modal_submit


def is_forged(interaction: Interaction[Any]) -> bool:
    """Whether its id is not one of ours, or of a component that its message does not carry.

    Of a modal the id alone can be told: it lies on no message.
    """
    acted = custom_id_of(interaction) or ""
    if not acted.startswith(PREFIX):
        return True
    if is_submission(interaction):
        return False
    # discord.py leaves the attribute out where Discord sends no components.
    components = getattr(interaction.message, "components", [])
    return (_data(interaction).get("component_type"), acted) not in set(carried(components))


def choice_of(interaction: Interaction[Any]) -> str | None:
    """Return the value that was chosen in a select; None where it is not one that this offers."""
    values: Any = _data(interaction).get("values")
    if not isinstance(values, list) or len(cast("list[object]", values)) != 1:
        return None
    components = getattr(interaction.message, "components", [])
    offered = offered_by(components, custom_id_of(interaction) or "")
    return next((value for value in offered if value == values[0]), None)


def form_of(interaction: Interaction[Any]) -> Form:
    """Return what was typed into a form.

    Raises:
        RefusedError: what was submitted is no form of ours.

    """
    fields = fields_of(interaction)
    if "prompt" not in fields:
        raise RefusedError(NOT_OURS)
    return form_of_fields(fields)


def fields_of(interaction: Interaction[Any]) -> dict[str, str]:
    """Return what was typed into the fields of a modal, by their ids."""
    return dict(_texts(_data(interaction)))


def _texts(part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if isinstance(value := part.get("value"), str):
        yield str(part.get("custom_id")), value
    for inner in (*part.get("components", ()), part.get("component")):
        if inner:
            yield from _texts(inner)


def _data(interaction: Interaction[Any]) -> Mapping[str, Any]:
    return interaction.data or {}
