"""The keys of a pasted block, and what their values look like. Pure."""

from __future__ import annotations

import re

from bot.domain.kinds import Words
from bot.domain.options import BY_NAME, OPTIONS

KEYS = {row.key: row.name for row in OPTIONS if row.key and not isinstance(row.kind, Words)}
"""Key to option, as they are written."""

NEGATIVE = BY_NAME["negative_prompt"].key

SCHEDULE = "schedule"
RESIZE = "resize"
"""These stand for no option alone: one joins the sampler, the other says a scale by the size."""

_ALSO = {
    "Sampling steps": "steps",
    "CFG": "guidance",
    "Guidance scale": "guidance",
    "Sampler name": "sampler",
    "Sampling method": "sampler",
    "Schedule type": SCHEDULE,
    "Scheduler": SCHEDULE,
    "Resolution": "size",
    "Width": "width",
    "Height": "height",
    "Hires scale": "hires",
    "Hires resize": RESIZE,
}
"""How other programs than the first web UI name the same."""

# What programs write and we have no use for. It tells a block from the words of a prompt.
_FOREIGN = (
    r"ADetailer [\w. ]{1,30}|ControlNet[ -]?\d[\w ]{0,30}|Civitai [a-z]+|Created Date|Version|App"
    r"|Hires [\w. ]{1,30}|(?:Model|VAE|Refiner|Hypernet|LoRA|TI) hash(?:es)?|Lora weights|RNG|ENSD"
    r"|Eta|NGMS|Variation seed(?: strength)?|Seed (?:resize from|mode)|Face restoration|Emphasis"
    r"|Refiner(?: switch at)?|Mask blur|Batch (?:size|pos)|Backend|Pipeline|Parser|Operations"
    r"|Token merging ratio(?: hr)?|Distilled CFG scale|Module \d|Tiling|Pad conds|Guidance"
    r"|Beta schedule [a-z]+|Downcast alphas_cumprod|Sharpness|Performance|ADM guidance|Styles"
    r"|Dynamic thresholding [a-z]+|Strength"
)

_BETWEEN = re.compile(r"[\s_-]+")

KEY = r"[A-Za-z][\w /.-]{0,39}"
"""Any key, known or not."""


def folded(key: str) -> str:
    """Return a key without case and without what stands between its words."""
    return _BETWEEN.sub("", key.casefold())


_MEANT = {folded(key): option for key, option in (KEYS | _ALSO).items()}

TEMPLATES = frozenset({"template", "negativetemplate"})
"""Folded: what a prompt was drawn from, words up to the end of the line whatever they are."""


def meant(key: str) -> str | None:
    """Return the option that a key says, ``SCHEDULE`` or ``RESIZE``, or None."""
    return _MEANT.get(folded(key))


def _spelled(key: str) -> str:
    return "[ _-]?".join(map(re.escape, key.split()))


OURS = rf"(?i:{'|'.join(map(_spelled, (*KEYS, *_ALSO)))})"
"""A key that we read."""
KNOWN = rf"(?:{OURS}|(?i:{_FOREIGN}))"
"""A key that tells a block: one of ours, or one that programs write."""

_LOOKS_AT = 20
"""Colons: where there are more, everything is looked at closely."""

_WHOLE, _NUMBER = r"-?\d+(?:\.0+)?", r"\d*\.?\d+x?"
_SAMPLERS = (
    "euler|dpm|ddim|ddpm|plms|pndm|lms|heun|uni_?pc|lcm|tcd|restart|deis|ipndm|res_|undefined|kdpm"
)
_SCHEDULES = "automatic|karras|(?:poly)?exponential|sgm|simple|normal|beta|ddim|uniform|turbo|kl"
_LOOKS = {
    "steps": _WHOLE,
    "seed": _WHOLE,
    "clip_skip": _WHOLE,
    "width": _WHOLE,
    "height": _WHOLE,
    "guidance": _NUMBER,
    "hires": _NUMBER,
    "hires_strength": _NUMBER,
    "size": r"\d{2,5} ?[x×*] ?\d{2,5}|\(\d{2,5}, ?\d{2,5}\)",
    RESIZE: r"\d{2,5}x\d{2,5}",
    "sampler": rf"(?:k_)?(?:{_SAMPLERS})[^,:\n]{{0,40}}",
    SCHEDULE: rf"(?:{_SCHEDULES})[^,:\n]{{0,20}}",
}
_AFTER = rf"(?=\s*+(?:[,\n]|\.?\Z)|\s+(?:--|[—–]|<|{OURS}:))"
_SURE = {
    option: re.compile(rf"(?:{look}|[\"“”„](?:{look})[\"“”]){_AFTER}", re.IGNORECASE)
    for option, look in _LOOKS.items()
}
_ALONE = re.compile(
    r"(?i:(?:lora|ti) hashes):\s*\"?[^,:\"\n]{1,80}: ?[0-9a-f]{4,64}"
    r"|(?i:model hash):\s*[0-9a-f]{8,64}(?=[,\s]|\Z)|(?i:civitai [a-z]+):\s*[\[{]"
)


_LAST_WORDS = frozenset(key.split()[-1].casefold() for key in (*KEYS, *_ALSO)) | {
    *("skip", "hash", "hashes", "resources", "metadata", "prompt", "clipskip", "cfgscale"),
}


def may_hold_keys(text: str) -> bool:
    """Whether anything in ``text`` could be a key of ours or a label; mostly nothing is."""
    at, looks = text.find(":"), 0
    while at >= 0:
        looks += 1
        words = text[max(0, at - 20) : at].replace("_", " ").split()
        if looks > _LOOKS_AT or (words and words[-1].casefold() in _LAST_WORDS):
            return True
        at = text.find(":", at + 1)
    return False


def is_sure(key: str, text: str, at: int) -> bool:
    """Whether the value at ``at`` is one that this key has: words of a prompt are not."""
    look = _SURE.get(meant(key) or "")
    return look is not None and look.match(text, at) is not None


def is_sure_alone(text: str, at: int) -> bool:
    """Whether a pair at ``at`` belongs to a block even where no other follows."""
    return _ALONE.match(text, at) is not None
