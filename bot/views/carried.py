"""Which components a message carries, however deep they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def carried(components: Iterable[object]) -> Iterator[tuple[int, str]]:
    """Yield the type and the custom id of every component that has one.

    Args:
        components: ``discord.Message.components``.

    """
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if custom_id is not None:
            yield int(getattr(component, "type").value), str(custom_id)  # noqa: B009 - any of a dozen classes
        yield from carried(getattr(component, "children", ()))
        accessory = getattr(component, "accessory", None)
        if accessory is not None:
            yield from carried([accessory])


def offered_by(components: Iterable[object], custom_id: str) -> Iterator[str]:
    """Yield the values that a select of a message offers.

    Args:
        components: ``discord.Message.components``.
        custom_id: Of the select.

    """
    for component in components:
        if getattr(component, "custom_id", None) == custom_id:
            yield from (str(option.value) for option in getattr(component, "options", ()))
        yield from offered_by(getattr(component, "children", ()), custom_id)


def carried_raw(components: object) -> Iterator[str]:
    """Yield the custom id of every component of a message as JSON, whatever its shape.

    Args:
        components: ``message["components"]``.

    """
    if isinstance(components, list):
        for component in cast("list[object]", components):
            yield from carried_raw(component)
    elif isinstance(components, dict):
        component = cast("dict[str, object]", components)
        custom_id = component.get("custom_id")
        if isinstance(custom_id, str):
            yield custom_id
        yield from carried_raw(component.get("components"))
        yield from carried_raw(component.get("accessory"))
