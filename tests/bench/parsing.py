"""How long a prompt takes to be read, beside the standard library on the same flags."""

from __future__ import annotations

import argparse
import shlex
import timeit
from functools import partial
from typing import TYPE_CHECKING

from bot.prompt.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable

FLAGS = (
    'a cat in the rain --ar 16:9 --no "two dogs" --seed 7 --steps 30 --cfg 7.5 '
    '--sampler "Euler a" --model dreamshaper --n 4 --hires 2x --lora ink:0.7'
)
TYPES: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("ar", "no", "sampler", "model", "hires", "lora", "emb", "size"), str),
    **dict.fromkeys(("vae", "format", "hires-upscaler", "prompt"), str),
    **dict.fromkeys(("seed", "steps", "n", "clip-skip"), int),
    **dict.fromkeys(("cfg", "hires-strength"), float),
}
HOSTILE = {
    "nested brackets": "[" * 6000,
    "quotes never closed": 'a: "b --no "c ' * 430,
    "500 flags": "--steps 900 " * 500,
    "10,000 colons": ":" * 10_000,
    "10,000 keys": "a: b, " * 1700,
    "a JSON value": 'Steps: 20, Notes: [{"a": "b, Seed: 3"}, ' + '{"c": [1, 2]}, ' * 350,
    "a block in a block": "Steps: 20, Negative prompt: a, Seed: 3, " * 150,
    "right to left": "\u202eثعلب --ar 3:2 " * 350,
}
ROUNDS = 40


def parsing() -> list[str]:
    """Ours and argparse on the same flags, and each hostile text; the best of many rounds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("words", nargs="*")
    for name, kind in TYPES.items():
        parser.add_argument(f"--{name}", type=kind)
    ours, theirs = _best(partial(parse, FLAGS), lambda: parser.parse_args(shlex.split(FLAGS)))
    took = {name: _best(partial(parse, text), times=1)[0] for name, text in HOSTILE.items()}
    worst = max(took, key=lambda name: took[name])
    return [
        f"ten flags read           {ours * 1e6:.0f} µs   (argparse {theirs * 1e6:.0f} µs)",
        f"the most hostile prompt  {took[worst] * 1e3:.1f} ms: {worst}   (at most 20)",
    ]


def _best(*todo: Callable[[], object], times: int = 50) -> list[float]:
    """Return the seconds that each takes at best; they take turns, so that both meet the same."""
    best = [float("inf")] * len(todo)
    for _ in range(ROUNDS):
        for place, one in enumerate(todo):
            best[place] = min(best[place], timeit.timeit(one, number=times) / times)
    return best
