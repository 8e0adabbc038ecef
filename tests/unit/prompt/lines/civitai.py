"""Civitai's button that copies how an image was made, and its own generator's pictures."""

from __future__ import annotations

from tests.unit.prompt.lines.line import Line

LINES = (
    Line(
        pasted="Open space, mist, a vintage tram Negative prompt: Steps: 23, Sampler: Undefined, "
        "CFG scale: 3.5, Seed: 1760020955, Size: 832x1216, Clip skip: 2, "
        "Created Date: 2025-11-28T09:18:43.5269343Z, Civitai resources: "
        '[{"type":"checkpoint","modelVersionId":2442439,"modelName":"Z Image",'
        '"modelVersionName":"Turbo"}], Civitai metadata: {}',
        prompt="Open space, mist, a vintage tram",
        steps=23,
        guidance=3.5,
        seed=1760020955,
        size=(832, 1216),
        clip_skip=2,
    ),
    Line(
        pasted="""a dragon made of paper
Negative prompt: lowres, (text:1.2)
Steps: 30, Sampler: DPM++ 2M Karras, CFG scale: 7, Seed: 123, Size: 832x1216, Clip skip: 2, \
Model hash: 1a2b3c4d5e, Model: paper_xl, Hires upscale: 1.5, Denoising strength: 0.4, \
Lora hashes: "folds: abcdef123456", \
Civitai resources: [{"type":"checkpoint","modelVersionId":128713},\
{"type":"lora","weight":0.65,"modelVersionId":135867}]""",
        prompt="a dragon made of paper",
        negative="lowres, (text:1.2)",
        steps=30,
        samplers=("DPM++ 2M Karras",),
        guidance=7,
        seed=123,
        size=(832, 1216),
        model="paper_xl",
        clip_skip=2,
        hires="1.5x",
        strength=0.4,
    ),
    Line(
        pasted="""a beetle, macro
Negative prompt: blurry
Steps: 25, Sampler: Euler a, CFG scale: 6, Seed: 2098765432, Size: 1024x1024, Clip skip: 2, \
Created Date: 2024-09-01T1200:00.0000000Z, Civitai resources: \
[{"type":"checkpoint","modelVersionId":290640},\
{"type":"X { Strength = 0.4, TriggerWord = , Type = lora, Steps: 3 }","weight":0.4}], \
Civitai metadata: {"remixOfId":29394392,"Seed: 1":"Size: 1x1"}""",
        prompt="a beetle, macro",
        negative="blurry",
        steps=25,
        guidance=6,
        seed=2098765432,
        size=(1024, 1024),
        clip_skip=2,
    ),
    Line(
        pasted="""watercolour of a canal
Negative prompt: photo
Size: 768x1152, Seed: 56, Model: canal_v3, Steps: 40, Version: v1.6.0, Sampler: DDIM, \
CFG scale: 5, Model hash: 0f0e0d0c0b, "Hires steps": "15", Hires upscale: 2, \
Hires upscaler: 4x_NMKD-Siax_200k, ADetailer model: face_yolov8n.pt, Denoising strength: 0.25""",
        prompt="watercolour of a canal",
        negative="photo",
        steps=40,
        samplers=("DDIM",),
        guidance=5,
        seed=56,
        size=(768, 1152),
        model="canal_v3",
        hires="2x",
        strength=0.25,
    ),
    Line(
        pasted="a ferry <lora:sea_v1:0.7> at night, lights\nNegative prompt: day\nsteps: 35, "
        "CFG scale: 4.5, sampler: DPM++ 2M, seed: 31337, Size: 896x1152, clip skip: 2, "
        "baseModel: SDXL, quantity: 2, draft: false, workflow: txt2img",
        prompt="a ferry at night, lights",
        negative="day",
        steps=35,
        samplers=("DPM++ 2M", "DPM++ 2M Karras"),
        guidance=4.5,
        seed=31337,
        size=(896, 1152),
        loras=(("sea_v1", 0.7),),
        clip_skip=2,
    ),
    Line(
        pasted="""Prompt: a bench under an oak, autumn
Negative prompt: people
Steps: 30
Sampler: DPM++ SDE Karras
CFG scale: 7
Seed: 404
Size: 640x960
Model: oak_v2
Model hash: 99ffee00aa""",
        prompt="a bench under an oak, autumn",
        negative="people",
        steps=30,
        samplers=("DPM++ SDE Karras",),
        guidance=7,
        seed=404,
        size=(640, 960),
        model="oak_v2",
    ),
)
