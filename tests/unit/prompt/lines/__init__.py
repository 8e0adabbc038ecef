"""What eleven programs write beside an image, with prompts of our own, and what it says.

A file for each program. The right values were written down from the programs' own rules for what
they write, not from what our parser makes of it.
"""

from __future__ import annotations

from tests.unit.prompt.lines import (
    a1111,
    civitai,
    comfyui,
    draw_things,
    fooocus,
    forge,
    invokeai,
    midjourney,
    novelai,
    sd_cpp,
    sdnext,
)

PROGRAMS = {
    module.__name__.rpartition(".")[2]: module.LINES
    for module in (
        *(a1111, forge, sdnext, comfyui, invokeai, novelai),
        *(fooocus, draw_things, sd_cpp, civitai, midjourney),
    )
}
