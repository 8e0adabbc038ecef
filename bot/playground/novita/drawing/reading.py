"""What a prompt asks to see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.novita.drawing.palettes import TINTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.novita.drawing.dice import Dice

HOURS: Mapping[str, str] = {
    "space": "space galaxy nebula cosmos cosmic planet universe astronaut aurora",
    "night": "night midnight moon moonlit moonlight stars starry star dark neon cyberpunk owl",
    "storm": "storm stormy thunder lightning rain rainy overcast grey gray gloomy",
    "sunset": "sunset dusk evening golden autumn fall fire lava volcano warm",
    "dawn": "dawn sunrise morning misty mist fog foggy pastel spring sakura cherry",
    "day": "day noon sunny summer bright daylight beach",
}
LANDS: Mapping[str, str] = {
    "mountains": "mountain mountains peak peaks alps alpine fjord volcano cliff valley hike",
    "sea": "sea ocean lake water river harbor harbour bay coast island wave waves beach boat "
    "ship sailing lighthouse fjord whale swimsuit bikini pirate shore",
    "city": "city town street skyline skyscraper building buildings urban tokyo york london "
    "cyberpunk neon downtown metropolis rooftop",
    "forest": "forest woods wood jungle pine pines tree trees trail fox wolf deer owl bear",
    "desert": "desert dune dunes sand sahara canyon mars camel pyramid",
    "snow": "snow snowy winter ice frozen arctic polar christmas penguin",
    "meadow": "meadow field fields grass hill hills flower flowers garden park farm dog puppy "
    "tulip poppy sunflower village cottage sakura cherry",
}
SUBJECTS: Mapping[str, str] = {
    "dog": "dog dogs puppy corgi shiba hound retriever",
    "cat": "cat cats kitten kitty",
    "fox": "fox foxes",
    "wolf": "wolf wolves",
    "bear": "bear bears panda teddy",
    "owl": "owl owls",
    "rabbit": "rabbit bunny hare",
    "person": "girl 1girl woman lady man boy 1boy person portrait face queen king princess "
    "wizard witch model people elf knight sexy nude swimsuit bikini",
    "robot": "robot android mech cyborg",
    "lighthouse": "lighthouse beacon",
    "castle": "castle fortress palace kingdom",
    "house": "house cottage cabin hut home farm village barn",
    "boat": "boat ship sailboat sailing yacht pirate",
    "balloon": "balloon balloons",
    "rocket": "rocket spaceship shuttle",
    "whale": "whale dolphin",
    "tree": "oak sakura cherry willow maple bonsai",
    "flower": "rose tulip sunflower poppy lotus daisy",
}
SKY_THINGS: Mapping[str, str] = {
    "moon": "moon moonlit moonlight crescent",
    "sun": "sun sunny sunset sunrise sunlight",
    "stars": "stars starry star galaxy night milky",
    "clouds": "cloud clouds cloudy sky",
    "birds": "bird birds seagull seagulls raven crow",
    "aurora": "aurora northern borealis",
    "rain": "rain rainy storm stormy",
    "snowfall": "snow snowy snowing winter christmas blizzard",
    "fog": "fog foggy mist misty haze",
    "planet": "planet saturn space cosmos galaxy",
}
# Hours that a prompt without any may get, the likelier the oftener.
USUAL_HOURS = ("day", "sunset", "sunset", "dawn", "night")


@dataclass(frozen=True, slots=True)
class Scene:
    """A prompt as something to draw; lands from far to near."""

    hour: str
    lands: tuple[str, ...]
    subjects: tuple[str, ...]
    sky_things: frozenset[str]
    tints: tuple[str, ...]


def read(prompt: str, dice: Dice) -> Scene:
    """Return the scene that the prompt's words ask for; chance fills in what they leave open."""
    words = set(re.findall(r"[a-z0-9]+", prompt.lower()))
    rng = dice.stream("scene")
    chance_hour, chance_land = rng.choice(USUAL_HOURS), rng.choice(("mountains", "meadow", "sea"))
    hours, lands = _found(words, HOURS), _found(words, LANDS)
    if "clear" in words and "rain" not in words:
        hours = tuple(hour for hour in hours if hour != "storm")
    hour = hours[0] if hours else chance_hour
    return Scene(
        hour=hour,
        lands=_with_foreground(lands, chance_land),
        subjects=_found(words, SUBJECTS)[:2],
        sky_things=frozenset(_found(words, SKY_THINGS)),
        tints=tuple(tint for tint in TINTS if tint in words),
    )


def _found(words: set[str], table: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name, triggers in table.items() if words & set(triggers.split()))


def _with_foreground(lands: tuple[str, ...], chance_land: str) -> tuple[str, ...]:
    """Put something before mountains that stand alone, as before nothing at all."""
    if lands and lands != ("mountains",):
        return lands
    return ("mountains", "sea" if chance_land == "mountains" else chance_land)
