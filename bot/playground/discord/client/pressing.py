"""Pressing a button or picking from a menu: only what really stands on the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.acting import Deed
from bot.playground.discord.client.bodies import id_of, inside
from bot.playground.discord.client.picks import named, picked
from bot.playground.discord.client.refusing import unknown, wrong
from bot.playground.discord.component_kinds import SELECTS, Kind
from bot.playground.discord.interactions import Act
from bot.playground.discord.typed_options import resolved

if TYPE_CHECKING:
    from bot.playground.discord.client.people import Person
    from bot.playground.discord.messages import Message
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Channel
    from bot.playground.discord.registry import MessageRegistry

LIVE = SELECTS | {Kind.BUTTON}


def pressed(registry: MessageRegistry, person: Person, channel: Channel, form: Payload) -> Deed:
    """Return the deed of using a component.

    Raises:
        RefusalError: the message or the component is not there for this person (404), it is
            disabled, of another type, or what was picked is not on offer (400).

    """
    message = registry.find(id_of(form.get("message_id")))
    if message is None or message.channel_id != channel.id or not person.may_read(message):
        raise unknown("This message is not there any more.")
    data = inside(form, "data")
    component = _component(message, data)
    told = {key: component[key] for key in ("custom_id", "id")}
    told["component_type"] = component["type"]
    if component["type"] in SELECTS:
        found = picked(person, component, data.get("values"))
        told["values"] = list(found)
        if person.guild and named(found):
            told |= resolved(person.guild, channel, person.user, named(found))
    return Deed(Act.COMPONENT, told, message)


def _component(message: Message, data: Payload) -> Payload:
    wanted = data.get("custom_id")
    found = [it for it in message.walk() if it["type"] in LIVE and it.get("custom_id") == wanted]
    if not found or wanted is None:
        raise unknown("This is not on the message any more.")
    if found[0]["type"] != data.get("component_type"):
        raise wrong(f"component_type: must be {found[0]['type']}.")
    if found[0].get("disabled"):
        raise wrong("This is disabled.")
    return found[0]
