"""What ``darkroom check`` asks: whether the server is there, and has what the graph needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.models import ModelKind
from bot.engine_errors import RejectedRequestError, UnknownModelError
from bot.engines.comfyui import replies, wire
from bot.engines.comfyui.replies import Record, record, rows, words
from bot.engines.numbers import number
from bot.engines.words import clean

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from bot.engines.comfyui.catalogue import ComfyuiCatalogue
    from bot.engines.transport import Send


class ComfyuiServer:
    """One server. Nothing here costs anything or is repeated."""

    def __init__(self, send: Send, catalogue: ComfyuiCatalogue, classes: Iterable[str]) -> None:
        """Talk through ``send``; the graph has nodes of ``classes``."""
        self._send = send
        self._catalogue = catalogue
        self._classes = sorted(set(classes))

    def questions(self) -> dict[str, Callable[[], Awaitable[str]]]:
        """Return what ``darkroom check`` asks."""
        return {
            "ComfyUI server": self._server,
            "ComfyUI nodes": self._nodes,
            "ComfyUI models": self._models,
        }

    async def _server(self) -> str:
        return describe(replies.read(await self._send(wire.stats())))

    async def _nodes(self) -> str:
        """Ask for each class of the graph: a workflow may need nodes that are not installed."""
        missing = [
            name
            for name in self._classes
            if name not in replies.read(await self._send(wire.object_info(name)))
        ]
        if missing:
            raise RejectedRequestError(f"the server is missing these nodes: {', '.join(missing)}")
        return f"all {len(self._classes)} node types are installed"

    async def _models(self) -> str:
        await self._catalogue.ask()
        names = self._catalogue.suggest(ModelKind.CHECKPOINT, "", limit=1000)
        if not names or not self._catalogue.knows(ModelKind.CHECKPOINT):
            raise UnknownModelError("the server has no checkpoint: put one into its models folder")
        return f"{len(names)} to choose from, the first is {names[0].name}"


def describe(stats: Record) -> str:
    """Return one line about a server."""
    version = clean(words(record(stats.get("system")).get("comfyui_version")))
    device = record(next(iter(rows(stats.get("devices"))), None))
    memory = number(device.get("vram_total"))
    parts = [
        f"version {version or 'unknown'}",
        clean(words(device.get("name"))),
        f"{memory / 2**30:.1f} GiB" if memory else "",
    ]
    return ", ".join(filter(None, parts))
