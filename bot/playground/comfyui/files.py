"""The image files of a server: drawn when they are fetched, with the graph written into them."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from bot.playground.comfyui.graphs import Graph
    from bot.playground.comfyui.tasks import Task
    from bot.playground.novita.drawing.order import Order

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_AFTER_HEADER = 33
"""Bytes of a PNG's signature and first chunk."""


@dataclass(frozen=True)
class File:
    """One image file."""

    order: Order
    graph: Graph = field(repr=False)
    task: Task = field(repr=False)


class Files:
    """Files by folder (``temp``, ``output``) and name; a dictionary to take some away from."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._saved = 0
        self.by_name: dict[tuple[str, str], File] = {}

    def add(self, files: list[File], folder: str) -> list[dict[str, str]]:
        """Keep files; return what the result tells of them."""
        prefix = f"ComfyUI_temp_{''.join(self._rng.choices(LETTERS, k=5))}"
        told = list[dict[str, str]]()
        for place, file in enumerate(files, 1):
            name = f"{prefix}_{place:05}_.png"
            if folder == "output":
                self._saved += 1
                name = f"ComfyUI_{self._saved:05}_.png"
            self.by_name[folder, name] = file
            told.append({"filename": name, "subfolder": "", "type": folder})
        return told

    def forget_previews(self) -> None:
        """Delete what a restart deletes."""
        self.by_name = {key: file for key, file in self.by_name.items() if key[0] == "output"}


def with_graph(picture: bytes, graph: Graph) -> bytes:
    """Return a PNG with a graph in a text chunk, as the server writes it."""
    content = b"prompt\0" + json.dumps(graph).encode()
    checksum = zlib.crc32(b"tEXt" + content)
    chunk = struct.pack(">I", len(content)) + b"tEXt" + content + struct.pack(">I", checksum)
    return picture[:_AFTER_HEADER] + chunk + picture[_AFTER_HEADER:]
