"""What it means when Discord does not take an edit. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.delivery.exchange import Answer
from bot.errors import (
    DeliveryError,
    FilesRefusedError,
    MessageGoneError,
    OutOfReachError,
    ThreadClosedError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK = 10003, 10004, 10008, 10015
MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013
DEAD_TOKEN, THREAD_ARCHIVED = 50027, 50083
OPENED_TOO_FAST = 40003

_GONE = {UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE}
_BARRED = {MISSING_ACCESS, MISSING_PERMISSIONS}
_PASSING = {408, 429}
"""Of the answers below 500, those that the same edit may not get again."""

REST = 60.0
"""Seconds without new direct messages after too many, where Discord names none."""


class DeadTokenError(DeliveryError):
    """The interaction's token no longer works; the channel's route may."""


def no_answer(error: Exception) -> DeliveryError:
    """Name an edit that no answer came to: unless it was never sent, it may still be taken."""
    was_sent = not isinstance(error, aiohttp.ClientConnectorError)
    return DeliveryError(f"no answer: {type(error).__name__}", may_land=was_sent)


def fault(answer: Answer, *, has_files: bool, in_locked_thread: bool = False) -> DeliveryError:
    """Name what an answer to an edit means that is not a success.

    Args:
        answer: What came back. An answer that Discord's API did not write (an edge's or a
            proxy's page) says nothing about the message: it passes, and the edit may still land.
        has_files: Whether the edit carried files, which may be what is refused.
        in_locked_thread: Whether it is that which takes our permissions for now.

    """
    said = f"{answer.status}, code {answer.code}"
    if answer.code == OPENED_TOO_FAST:
        return DeliveryError(f"too fast: {said}", retry_after=answer.retry_after or REST)
    if has_files and answer.status == 413:
        return FilesRefusedError(f"files refused: {said}")
    if answer.status in _PASSING or answer.status >= 500 or not answer.is_discords:
        # Only who counts calls refuses without passing one on.
        may_land = answer.status != 429
        return DeliveryError(
            f"not taken: {said}", may_land=may_land, retry_after=answer.retry_after
        )
    if in_locked_thread and answer.code == MISSING_PERMISSIONS:
        return ThreadClosedError(f"the thread is locked: {said}")
    kind = _kind(answer, has_files=has_files)
    return kind(f"refused: {said}")


def raised_fault(error: Exception) -> DeliveryError:
    """Name what discord.py raised for a question about messages."""
    if not isinstance(error, discord.HTTPException):
        return no_answer(error)
    # discord.py keeps no body, but 0 for the code of an answer that had none.
    body: Mapping[str, object] | None = {"code": error.code} if error.code else None
    return fault(Answer(error.status, body), has_files=False)


def _kind(answer: Answer, *, has_files: bool) -> type[DeliveryError]:
    """Return what a refusal by Discord's API means; with files, it is taken to be of these."""
    if answer.status == 401 or answer.code in (DEAD_TOKEN, UNKNOWN_WEBHOOK):
        return DeadTokenError
    if answer.code == THREAD_ARCHIVED:
        return ThreadClosedError
    if answer.code in _BARRED and not (has_files and answer.code == MISSING_PERMISSIONS):
        return OutOfReachError
    if answer.code in _GONE:
        return MessageGoneError
    return FilesRefusedError if has_files else MessageGoneError
