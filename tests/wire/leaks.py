"""Every byte that the bot sent to Discord, searched for pictures that are not to be seen."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from tests.wire.audience import is_for_moderators
from tests.wire.likeness import Face
from tests.wire.withheld import bare, taken_back, withheld

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.playground.discord import DiscordStandIn
    from bot.playground.discord.request_log import LoggedRequest
    from tests.wire.made import StandIn
    from tests.wire.withheld import Withheld

ARCHIVE = b"PK\x03\x04"


async def nothing_leaked(
    discord: DiscordStandIn, engines: Sequence[StandIn], database: Path
) -> None:
    """Check that no member was sent anything of an image that was never to be shown.

    What was shown once and taken back later may be elsewhere, but not in its message.
    """
    found = await leaks(discord, engines, database)
    found += await left_standing(discord, engines, database)
    assert not found, "\n".join(found)


async def leaks(discord: DiscordStandIn, engines: Sequence[StandIn], database: Path) -> list[str]:
    """Return what was sent, of which image, and how it was found."""
    secrets = await withheld(engines, database)
    if not secrets:
        return []
    links = [*_links(discord, secrets)]
    return [
        f"{secret.about} leaks as {how}: {told.method} {told.path}"
        for told in discord.requests.all
        for secret, how in _in_request(discord, told, secrets, links)
    ]


async def left_standing(
    discord: DiscordStandIn, engines: Sequence[StandIn], database: Path
) -> list[str]:
    """Return which messages still have the file of what was taken back from them."""
    gone = [
        (message, secret)
        for message_id, secret in await taken_back(engines, database)
        if (message := discord.registry.find(message_id)) is not None
    ]
    return [
        f"{secret.about} still stands in message {message.id}"
        for message, secret in gone
        if any(bare(each.data) == secret.bare for each in message.now.attachments)
    ]


def _links(
    discord: DiscordStandIn, secrets: Sequence[Withheld]
) -> Iterator[tuple[Withheld, bytes]]:
    """Yield what links to files hold which moderators alone may see."""
    for message in discord.registry.everything():
        for each in {it for version in message.versions for it in version.attachments}:
            left = bare(each.data)
            yield from ((it, f"/{each.id}/".encode()) for it in secrets if it.bare == left)


def _in_request(
    discord: DiscordStandIn,
    told: LoggedRequest,
    secrets: Sequence[Withheld],
    links: Sequence[tuple[Withheld, bytes]],
) -> Iterator[tuple[Withheld, str]]:
    said = json.dumps([told.path, told.reason, told.files, told.payload], default=str)
    words = said.encode()
    yield from _in_words(words, secrets)
    linked = [(secret, "a link to its card's file") for secret, link in links if link in words]
    if (linked or told.contents) and not is_for_moderators(discord, told, said):
        yield from linked
        for file in told.contents:
            yield from _in_file(file, secrets)


def _in_words(said: bytes, secrets: Sequence[Withheld]) -> Iterator[tuple[Withheld, str]]:
    for secret in secrets:
        for words, what in secret.words.items():
            if words in said:
                yield secret, what


def _in_file(file: bytes, secrets: Sequence[Withheld]) -> Iterator[tuple[Withheld, str]]:
    if file.startswith(ARCHIVE):
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            for name in archive.namelist():
                yield from _in_file(archive.read(name), secrets)
        return
    yield from _in_words(file, secrets)
    left = bare(file)
    face = _face(file)
    for secret in secrets:
        if left == secret.bare or secret.file in file:
            yield secret, "its file"
        elif secret.face is None:
            continue
        elif secret.piece in file:
            yield secret, "a piece of its file"
        elif face is not None and face.tells(secret.face):
            yield secret, "its pixels"


def _face(file: bytes) -> Face | None:
    try:
        return Face(file)
    except OSError:  # no picture
        return None
