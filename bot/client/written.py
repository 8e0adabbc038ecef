"""What a member wrote in a command or a modal, read from what Discord sent. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROMPT = "prompt"
"""The option, or the custom id of the field, that holds what is hard to write anew."""

ATTACHMENT = 11
"""The type of an option whose value is only a number; the member still has the file."""


@dataclass(frozen=True, slots=True)
class Written:
    """What would be lost if it were not given back."""

    prompt: str
    options: str = ""
    """Everything beside it, as Discord writes it where commands are typed: ``name:value``."""


def written(data: Mapping[str, Any] | None) -> Written | None:
    """Return what stands in ``interaction.data``; None where nobody wrote a prompt."""
    values = dict(_values(data or {}))
    prompt = values.pop(PROMPT, None)
    if not isinstance(prompt, str):
        return None
    return Written(prompt, " ".join(f"{name}:{value}" for name, value in values.items()))


def _values(part: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield every option, and every field of a modal, that has a value, however deep it lies."""
    name, value = part.get("name") or part.get("custom_id"), part.get("value")
    if chosen := part.get("values"):
        value = ",".join(map(str, chosen))
    if value not in (None, "") and part.get("type") != ATTACHMENT:
        yield str(name), value
    inside = (part.get("options") or (), part.get("components") or (), (part.get("component"),))
    for each in filter(None, chain(*inside)):
        yield from _values(each)
