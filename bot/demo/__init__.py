"""``darkroom demo``: the real bot between a Discord and an engine of its own."""

from bot.demo.playing import DemoOptions, demo

__all__ = ["DemoOptions", "demo"]
