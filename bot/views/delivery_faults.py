"""What it means when Discord does not take an edit. Pure."""

from __future__ import annotations

import re

import discord

from bot.errors import DeliveryError, FilesRefusedError, MessageGoneError

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK = 10003, 10004, 10008, 10015
TOO_MANY_FILES, EXPLICIT_CONTENT, BODY_TOO_LARGE = 30015, 20009, 40005
MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013
DEAD_TOKEN, INVALID_FORM, FILE_TOO_LARGE, INVALID_ASSET = 50027, 50035, 50045, 50046
THREAD_ARCHIVED = 50083

_GONE = {
    UNKNOWN_CHANNEL,
    UNKNOWN_GUILD,
    UNKNOWN_MESSAGE,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    THREAD_ARCHIVED,
}
_FILES = {TOO_MANY_FILES, EXPLICIT_CONTENT, BODY_TOO_LARGE, FILE_TOO_LARGE, INVALID_ASSET}
_PASSING = {408, 429}
"""Of the answers below 500, those that the same edit may not get again."""
_ABOUT_FILES = re.compile(r"attachment|files|media", re.IGNORECASE)


class DeadTokenError(DeliveryError):
    """The interaction's token no longer works; the channel's route may."""


def fault(error: Exception, *, has_files: bool) -> DeliveryError:
    """Name what discord.py raised for an edit.

    Args:
        error: Whatever it was.
        has_files: Whether the edit carried files, which may be what is refused.

    """
    if not isinstance(error, discord.HTTPException):
        return DeliveryError(f"no answer: {type(error).__name__}")
    said = f"{error.status}, code {error.code}"
    if error.status == 401 or error.code in (DEAD_TOKEN, UNKNOWN_WEBHOOK):
        return DeadTokenError(f"dead token: {said}")
    if has_files and _refuses_files(error):
        return FilesRefusedError(f"files refused: {said}")
    if error.code in _GONE:
        return MessageGoneError(f"message gone: {said}")
    if error.status in _PASSING or error.status >= 500:
        return DeliveryError(f"not taken: {said}")
    return (FilesRefusedError if has_files else MessageGoneError)(f"refused for good: {said}")


def _refuses_files(error: discord.HTTPException) -> bool:
    if error.status == 413 or error.code in _FILES or error.code == MISSING_PERMISSIONS:
        return True
    return error.code == INVALID_FORM and bool(_ABOUT_FILES.search(error.text))
