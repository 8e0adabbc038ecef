"""Midjourney: what members type there, what its messages say, and what phones make of dashes."""

from __future__ import annotations

from tests.unit.prompt.lines.line import Line

LINES = (
    Line(
        pasted="/imagine prompt: a castle on a cliff, storm --ar 16:9 --v 6.1 --stylize 250",
        prompt="a castle on a cliff, storm",
        ratio=16 / 9,
    ),
    Line(
        pasted="**a teacup full of stars --ar 3:2 --style raw --q 2** - "
        "<@100000000000000456> (fast)",
        prompt="a teacup full of stars",
        ratio=3 / 2,
    ),
    Line(
        pasted="a heron by a lake —ar 4:5 —chaos 12 —no boats, people —seed 91",
        prompt="a heron by a lake",
        negative="boats, people",
        seed=91,
        ratio=4 / 5,
    ),
    Line(
        pasted="**a velvet armchair --niji 6 --s 50 --ar 1:2** - @someone (relaxed)",
        prompt="a velvet armchair",
        ratio=1 / 2,
    ),
    Line(
        pasted="a jar of buttons --sref 1234567890 --sw 200 --cref https://example.org/a.png "
        "--cw 50 --tile --weird 300 --profile abc12de --raw",
        prompt="a jar of buttons",
    ),
    Line(
        pasted="a market at noon, wide view －－ar 21:9 －－v 7 －－iw 1.5 --repeat 2 --hd --fast",
        prompt="a market at noon, wide view",
        ratio=21 / 9,
    ),
)
