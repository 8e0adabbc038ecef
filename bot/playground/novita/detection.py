"""The stand-in's opinion of a prompt, in place of a look at the image."""

from __future__ import annotations

import re
from hashlib import sha256

# What each level adds to those below it, as words.
LEVEL_WORDS = (
    frozenset({"nsfw", "nude", "nudity", "naked", "explicit", "porn", "hentai"}),
    frozenset({"sexy", "topless", "lewd", "kiss", "kissing", "erotic"}),
    frozenset({"swimsuit", "swimwear", "bikini", "underwear", "lingerie"}),
)


def is_hot(prompt: str, level: int) -> bool:
    """Return whether the prompt asks for what ``level`` detects."""
    words = set(re.findall(r"[a-z]+", prompt.lower()))
    return any(words & added for added in LEVEL_WORDS[: level + 1])


def confidence(prompt: str, seed: int, index: int, *, count: int, level: int) -> float:
    """Return the confidence for one image: 93 to 95, or at most 20.

    Of a batch of several one image is confident; which one, prompt and seed decide.
    """
    digest = sha256(f"{prompt}\0{seed}".encode()).digest()
    chosen = digest[0] % count
    noise = sha256(digest + bytes([index])).digest()
    share = int.from_bytes(noise[:4], "big") / 2**32
    if is_hot(prompt, level) and index == chosen:
        return round(93 + 2 * share, 4)
    return round(20 * share, 4)
