"""What is told of a prompt that was read in part."""

from __future__ import annotations

from bot.prompt.notes import Notes, joined
from bot.texts.say import say


def test_what_two_readers_left_out_is_told_once_and_last() -> None:
    first, second = Notes(), Notes()
    first.left_out("--v", "6")
    first.changed("Steps", "150", "100")
    second.left_out("VAE", "sharp")
    second.left_out("--v", "6")
    second.random("Seed", "9" * 99)
    told = [say(note) for note in joined([*first.told(), *second.told()])]
    assert told == ["Steps 150 → 100", f"Seed {'9' * 59}… → random", "left out: --v 6, VAE sharp"]


def test_no_notes_are_no_notes() -> None:
    assert joined([]) == ()
