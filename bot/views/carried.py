"""Which components a message carries, however deep they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
