from __future__ import annotations

import discord
import pytest

from bot.errors import RefusedError
from bot.interactions.permissions import check_permissions, missing_permissions
from bot.texts.say import say
from tests.tables import each_row

ALL = discord.Permissions.all()


@pytest.mark.parametrize("is_thread", [False, True])
def test_with_all_permissions_nothing_is_missing(is_thread: bool) -> None:
    assert missing_permissions(ALL, is_thread=is_thread) == []
    check_permissions(ALL, is_thread=is_thread)


@each_row(
    "denied, is_thread, missing",
    [
        ("view_channel", False, ["View Channel"]),
        ("embed_links", False, ["Embed Links"]),
        ("attach_files", True, ["Attach Files"]),
        ("send_messages", False, ["Send Messages"]),
        ("send_messages", True, []),
        ("send_messages_in_threads", True, ["Send Messages in Threads"]),
        ("send_messages_in_threads", False, []),
    ],
)
def test_what_is_missing_is_named(denied: str, is_thread: bool, missing: list[str]) -> None:
    allowed = discord.Permissions.all()
    allowed.update(**{denied: False})
    lacking = missing_permissions(allowed, is_thread=is_thread)
    assert [say(each) for each in lacking] == missing


def test_a_refusal_names_all_that_is_to_be_allowed() -> None:
    with pytest.raises(RefusedError, match="View Channel, Embed Links, Attach Files, Send Mess"):
        check_permissions(discord.Permissions.none(), is_thread=False)
