"""What a pasted block says and an engine cannot use: left out, or brought to the nearest. Pure.

Names of models are not: what an engine lacks of those is refused, with the names that it has.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.domain import samplers, upscalers
from bot.domain.choices import HiresScale, HiresUpscaler
from bot.domain.kinds import Choice, Factor, Number, Whole, Words
from bot.domain.options import BY_NAME, OPTIONS
from bot.domain.ranges import RANDOM_SEED, SIZE, Bound
from bot.prompt.clean import tidy
from bot.prompt.labels import label
from bot.prompt.mentions import whole_until
from bot.prompt.notes import Notes
from bot.prompt.options import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.domain.capabilities import Capabilities
    from bot.domain.options import Option
    from bot.prompt.options import Options
    from bot.texts.text import Text

_NAMED = frozenset({"model", "loras", "embeddings", "vae"})


def fit(options: Options, pasted: Iterable[str], capabilities: Capabilities) -> Options:
    """Bring those options of ``pasted`` that are said to what an engine says it takes."""
    said = frozenset(pasted)
    for row in OPTIONS:
        value = _value(options, row.name) if row.name in said else None
        if value is None or row.name == "prompt":
            continue
        nearest = _nearest(row, value, capabilities) if capabilities.takes(row.name) else None
        if nearest is None:
            options = without(options, {row.name, *_beside(row.name) & said})
        elif nearest != value:
            options = _with(options, row.name, nearest)
    if said & {"size", *SIDES}:
        options = _within(options, capabilities.bounds.get("width", SIZE))
    return options


def give_way(options: Options, option: str, pasted: frozenset[str]) -> Options | None:
    """Return the options with one changed that an engine refused: a step nearer, or left out.

    None where it is not pasted, names a model, or is left out already.
    """
    value = _value(options, option) if option in pasted and option not in _NAMED else None
    if value is None:
        return None
    for nearer in _nearer(option, value):
        return _with(options, option, nearer)
    return without(options, {option, *_beside(option) & pasted})


def without(options: Options, names: Iterable[str]) -> Options:
    """Return the options with some of them unsaid; what has no place there is not said anyway."""
    for name in names:
        if hasattr(options, name):
            is_list = isinstance(getattr(options, name), tuple)
            options = _with(options, name, () if is_list else None)
    return options


def _with(options: Options, name: str, value: Any) -> Options:  # noqa: ANN401 - of its type
    """Return the options with one of them said otherwise."""
    return replace(options, **{name: value})


def changes(before: Options, after: Options, labels: Mapping[str, str]) -> tuple[Text, ...]:
    """Return in a few words what became of each option, the size aside."""
    if before == after:
        return ()
    notes = Notes()
    for row in OPTIONS:
        was, now = _value(before, row.name), _value(after, row.name)
        is_default = now is None and was == row.default
        if was != now and not is_default and not _goes_without_saying(row, now, after):
            _note(notes, row, was, now, label(row.name, labels))
    return notes.told()


def _goes_without_saying(row: Option, now: object, after: Options) -> bool:
    """Whether a change is told otherwise, or is only of how a name is spelled."""
    is_spelled = row.name in _NAMED and now is not None
    return row.name in SIDES or is_spelled or bool(row.beside and not _value(after, row.beside))


def _note(notes: Notes, row: Option, was: object, now: object, option: str) -> None:
    if row.name == "seed":
        notes.random(option, _written(was))
    elif now is None:
        notes.left_out(option, _written(was))
    elif isinstance(row.kind, Words):
        notes.cut(option, len(str(now)))
    else:
        notes.changed(option, _written(was), _written(now))


def _value(options: Options, option: str) -> Any:  # noqa: ANN401 - of the option's own type
    """Return what is said for an option; None is nothing, and so is what sides say."""
    if option == "size" or not hasattr(options, option):
        return None
    value = getattr(options, option)
    return None if value == () else value


def _beside(option: str) -> set[str]:
    """Return what means nothing without an option."""
    return {row.name for row in OPTIONS if row.beside == option}


def _nearest(row: Option, value: Any, capabilities: Capabilities) -> Any:  # noqa: ANN401
    """Return the value that an engine takes for another; None where none is near."""
    match row.kind:
        case Whole(bound=bound) | Number(bound=bound) if row.name not in SIDES:
            return _inside(row.name, value, (bound, capabilities.bounds.get(row.name, bound)))
        case Choice(values=values) | Factor(values=values):
            taken = capabilities.values(row.name, tuple(values))
            return value if str(value) in taken else _relative(row, value, taken)
        case Words(length=length):
            return _cut(value, int(length.high))
        case _:
            return value


def _inside(option: str, value: float, bounds: Iterable[Bound]) -> float:
    for bound in bounds:
        if value not in bound:
            if option == "seed":
                return RANDOM_SEED
            # Ends of what takes whole numbers are whole.
            end = bound.high if value > bound.high else bound.low
            value = type(value)(end)
    return value


def _relative(row: Option, value: Any, taken: tuple[str, ...]) -> Any:  # noqa: ANN401
    if row.name == "sampler":
        return samplers.nearest(value, "", taken)
    if row.name == "hires_upscaler":
        return upscalers.nearest(value, [HiresUpscaler(upscaler) for upscaler in taken])
    if isinstance(row.kind, Factor):
        scales = [HiresScale(scale) for scale in taken]
        return min(scales, key=lambda scale: abs(scale.factor - value.factor), default=None)
    return None


def _nearer(option: str, value: Any) -> Iterator[Any]:  # noqa: ANN401 - see ``_value``
    """Yield what may be taken instead of a value, the nearest first."""
    if option == "hires":
        scales = [scale for scale in HiresScale if scale.factor < value.factor]
        yield from sorted(scales, key=lambda scale: scale.factor, reverse=True)
    elif isinstance(value, float) and isinstance(BY_NAME[option].kind, Number):
        shorter = (round(value, decimals) for decimals in (2, 1))
        yield from (number for number in shorter if number != value)


def _within(options: Options, bound: Bound) -> Options:
    """Bring both sides inside, and keep their shape as far as that goes."""
    if options.sides is None:
        return options
    scale = min(1.0, bound.high / max(options.sides))
    width, height = (round(max(bound.low, side * scale)) for side in options.sides)
    return replace(options, width=width, height=height)


def _cut(words: str, most: int) -> str:
    """Return the start of a text, up to its last comma that leaves most of it."""
    tidied = tidy(words)
    if len(tidied) <= most:
        return words
    start = tidied[: most + 1]
    ends = (start.rfind(end) for end in (",", " "))
    end = next((at for at in ends if at > most // 2), most)
    return tidied[: whole_until(tidied, end)].rstrip(", ")


def _written(value: Any) -> str:  # noqa: ANN401 - see ``_value``
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, tuple):
        return ", ".join(str(getattr(entry, "name", entry)) for entry in value)
    return str(value)
