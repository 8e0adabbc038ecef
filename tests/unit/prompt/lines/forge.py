"""Forge, reForge and Forge Neo: as A1111, with schedules of their own and the parts of a model."""

from __future__ import annotations

from tests.unit.prompt.lines.line import Line

LINES = (
    Line(
        pasted="""a tin robot watering flowers
Steps: 20, Sampler: Euler, Schedule type: Simple, CFG scale: 1, Distilled CFG Scale: 3.5, \
Seed: 1083098466, Size: 896x1152, Model hash: 58725940e3, Model: flux1-dev-bnb-nf4-v2, \
Version: f2.0.1v1.10.1-previous-530-g8bd7e056, \
Diffusion in Low Bits: Automatic (fp16 LoRA), Module 1: ae, Module 2: clip_l, \
Module 3: t5xxl_fp8_e4m3fn""",
        prompt="a tin robot watering flowers",
        samplers=("Euler",),
        guidance=1,
        seed=1083098466,
        size=(896, 1152),
        model="flux1-dev-bnb-nf4-v2",
    ),
    Line(
        pasted="""a stone well, <lora:ivy_xl:0.7>
Negative prompt: lowres
Steps: 26, Sampler: DPM++ 2M, Schedule type: Automatic, CFG scale: 6, Seed: 5150, \
Size: 1024x1024, Model hash: aeb7e9e689, Model: juggernautXL_v9, Clip skip: 2, \
Lora hashes: "ivy_xl: 0011223344ff", Version: f0.0.17v1.8.0rc-latest-276-g29be1da7""",
        prompt="a stone well,",
        negative="lowres",
        steps=26,
        samplers=("DPM++ 2M Karras",),
        guidance=6,
        seed=5150,
        size=(1024, 1024),
        model="juggernautXL_v9",
        loras=(("ivy_xl", 0.7),),
        clip_skip=2,
    ),
    Line(
        pasted="""a glass of lemonade
Negative prompt: people
Steps: 8, Sampler: DPM++ SDE, Schedule type: SGM Uniform, CFG scale: 2, Seed: 12, \
Size: 1024x768, Model: dreamshaperXL_lightningDPMSDE, RNG: CPU, Version: f2.0.1v1.10.1""",
        prompt="a glass of lemonade",
        negative="people",
        steps=8,
        samplers=("DPM++ SDE", "DPM++ SDE Karras"),
        guidance=2,
        seed=12,
        size=(1024, 768),
        model="dreamshaperXL_lightningDPMSDE",
    ),
    Line(
        pasted="""an owl reading
Negative prompt: blurry
Steps: 30, Sampler: Euler a, Schedule type: Karras, CFG scale: 5, Shift: 3, Seed: 2718281828, \
Size: 832x1216, Model hash: e3c47aedb0, Model: animagineXL31, FreeU Stages: \
"[{\\"backbone_factor\\": 1.1, \\"skip_factor\\": 0.9}]", FreeU Schedule: "0.0, 1.0, 0.0", \
Emphasis: No norm, Version: f2.0.1v1.10.1-previous-659-gc055f2d4""",
        prompt="an owl reading",
        negative="blurry",
        steps=30,
        guidance=5,
        seed=2718281828,
        size=(832, 1216),
        model="animagineXL31",
    ),
    Line(
        pasted="""a night market, lanterns
Negative prompt: daylight
Steps: 24, Sampler: DPM++ 3M SDE, Schedule type: Exponential, CFG scale: 4.5, Seed: 9, \
Size: 768x1024, Model hash: 67ab2fd8ec, Model: ponyDiffusionV6XL, Denoising strength: 0.35, \
Hires Module 1: Use same choices, Hires CFG Scale: 4.5, Hires upscale: 1.25, Hires steps: 10, \
Hires upscaler: Latent, Version: f2.0.1""",
        prompt="a night market, lanterns",
        negative="daylight",
        steps=24,
        samplers=("DPM++ SDE Karras", "DPM++ SDE", "DPM++ 2M Karras", "DPM++ 2M"),
        guidance=4.5,
        seed=9,
        size=(768, 1024),
        model="ponyDiffusionV6XL",
        hires="1.5x",
        upscaler="Latent",
        strength=0.35,
    ),
    Line(
        pasted="""two cups on a table
Steps: 9, Sampler: Euler, Schedule type: Beta, CFG scale: 1, Shift: 3, Seed: 31, \
Size: 1024x1024, Model hash: 2407613050, Model: z_image_turbo_bf16, Version: neo-2.24, \
Module 1: ae, Module 2: qwen_3_4b""",
        prompt="two cups on a table",
        steps=9,
        samplers=("Euler",),
        guidance=1,
        seed=31,
        size=(1024, 1024),
        model="z_image_turbo_bf16",
    ),
)
