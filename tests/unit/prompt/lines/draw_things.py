"""Draw Things: the description in its pictures, its negative prompt on a line behind a dash."""

from __future__ import annotations

from tests.unit.prompt.lines.line import Line

LINES = (
    Line(
        pasted="""a hedgehog in leaves
-blurry, text
Steps: 20, Sampler: DPM++ 2M Karras, Guidance Scale: 5.5, Seed: 3665757974, Size: 1024x1024, \
Model: juggernaut_xl_x_q6p_q8p.ckpt, Strength: 1.0, Seed Mode: Scale Alike""",
        prompt="a hedgehog in leaves",
        negative="blurry, text",
        samplers=("DPM++ 2M Karras",),
        guidance=5.5,
        seed=3665757974,
        size=(1024, 1024),
        model="juggernaut_xl_x_q6p_q8p",
    ),
    Line(
        pasted="""a hot air balloon
-
Steps: 8, Sampler: UniPC Trailing, Guidance Scale: 1.0, Seed: 42, Size: 640x512, \
Model: z_image_turbo_1.0_q6p.ckpt, Strength: 1.0, Seed Mode: Scale Alike, Shift: 3.0""",
        prompt="a hot air balloon",
        steps=8,
        samplers=("UniPC",),
        guidance=1,
        seed=42,
        size=(640, 512),
        model="z_image_turbo_1.0_q6p",
    ),
    Line(
        pasted="""a lamp post in snow
-summer
Steps: 25, Sampler: Euler A Trailing, Guidance Scale: 7.0, Seed: 9, Size: 512x768, \
Model: sd_v1.5_f16.ckpt, Strength: 1.0, Seed Mode: Torch CPU Compatible, \
LoRA Model: snow_lora_f16.ckpt, LoRA Weight: 0.8, CLIP Skip: 2""",
        prompt="a lamp post in snow",
        negative="summer",
        steps=25,
        guidance=7,
        seed=9,
        size=(512, 768),
        model="sd_v1.5_f16",
        clip_skip=2,
    ),
    Line(
        pasted="""a map on a table
Negative prompt: hands
Steps: 12, Sampler: DPM++ SDE Karras, CFG scale: 4.0, Guidance Scale: 4.0, Seed: 7, \
Seed Mode: Scale Alike, Size: 768x768, Model: dreamshaper_v8_f16.ckpt, \
Denoising strength: 1.0, Strength: 1.0""",
        prompt="a map on a table",
        negative="hands",
        steps=12,
        samplers=("DPM++ SDE Karras",),
        guidance=4,
        seed=7,
        size=(768, 768),
        model="dreamshaper_v8_f16",
    ),
)
