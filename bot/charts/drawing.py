"""Draws a sheet. Runs in a process of its own: Matplotlib is large, and at times slow.

Read on a phone, the picture is a third as wide as it is here: hence the large type and few ticks.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bot.charts import fonts
from bot.charts.sheet import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from bot.charts.sheet import Row, Series, Sheet

DPI = 100
WIDTH = 12.0
"""Inches, of which each is a hundred pixels."""
MARGIN = 0.4
LEFT = 1.5
"""For the numbers beside the bars."""

BARS, LINE, RANK = 4.0, 1.5, 0.84
"""How high they are."""
GAP = 0.2
HEAD, LEGEND, FOOT = 0.75, 0.65, 0.75
"""Room for a title, for the names of the layers, and for the days."""

BOX, SPACE = 0.42, 0.4
"""Of the legend: beside a box of colour, and behind what it means."""

SMALL, NORMAL, LARGE = 24, 26, 30
"""Type, in points."""

WIDEST = 0.12
"""Of the picture's width that one bar takes, however few there are."""
MOST_DAYS_NAMED = 4


@dataclass(frozen=True, slots=True)
class _Colours:
    ground: str
    text: str
    quiet: str
    grid: str
    layers: tuple[str, ...]
    line: str


_COLOURS = {
    Theme.DARK: _Colours(
        "#313338", "#f2f3f5", "#b5bac1", "#4e5058", ("#6d9df0", "#f0b132", "#9aa1ab"), "#57c2a8"
    ),
    Theme.LIGHT: _Colours(
        "#ffffff", "#1e1f22", "#4e5058", "#d4d7dc", ("#3567c9", "#c98a00", "#80848e"), "#1b8a6b"
    ),
}
"""Discord's own, and for the layers such as also the colour-blind tell apart."""


def draw(sheet: Sheet) -> bytes:
    """Return the picture as PNG."""
    with mpl.rc_context(_settings()):
        return _Drawing(sheet).made()


def _settings() -> dict[Any, Any]:
    # No file of the operator's changes what moderators see; and a model's name is no formula.
    return {
        **mpl.rcParamsDefault,
        "font.family": list(fonts.families()),
        "text.parse_math": False,
        "axes.unicode_minus": False,
    }


