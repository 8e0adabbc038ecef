"""What a member wrote as a prompt, as options. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.prompt.around import unquoted
from bot.prompt.block import Block, Words, take_apart
from bot.prompt.clean import clean, tidy
from bot.prompt.extras import parse_embeddings, parse_loras
from bot.prompt.fold import folded_block
from bot.prompt.merge import merge
from bot.prompt.midjourney import unwrapped
from bot.prompt.notes import Notes
from bot.prompt.options import Options, Parsed
from bot.prompt.pairs import Pair
from bot.prompt.pasted import Pasted
from bot.prompt.said import LISTS, Said
from bot.prompt.scan import scan

if TYPE_CHECKING:
    from bot.domain.request import HiresScale

__all__ = ["merge", "parse", "parse_embeddings", "parse_loras"]


def parse(text: str, *, hires: HiresScale | None = None) -> Parsed:
    """Read flags, tags and a pasted parameter block out of a prompt.

    What is typed is strict: each wrong flag or tag is an obstacle. What is pasted is generous: a
    value that will not do is left out or brought to the nearest, and a note tells it. Time
    grows linearly with the text. How many LoRAs there are is for ``merge`` to count.

    Args:
        text: The prompt as it was typed or pasted, of any length.
        hires: What the slash option says: a pasted denoising strength, which an image may
            have for other reasons, is only read beside a hires fix.

    """
    reading = _Reading(text)
    return reading.parsed(is_hires=hires is not None)


def _block(text: str) -> Block:
    """Take a text apart; in whatever signs its pairs are written, if it has any."""
    plain = folded_block(text)
    if plain != text:
        block = take_apart(plain)
        if any(isinstance(part, Pair) for part in block.parts):
            return block
    return take_apart(text)


class _Reading:
    """One text, as it is read part by part."""

    def __init__(self, text: str) -> None:
        block = _block(unwrapped(unquoted(clean(text))))
        self._notes = Notes()
        self._said = Said(self._notes, is_pasted=block.is_pasted)
        self._pasted = Pasted(self._notes)
        self._words: list[str] = []
        self._negative: list[str] = []
        for part in block.parts:
            if isinstance(part, Words):
                self._take_words(part)
            else:
                self._take_pair(part)

    def _take_words(self, part: Words) -> None:
        scanned = scan(part.text)
        self._said.take(scanned.items)
        words = scanned.text.strip()
        if not part.is_negative:
            self._words.append(words)
        elif self._negative and words:
            self._notes.left_out(part.label, words)
        elif words:
            self._negative.append(words)
            self._pasted.labels["negative_prompt"] = part.label

    def _take_pair(self, pair: Pair) -> None:
        scanned = scan(pair.after if pair.is_whole else pair.value)
        self._said.take(scanned.items)
        value, words = pair.value, scanned.text
        if not pair.is_whole:
            value, words = scanned.before, scanned.text[len(scanned.before) :]
        self._words.append(words.strip())
        self._pasted.pair(pair.key, value)

    def parsed(self, *, is_hires: bool) -> Parsed:
        """Return everything together: what was typed goes before what was pasted."""
        said, pasted = self._said, self._pasted
        pasted.read(said.typed, is_hires=is_hires)
        values: dict[str, Any] = pasted.values | said.values
        size = values.pop("size", None)
        if isinstance(size, tuple):
            values["width"], values["height"] = size
        prompt = (*self._words, values.get("prompt", ""))
        values["prompt"] = tidy(" ".join(filter(None, map(str, prompt))))
        if self._negative:
            negative = (*self._negative, values.get("negative_prompt", ""))
            values["negative_prompt"] = tidy(", ".join(filter(None, map(str, negative))))
        for name in LISTS:
            values[name] = tuple(said.lists[name])
        is_pasted = said.is_pasted
        return Parsed(
            Options(**values),
            tuple(pasted.ignored),
            pasted=self._only_pasted() if is_pasted else frozenset(),
            labels=self._labels(),
            notes=self._notes.told(),
            obstacles=tuple(said.obstacles),
        )

    def _only_pasted(self) -> frozenset[str]:
        said = self._said
        names = {*self._pasted.values, *(name for name in LISTS if said.lists[name])}
        if self._negative:
            names.add("negative_prompt")
        return frozenset(names - said.typed)

    def _labels(self) -> dict[str, str]:
        labels = self._pasted.labels | self._said.labels
        if size := labels.pop("size", None):
            labels["width"] = labels["height"] = size
        return labels
