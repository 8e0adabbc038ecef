"""What a chat writes around a text that somebody quotes: code fences and block quotes. Pure."""

from __future__ import annotations

import re

from bot.prompt.clean import clean

_OPENS = re.compile(r"^```(?:[A-Za-z][\w+-]{0,15}$)?", re.MULTILINE)
_CLOSES = re.compile(r"```$", re.MULTILINE)
_CODE = re.compile(r"(`{1,2})([^`]+)\1")
_QUOTE = re.compile(r"^>(?:>>)?(?: |$)", re.MULTILINE)


def unquoted(text: str) -> str:
    """Return ``text``, which is clean, without the marks of code or of a quote around it."""
    # One line alone may be meant: nobody quotes a single line of a block.
    if "\n" in text and text.startswith((">>> ", "> ")):
        text = clean(_QUOTE.sub("", text))
    if _OPENS.search(text):
        text = clean(_CLOSES.sub("", _OPENS.sub("", text)))
    code = _CODE.fullmatch(text)
    return code[2].strip() if code else text
