"""What may be put into the fields of a modal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.client.picks import bounds, named, picked
from bot.playground.discord.client.refusing import wrong
from bot.playground.discord.component_kinds import IN_LABEL, SELECTS, Kind, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.discord.client.people import Person
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.typed_options import Value

LONGEST = 4000


def fields_of(modal: Payload) -> Iterator[tuple[str, Payload]]:
    """Yield each field of a modal with its label."""
    for top in modal["components"]:
        for each in walk(top):
            if each["type"] in IN_LABEL:
                yield top.get("label") or each.get("label") or each["custom_id"], each


def checked_fields(
    person: Person, modal: Payload, values: Payload
) -> tuple[Payload, dict[str, Value]]:
    """Return the values to submit by the custom_id of their field, and what was named by id.

    A field that is left out keeps what stood there.

    Raises:
        RefusalError: a field is unknown, empty though required, too short or too long, or holds
            what is not on offer.

    """
    fields = list(fields_of(modal))
    if strangers := set(values) - {each["custom_id"] for _, each in fields}:
        raise wrong(f"There is no field {min(strangers)!r}.")
    told: Payload = {}
    looked_up: dict[str, Value] = {}
    for label, field in fields:
        given = values.get(field["custom_id"], _standing(field))
        if field["type"] in SELECTS:
            found = _picked(person, label, field, given)
            told[field["custom_id"]] = list(found)
            looked_up |= named(found)
        else:
            told[field["custom_id"]] = _checked(label, field, given)
    return told, looked_up


def _standing(field: Payload) -> object:
    if field["type"] == Kind.TEXT_INPUT:
        return field.get("value") or ""
    if field["type"] == Kind.CHECKBOX:
        return bool(field.get("default"))
    chosen = [each["value"] for each in field.get("options") or [] if each.get("default")]
    if field["type"] == Kind.RADIO_GROUP:
        return chosen[0] if chosen else None
    return chosen


def _checked(label: str, field: Payload, given: object) -> object:
    match field["type"]:
        case Kind.TEXT_INPUT:
            return _text(label, field, given)
        case Kind.CHECKBOX if isinstance(given, bool):
            return given
        case Kind.RADIO_GROUP:
            return _radio(label, field, given)
        case Kind.CHECKBOX_GROUP:
            return _boxes(label, field, given)
        case Kind.FILE_UPLOAD if not given and not _is_required(field):
            return []
        case Kind.FILE_UPLOAD:
            raise wrong(f"{label}: files cannot be sent from here.")
        case _:
            raise wrong(f"{label}: must be true or false.")


def _text(label: str, field: Payload, given: object) -> str:
    least = max(field.get("min_length") or 0, int(_is_required(field)))
    most = field.get("max_length") or LONGEST
    if given == "" and not _is_required(field):
        return ""
    if not isinstance(given, str) or not least <= len(given) <= most:
        raise wrong(f"{label}: must have {least} to {most} characters.")
    return given


def _radio(label: str, field: Payload, given: object) -> object:
    if given is None and not _is_required(field):
        return None
    if given not in [each["value"] for each in field.get("options") or []]:
        raise wrong(f"{label}: pick one of those on offer.")
    return given


def _boxes(label: str, field: Payload, given: object) -> object:
    offered = [each["value"] for each in field.get("options") or []]
    least = field.get("min_values")
    least = int(_is_required(field)) if least is None else least
    most = field.get("max_values") or len(offered)
    if not isinstance(given, list) or any(given.count(it) > offered.count(it) for it in given):
        raise wrong(f"{label}: pick from those on offer.")
    if not (least <= len(given) <= most or (not given and not _is_required(field))):
        raise wrong(f"{label}: pick {least} to {most}.")
    return given


def _picked(person: Person, label: str, field: Payload, given: object) -> dict[str, Value]:
    least = 0 if not given and not _is_required(field) else bounds(field)[0]
    return picked(person, {**field, "placeholder": label, "min_values": least}, given)


def _is_required(field: Payload) -> bool:
    return field.get("required") is not False
