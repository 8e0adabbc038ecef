"""The limits of embeds, the older way to show things.

Source: https://docs.discord.com/developers/resources/message
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.discord.complaints import Complaints
    from bot.playground.discord.payload import Payload

MOST_CHARACTERS = 6000


def check_embeds(complaints: Complaints, embeds: tuple[Payload, ...]) -> None:
    """Note what is wrong with a message's embeds."""
    if len(embeds) > 10:
        complaints.add(("embeds",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    for at, embed in enumerate(embeds):
        complaints.text(embed, ("embeds", at, "title"), 0, 256)
        complaints.text(embed, ("embeds", at, "description"), 0, 4096)
        fields = embed.get("fields") or []
        if len(fields) > 25:
            complaints.add(("embeds", at, "fields"), "BASE_TYPE_MAX_LENGTH", "25 or fewer.")
        for n, field in enumerate(fields):
            complaints.text(field, ("embeds", at, "fields", n, "name"), 1, 256)
            complaints.text(field, ("embeds", at, "fields", n, "value"), 1, 1024)
    if sum(map(_size, embeds)) > MOST_CHARACTERS:
        message = f"Embed size exceeds maximum size of {MOST_CHARACTERS}"
        complaints.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", message)


def _size(embed: Payload) -> int:
    parts = [embed, embed.get("footer") or {}, embed.get("author") or {}]
    words = [part.get(key) for part in parts for key in ("title", "description", "text")]
    fields = [field.get(key) for field in embed.get("fields") or [] for key in ("name", "value")]
    names = [part.get("name") for part in parts[1:]]
    return sum(len(each) for each in (*words, *fields, *names) if isinstance(each, str))
