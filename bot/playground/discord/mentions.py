"""Whom a message notifies: the words that could, and what ``allowed_mentions`` lets through.

Source: https://docs.discord.com/developers/resources/message (allowed mentions object)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.playground.discord.complaints import Complaints

if TYPE_CHECKING:
    from bot.playground.discord.payload import Payload

USERS = frozenset({"users"})
"""What notifies by default on webhooks and interactions."""
ALL = frozenset({"users", "roles", "everyone"})
"""What notifies by default on a bot's own messages."""
MENTION = re.compile(r"@(?P<everyone>everyone|here)|<@!?(?P<users>\d+)>|<@&(?P<roles>\d+)>")


def pinged(allowed: Payload | None, words: str, by_default: frozenset[str]) -> frozenset[str]:
    """Return whom these words notify: ``everyone``, ``here``, or ids of users and roles.

    Raises:
        RefusalError: ``allowed`` contradicts itself or names an unknown kind.

    """
    if allowed is None:
        allowed = {"parse": list(by_default)}
    _check(allowed)
    kinds = set(allowed.get("parse") or [])
    named = {str(each) for key in ("users", "roles") for each in allowed.get(key) or []}
    found = set()
    for mention in MENTION.finditer(words):
        target = str(mention[mention.lastgroup or 0])
        if mention.lastgroup in kinds or target in named:
            found.add(target)
    return frozenset(found)


def _check(allowed: Payload) -> None:
    complaints = Complaints()
    kinds = set(allowed.get("parse") or [])
    if kinds - ALL:
        message = "Value must be one of {'everyone', 'users', 'roles'}."
        complaints.add(("allowed_mentions", "parse"), "BASE_TYPE_CHOICES", message)
    for key in ("users", "roles"):
        if key in kinds and allowed.get(key):
            message = f"parse:['{key}'] and {key}: [ids...] are mutually exclusive."
            complaints.add(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE", message)
    complaints.settle()
