"""Collecting what is wrong with a form, in the tree in which Discord reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.refusals import INVALID_FORM, RefusalError

if TYPE_CHECKING:
    from bot.playground.discord.payload import Payload

Path = tuple[str | int, ...]
"""Where in a form: keys and positions from its root."""

REQUIRED = "BASE_TYPE_REQUIRED"
CHOICES = "BASE_TYPE_CHOICES"
LENGTH = "BASE_TYPE_BAD_LENGTH"
RANGE = "NUMBER_TYPE_RANGE"
TYPE = "BASE_TYPE_BAD_TYPE"


class Complaints:
    """All that is wrong with one form."""

    def __init__(self) -> None:
        self._tree: Payload = {}

    def add(self, path: Path, code: str, message: str) -> None:
        """Note one fault at ``path``."""
        node = self._tree
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def settle(self) -> None:
        """Let a faultless form pass.

        Raises:
            RefusalError: 50035, with every fault noted so far.

        """
        if self._tree:
            raise RefusalError(*INVALID_FORM, errors=self._tree)

    def text(self, form: Payload, path: Path, least: int, most: int) -> None:
        """Check the length of the text that is the last step of ``path`` in ``form``.

        It may be missing when ``least`` is 0.
        """
        value = form.get(str(path[-1]))
        if value is None:
            if least:
                self.add(path, REQUIRED, "This field is required")
        elif not isinstance(value, str):
            self.add(path, TYPE, "This value must be a string")
        elif not least <= len(value) <= most:
            self.add(path, LENGTH, f"Must be between {least} and {most} in length.")

    def number(self, form: Payload, path: Path, least: float, most: float) -> None:
        """Check the bounds of an optional number, the last step of ``path`` in ``form``."""
        value = form.get(str(path[-1]))
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.add(path, TYPE, "This value must be a number")
        elif not least <= value <= most:
            self.add(path, RANGE, f"Value must be between {least} and {most}.")

    def truth(self, form: Payload, path: Path) -> None:
        """Check that an optional switch is true or false."""
        if not isinstance(form.get(str(path[-1]), False), bool):
            self.add(path, TYPE, "This value must be a boolean")
