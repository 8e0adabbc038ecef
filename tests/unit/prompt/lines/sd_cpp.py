"""stable-diffusion.cpp: six decimals, samplers by their names on the command line."""

from __future__ import annotations

from tests.unit.prompt.lines.line import Line

LINES = (
    Line(
        pasted="""a sunflower field
Negative prompt: blue sky
Steps: 30, CFG scale: 5.000000, Guidance: 3.500000, Eta: 0.000000, Seed: 1375127038, \
Size: 512x512, Model: v1-5-pruned-emaonly.safetensors, RNG: cuda, Sampler: dpm++2mv2 karras, \
Version: stable-diffusion.cpp""",
        prompt="a sunflower field",
        negative="blue sky",
        steps=30,
        samplers=("DPM++ 2M Karras",),
        guidance=5,
        seed=1375127038,
        size=(512, 512),
        model="v1-5-pruned-emaonly",
    ),
    Line(
        pasted="""a goat on a rock <lora:mountains:0.9>
Steps: 20, CFG scale: 7.000000, Seed: 42, Size: 512x640, Model: dreamshaper_8.safetensors, \
RNG: std_default, Sampler: euler_a, Version: stable-diffusion.cpp""",
        prompt="a goat on a rock",
        guidance=7,
        seed=42,
        size=(512, 640),
        model="dreamshaper_8",
        loras=(("mountains", 0.9),),
    ),
    Line(
        pasted="""a sign that says hello
Steps: 4, CFG scale: 1.000000, Guidance: 3.500000, Eta: 0.000000, Seed: 88, Size: 1024x1024, \
Model: , RNG: cuda, Sampler: euler, TE: clip_l.safetensors, TE: t5xxl_fp16.safetensors, \
Unet: flux1-schnell-q4_0.gguf, VAE: ae.safetensors, Version: stable-diffusion.cpp""",
        prompt="a sign that says hello",
        steps=4,
        samplers=("Euler",),
        guidance=1,
        seed=88,
        size=(1024, 1024),
        vae="ae",
    ),
    Line(
        pasted="""a wolf, howling
Negative prompt: moon
Steps: 28, CFG scale: 4.500000, Slg scale: 2.500000, Skip layers: [7, 8, 9], \
Skip layer start: 0.010000, Skip layer end: 0.200000, Guidance: 3.500000, Eta: 0.000000, \
Seed: 1234, Size: 768x768, Model: sd3.5_medium.safetensors, RNG: cuda, Sampler: heun, \
Clip skip: 2, Version: stable-diffusion.cpp""",
        prompt="a wolf, howling",
        negative="moon",
        steps=28,
        samplers=("Heun",),
        guidance=4.5,
        seed=1234,
        size=(768, 768),
        model="sd3.5_medium",
        clip_skip=2,
    ),
    Line(
        pasted="a ladder against a tree\nSteps: 16, CFG scale: 6.000000, Seed: 7000000000, "
        "Size: 576x576, Model: tree.gguf, RNG: cuda, Sampler: dpm++2s_a, "
        "Version: stable-diffusion.cpp",
        prompt="a ladder against a tree",
        steps=16,
        samplers=("DPM++ 2S a",),
        guidance=6,
        size=(576, 576),
        model="tree",
    ),
)
