"""What is said of a member's data that was deleted, and of what stays for now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.privacy import Erased
    from bot.texts.text import Text


def erased_words(gone: Erased) -> tuple[Text, ...]:
    """Say what was deleted, and what was not, and why."""
    return tuple(_words(gone))


def _words(gone: Erased) -> Iterator[Text]:
    yield text("privacy.deleted", count=gone.jobs)
    if gone.under_way:
        yield text("privacy.deleted.under_way", count=gone.under_way)
    if gone.in_cases:
        yield text("privacy.deleted.in_cases", count=gone.in_cases)
    yield text("privacy.deleted.stays")
