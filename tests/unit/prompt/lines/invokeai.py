"""InvokeAI, whose metadata is JSON, as readers of picture files write it out in A1111's form."""

from __future__ import annotations

from tests.unit.prompt.lines.line import Line

LINES = (
    Line(
        pasted="""a blackbird on a fence
Negative prompt: cage
Steps: 30, Sampler: k_lms, CFG scale: 7.5, Seed: 2293846718, Size: 512x512, \
Model: stable-diffusion-1.5""",
        prompt="a blackbird on a fence",
        negative="cage",
        steps=30,
        samplers=("LMS",),
        seed=2293846718,
        size=(512, 512),
        model="stable-diffusion-1.5",
    ),
    Line(
        pasted="""a pear, (ripe)1.2
Negative prompt: bruise
Steps: 32, Sampler: dpmpp_2m_k, CFG scale: 5.5, Seed: 419, Size: 1024x768, \
Model hash: blake3:0a1b2c3d4e5f, Model: juggernaut-xl-v9, CFG Rescale Multiplier: 0, \
Rand device: cpu, VAE: sdxl-vae-fp16-fix, App version: 5.4.2""",
        prompt="a pear, (ripe)1.2",
        negative="bruise",
        steps=32,
        samplers=("DPM++ 2M Karras", "DPM++ 2M"),
        guidance=5.5,
        seed=419,
        size=(1024, 768),
        model="juggernaut-xl-v9",
        vae="sdxl-vae-fp16-fix",
    ),
    Line(
        pasted="a tent in the desert Negative prompt: camels Steps: 25, Sampler: euler_a, "
        "CFG scale: 7, Seed: 100, Size: 768x512, Model: main/sd-1/dreamshaper_8.safetensors",
        prompt="a tent in the desert",
        negative="camels",
        steps=25,
        guidance=7,
        seed=100,
        size=(768, 512),
        model="dreamshaper_8",
    ),
    Line(
        pasted="""a clock without hands
Negative prompt: \nSteps: 20, Sampler: unipc, CFG scale: 6, Seed: 31415, Size: 640x640, \
Model: sd-1-5, Strength: 0.75, Generation mode: txt2img""",
        prompt="a clock without hands",
        samplers=("UniPC",),
        guidance=6,
        seed=31415,
        size=(640, 640),
        model="sd-1-5",
    ),
)
