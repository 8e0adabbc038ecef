"""How many pastes of other programs are taken with the right values: nearly all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import RefusedError
from bot.prompt.parse import parse
from tests.tables import each_row
from tests.unit.prompt.lines import PROGRAMS

if TYPE_CHECKING:
    from bot.prompt.options import Options
    from tests.unit.prompt.lines.line import Line

ALL = [(program, line) for program, lines in PROGRAMS.items() for line in lines]
COUNT, ENOUGH = 60, 55
NEAR = 0.04
"""How far a shape may be from what was asked for, since sizes go in steps."""


def test_enough_are_taken_with_the_right_values() -> None:
    misses = [
        f"{program}: {line.prompt[:30]}: {'; '.join(wrong)}"
        for program, line in ALL
        if (wrong := differences(line, line.pasted))
    ]
    assert len(ALL) == COUNT
    assert COUNT - len(misses) >= ENOUGH, "\n".join(misses)


def test_line_ends_may_have_become_spaces() -> None:
    told = [(line, " ".join(line.pasted.split("\n"))) for _, line in ALL]
    # A key that stands alone on its line, or a dash in front of one, means nothing elsewhere.
    lost = [line.prompt for line, pasted in told if differences(line, pasted)]
    known = [line.prompt for _, line in ALL if differences(line, line.pasted)]
    assert len(set(lost) - set(known)) <= COUNT - ENOUGH, lost


@each_row("program", PROGRAMS)
def test_a_table_says_each_prompt_once(program: str) -> None:
    prompts = [line.prompt for line in PROGRAMS[program]]
    assert len(prompts) == len(set(prompts))


def differences(line: Line, pasted: str) -> list[str]:
    """Return in words what is not right of a paste."""
    try:
        parsed = parse(pasted)
    except RefusedError as error:
        return [f"refused: {error}"]
    if parsed.obstacles:
        return [f"refused: {' '.join(map(str, parsed.obstacles))}"]
    read = _read(parsed.options)
    return [
        f"{name} {read[name]!r} instead of {right!r}"
        for name, right in _right(line).items()
        if not _is_right(name, read[name], right)
    ]


def _read(options: Options) -> dict[str, object]:
    """Return what was read, with the defaults of what was not said."""
    hires = options.hires
    return {
        "prompt": " ".join((options.prompt or "").split()),
        "negative": " ".join((options.negative_prompt or "").split()),
        "steps": 20 if options.steps is None else options.steps,
        "sampler": options.sampler or "Euler a",
        "guidance": 7.5 if options.guidance is None else options.guidance,
        "seed": -1 if options.seed is None else options.seed,
        "size": (options.width, options.height),
        "ratio": _ratio(options),
        "model": _bare(options.model),
        "loras": tuple((_bare(lora.name), lora.strength) for lora in options.loras),
        "clip_skip": options.clip_skip,
        "hires": hires.value if hires else "",
        "upscaler": options.hires_upscaler.value if options.hires_upscaler else "",
        "strength": options.hires_strength,
        "vae": _bare(options.vae),
        "images": options.images or 1,
    }


def _right(line: Line) -> dict[str, object]:
    """Return what a line says of those things that can be compared."""
    right: dict[str, object] = {
        "prompt": line.prompt,
        "negative": line.negative,
        "steps": line.steps,
        "sampler": line.samplers,
        "guidance": line.guidance,
        "seed": line.seed,
        "model": line.model,
        "loras": line.loras,
        "clip_skip": line.clip_skip,
        "hires": line.hires,
        "vae": line.vae,
        "images": line.images,
    }
    if line.ratio is None:
        right["size"] = line.size or (None, None)
    else:
        right["ratio"] = line.ratio
    if line.upscaler:
        right["upscaler"] = line.upscaler
    if line.strength is not None:
        right["strength"] = line.strength
    return right


def _is_right(name: str, read: object, right: object) -> bool:
    match name, read, right:
        case "prompt", str(), str():
            # A tag that was taken out may leave a comma in front of it, or take it along.
            return read.rstrip(" ,") == right.rstrip(" ,")
        case "sampler", str(), tuple():
            return read in right
        case "ratio", float(), float():
            return abs(read / right - 1) <= NEAR
        case _:
            return read == right


def _ratio(options: Options) -> float | None:
    if options.width and options.height:
        return options.width / options.height
    if options.aspect:
        across, down = map(float, options.aspect.split(":"))
        return across / down
    return None


def _bare(name: str | None) -> str:
    """Return a name without folder and extension, however it was read."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    for extension in (".safetensors", ".ckpt", ".gguf", ".pt"):
        last = last.removesuffix(extension)
    return last
