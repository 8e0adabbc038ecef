"""Numbers as letters and digits, which is all that ids may hold. Pure."""

from __future__ import annotations

from string import ascii_letters, digits

_ALPHABET = digits + ascii_letters


def letters(number: int, length: int) -> str:
    """Return the last ``length`` digits of a number to the base 62."""
    written = ""
    for _ in range(length):
        number, digit = divmod(number, len(_ALPHABET))
        written = _ALPHABET[digit] + written
    return written


def number(written: str) -> int:
    """Return what ``letters`` has written; what it has not is taken for anything."""
    value = 0
    for char in written:
        value = value * len(_ALPHABET) + max(0, _ALPHABET.find(char))
    return value