class _Drawing:
    """One picture, from top to bottom."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._colours = _COLOURS[sheet.theme]
        self._height = MARGIN + HEAD + LEGEND + BARS + FOOT
        if sheet.ranking:
            self._height += HEAD + RANK * len(sheet.ranking) + GAP
        self._height += (HEAD + LINE + FOOT) * len(sheet.lines)
        self._figure = Figure((WIDTH, self._height), DPI, facecolor=self._colours.ground)
        canvas = FigureCanvasAgg(self._figure)
        self._renderer = canvas.get_renderer()  # type: ignore[no-untyped-call] # Matplotlib's
        self._top = MARGIN
        """How far down the next part begins."""

    def made(self) -> bytes:
        sheet = self._sheet
        self._title(sheet.title)
        self._legend(sheet.layers)
        self._bars(self._axes(BARS), sheet.layers, self._colours.layers)
        if sheet.ranking:
            self._title(sheet.ranking_title)
            self._ranking(sheet.ranking)
        for line in sheet.lines:
            self._title(line.label)
            self._bars(self._axes(LINE), [line], [self._colours.line])
        file = io.BytesIO()
        self._figure.savefig(file, format="png")
        return file.getvalue()

    def _say(
        self, x: float, words: str, *, size: int, colour: str, ha: str = "left", down: float = 0.0
    ) -> None:
        """Write one line, ``x`` inches from the left."""
        y = 1 - (self._top + down) / self._height
        self._figure.text(x / WIDTH, y, words, size=size, color=colour, ha=ha, va="top")

    def _width(self, words: str) -> float:
        """Return how long a line of small type is, in inches."""
        line = self._figure.text(0, 0, words, size=SMALL)
        box = line.get_window_extent(self._renderer)
        line.remove()
        return float(box.width) / DPI

    def _fitted(self, words: str, room: float) -> str:
        """Return as much of a line of small type as there is room for, in inches."""
        fitting = words
        while words and self._width(fitting) > room:
            words = words[:-1]
            fitting = f"{words}…"
        return fitting

    def _title(self, words: str) -> None:
        self._say(MARGIN, words, size=LARGE, colour=self._colours.text)
        self._top += HEAD

    def _legend(self, layers: Sequence[Series]) -> None:
        x = MARGIN
        said = [f"{layer.label} {grouped(sum(layer.values))}" for layer in layers]
        if self._width("".join(said)) > WIDTH - 2 * MARGIN - len(said) * (BOX + SPACE):
            said = [f"{layer.label} {brief(sum(layer.values))}" for layer in layers]
        for words, colour in zip(said, self._colours.layers, strict=False):
            self._box(x, 0.3, 0.3, colour, down=0.03)
            self._say(x + BOX, words, size=SMALL, colour=self._colours.quiet)
            x += BOX + self._width(words) + SPACE
        self._top += LEGEND

    def _box(self, x: float, width: float, height: float, colour: str, *, down: float) -> None:
        y = 1 - (self._top + down + height) / self._height
        size = width / WIDTH, height / self._height
        self._figure.add_artist(Rectangle((x / WIDTH, y), *size, color=colour, lw=0))

    def _axes(self, height: float) -> Axes:
        """Return room for a number a day, with as few lines as it can be read by."""
        bottom = 1 - (self._top + height) / self._height
        width = (WIDTH - LEFT - MARGIN) / WIDTH
        axes = self._figure.add_axes((LEFT / WIDTH, bottom, width, height / self._height))
        colours = self._colours
        axes.set_facecolor(colours.ground)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.spines["bottom"].set_color(colours.quiet)
        axes.spines["bottom"].set_linewidth(2)
        axes.grid(axis="y", color=colours.grid, linewidth=1.5)
        axes.set_axisbelow(True)
        axes.tick_params(length=0, pad=10, labelsize=SMALL, labelcolor=colours.quiet)
        self._name_days(axes)
        self._top += height + FOOT
        return axes

    def _name_days(self, axes: Axes) -> None:
        days = self._sheet.days
        last = len(days) - 1
        steps = min(MOST_DAYS_NAMED - 1, last)
        at = sorted({round(last * step / steps) for step in range(steps + 1)}) if steps else [0]
        axes.set(xlim=(-0.5, last + 0.5), xticks=at, xticklabels=[days[day] for day in at])
        if last > MOST_DAYS_NAMED:
            # So that they end with the bars, and not beyond the picture.
            first, *_, final = axes.xaxis.get_ticklabels()
            first.set_horizontalalignment("left")
            final.set_horizontalalignment("right")

    def _bars(self, axes: Axes, layers: Sequence[Series], colours: Sequence[str]) -> None:
        below = (0.0,) * len(self._sheet.days)
        for layer, colour in zip(layers, colours, strict=False):
            below = self._layer(axes, below, layer.values, colour)
        self._scale(axes, max(below, default=0.0), whole=len(layers) > 1)

    def _layer(
        self, axes: Axes, below: tuple[float, ...], values: tuple[float, ...], colour: str
    ) -> tuple[float, ...]:
        """Draw a bar on each of those ``below``; return how high they are then."""
        above = tuple(low + value for low, value in zip(below, values, strict=True))
        half = min(0.8, WIDEST * len(values)) / 2
        bars = [
            [(day - half, low), (day - half, high), (day + half, high), (day + half, low)]
            for day, (low, high) in enumerate(zip(below, above, strict=True))
        ]
        drawn: Any = PolyCollection(bars, facecolors=colour, linewidths=0)
        axes.add_collection(drawn)
        return above

    def _scale(self, axes: Axes, most: float, *, whole: bool) -> None:
        if most <= 0:
            axes.set(yticks=[], ylim=(0, 1))
            middle = sum(axes.get_xlim()) / 2
            quiet, nothing = self._colours.quiet, self._sheet.nothing
            axes.text(middle, 0.5, nothing, size=NORMAL, color=quiet, ha="center", va="center")
            return
        axes.set(ylim=(0, most * 1.08))
        axes.yaxis.set_major_locator(MaxNLocator(3 if whole else 2, integer=whole, min_n_ticks=2))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: brief(value)))

    def _ranking(self, rows: Sequence[Row]) -> None:
        most = max(row.value for row in rows)
        wide = WIDTH - 2 * MARGIN
        colours = self._colours
        for row in rows:
            room = wide - self._width(row.said) - 0.4
            name = self._fitted(fonts.drawable(row.name), room)
            self._say(MARGIN, name, size=SMALL, colour=colours.text)
            self._say(WIDTH - MARGIN, row.said, size=SMALL, colour=colours.quiet, ha="right")
            self._box(MARGIN, wide, 0.14, colours.grid, down=0.52)
            share = row.value / most if most else 0.0
            self._box(MARGIN, wide * share, 0.14, colours.layers[0], down=0.52)
            self._top += RANK
        self._top += GAP


def grouped(value: float) -> str:
    """Return a whole number with its thousands apart, as every language reads it."""
    return f"{value:,.0f}".replace(",", "\u202f")


def brief(value: float) -> str:
    """Return a number in few characters."""
    for size, sign in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{sign}"
    return f"{value:.3g}"
