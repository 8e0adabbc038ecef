"""NovelAI's pictures, as the web UI and readers of picture files tell them."""

from __future__ import annotations

from tests.unit.prompt.lines.line import Line

LINES = (
    Line(
        pasted="""{{a kite}}, blue sky, [clouds]
Negative prompt: lowres, text
Steps: 28, Sampler: Euler a, CFG scale: 11.0, Seed: 3941837, Size: 512x768, Clip skip: 2, \
ENSD: 31337""",
        prompt="{{a kite}}, blue sky, [clouds]",
        negative="lowres, text",
        steps=28,
        guidance=11,
        seed=3941837,
        size=(512, 768),
        clip_skip=2,
    ),
    Line(
        pasted="""a teapot, 1.2::steam::, no people
Negative prompt: blurry, lowres, error
Steps: 28, Sampler: k_euler_ancestral, CFG scale: 5.0, Seed: 1847502913, Size: 832x1216, \
Clip skip: 2, ENSD: 31337""",
        prompt="a teapot, 1.2::steam::, no people",
        negative="blurry, lowres, error",
        steps=28,
        guidance=5,
        seed=1847502913,
        size=(832, 1216),
        clip_skip=2,
    ),
    Line(
        pasted="a row of houses\nNegative prompt: cars\nSteps: 23, Sampler: k_dpmpp_2m, "
        "CFG scale: 6.5, Seed: 17, Size: 1216x832, Noise schedule: karras, "
        "Prompt guidance rescale: 0, Software: NovelAI, Source: NovelAI Diffusion V4 37442FCA",
        prompt="a row of houses",
        negative="cars",
        steps=23,
        samplers=("DPM++ 2M", "DPM++ 2M Karras"),
        guidance=6.5,
        seed=17,
        size=(1216, 832),
    ),
    Line(
        pasted="""a snail on a leaf
Negative prompt: \nSteps: 50, Sampler: ddim, CFG scale: 11, Seed: 4202048888, Size: 640x640, \
Clip skip: 2, ENSD: 31337""",
        prompt="a snail on a leaf",
        steps=50,
        samplers=("DDIM",),
        guidance=11,
        seed=4202048888,
        size=(640, 640),
        clip_skip=2,
    ),
)
