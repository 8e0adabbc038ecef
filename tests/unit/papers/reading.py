"""The guides of the repository, and what stands in them as code."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
GUIDES = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").glob("*.md")),
)
SHELL = "sh"
LANGUAGES = {SHELL, "python", "text", "json", "mermaid", ""}

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_PROGRAMS = (
    r"apt|cp|darkroom|docker|git|grep|make|pip|podman|pytest|python3?|rm|uv|\.venv/bin/[\w-]+"
)
_COMMAND = re.compile(rf"(?:{_PROGRAMS}) .*")


def told() -> str:
    """Return all guides in one text."""
    return "\n".join(guide.read_text("utf-8") for guide in GUIDES)


def fences() -> list[tuple[str, str]]:
    """Return the language and the text of each block of code."""
    return [(language, text) for _, language, text in _FENCE.findall(told())]


def spans() -> list[str]:
    """Return what stands between backticks in a sentence, each on one line."""
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", _FENCE.sub("", told()))]


def commands() -> list[str]:
    """Return every command for a shell, of blocks and of sentences, each once and bare."""
    lines = [line for language, text in fences() if language == SHELL for line in text.splitlines()]
    bare = [re.sub(r"(^|\s)#.*", "", line).strip() for line in lines]
    return sorted({*filter(None, bare), *filter(_COMMAND.fullmatch, spans())})
