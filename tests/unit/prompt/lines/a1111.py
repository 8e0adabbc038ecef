"""AUTOMATIC1111's web UI: ``parameters`` in its PNG files, and the text below its gallery."""

from __future__ import annotations

from tests.unit.prompt.lines.line import Line

LINES = (
    Line(
        pasted="""a lighthouse at dusk, oil painting
Negative prompt: blurry, people
Steps: 28, Sampler: DPM++ 2M Karras, CFG scale: 6.5, Seed: 1234567890, Size: 512x768, \
Model hash: 6ce0161689, Model: v1-5-pruned-emaonly, Clip skip: 2, Version: v1.6.0""",
        prompt="a lighthouse at dusk, oil painting",
        negative="blurry, people",
        steps=28,
        samplers=("DPM++ 2M Karras",),
        guidance=6.5,
        seed=1234567890,
        size=(512, 768),
        model="v1-5-pruned-emaonly",
        clip_skip=2,
    ),
    Line(
        pasted="""a copper kettle <lora:brass_v2:0.8> on a stove, <lora:steam:0.35>
Negative prompt: (worst quality:1.4), text
Steps: 30, Sampler: DPM++ SDE, Schedule type: Karras, CFG scale: 7, Seed: 77, Size: 640x512, \
Model hash: 879db523c3, Model: dreamshaper_8, Denoising strength: 0.45, Hires upscale: 2, \
Hires steps: 12, Hires upscaler: R-ESRGAN 4x+ Anime6B, \
Lora hashes: "brass_v2: 3f6b0a1d2c4e, steam: 9a8b7c6d5e4f", Version: v1.10.1""",
        prompt="a copper kettle on a stove,",
        negative="(worst quality:1.4), text",
        steps=30,
        samplers=("DPM++ SDE Karras",),
        guidance=7,
        seed=77,
        size=(640, 512),
        model="dreamshaper_8",
        loras=(("brass_v2", 0.8), ("steam", 0.35)),
        hires="2x",
        upscaler="RealESRGAN_x4plus_anime_6B",
        strength=0.45,
    ),
    Line(
        pasted="""a garden {gate|wall} <lora:moss:0.6>, morning
in two lines
Negative prompt: fog
Steps: 24, Sampler: Euler a, CFG scale: 8, Seed: 3, Size: 768x512, Model: deliberate_v2, \
Template: "a garden {gate|wall} <lora:moss:0.6>, morning\\nin two lines", \
Negative Template: fog, Version: v1.5.1""",
        prompt="a garden {gate|wall}, morning in two lines",
        negative="fog",
        steps=24,
        guidance=8,
        seed=3,
        size=(768, 512),
        model="deliberate_v2",
        loras=(("moss", 0.6),),
    ),
    Line(
        pasted="""a wooden bridge over a river
Steps: 20, Sampler: UniPC, CFG scale: 7, Seed: 4294967295, Size: 512x512, Model hash: cc6cb27103, \
Model: v1-5-pruned, VAE hash: c6a580b13a, VAE: vae-ft-mse-840000-ema-pruned.safetensors, \
ControlNet 0: "Module: canny, Model: control_v11p_sd15_canny [d14c016b], Weight: 0.9, \
Resize Mode: Crop and Resize, Processor Res: 512, Size: 64x64, Steps: 99", Version: v1.7.0""",
        prompt="a wooden bridge over a river",
        samplers=("UniPC",),
        guidance=7,
        seed=4294967295,
        size=(512, 512),
        model="v1-5-pruned",
        vae="vae-ft-mse-840000-ema-pruned",
    ),
    Line(
        pasted="""portrait of an old sailor
Negative prompt: smooth skin
Steps: 35, Sampler: DPM++ 2M SDE, Schedule type: Karras, CFG scale: 5, Seed: 991, Size: 832x1216, \
Model hash: 31e35c80fc, Model: sd_xl_base_1.0, ADetailer model: face_yolov8n.pt, \
ADetailer prompt: "calm face <lora:wrinkles:0.5> --steps 90", ADetailer confidence: 0.3, \
ADetailer dilate erode: 4, ADetailer version: 24.4.2, Refiner: sd_xl_refiner_1.0 [7440042bbd], \
Refiner switch at: 0.8, Version: v1.9.4""",
        prompt="portrait of an old sailor",
        negative="smooth skin",
        steps=35,
        samplers=("DPM++ SDE Karras", "DPM++ 2M Karras"),
        guidance=5,
        seed=991,
        size=(832, 1216),
        model="sd_xl_base_1.0",
    ),
    Line(
        pasted="""snow on a roof
Negative prompt: summer
Steps: 25, Sampler: LMS, CFG scale: 9, Seed: 15, Face restoration: CodeFormer, Size: 512x512, \
Model hash: 7460a6fa, Batch size: 4, Batch pos: 2, Variation seed: 123, \
Variation seed strength: 0.1, Denoising strength: 0.75, Mask blur: 4""",
        prompt="snow on a roof",
        negative="summer",
        steps=25,
        samplers=("LMS",),
        guidance=9,
        seed=15,
        size=(512, 512),
    ),
    Line(
        pasted="""a paper boat <lora:origami:1.3> <lora:rain:-0.2>
Steps: 150, Sampler: DPM2 a Karras, CFG scale: 30, Seed: 8, Size: 512x640, Model: anything-v5, \
Tiled Diffusion: {"Method": "MultiDiffusion", "Tile tile width": 96, "Seed": 4, "Steps": 3}, \
Version: v1.10.1""",
        prompt="a paper boat",
        steps=100,
        samplers=("DPM2 a Karras",),
        guidance=30,
        seed=8,
        size=(512, 640),
        model="anything-v5",
        loras=(("origami", 1), ("rain", 0)),
    ),
    Line(
        pasted="a red tractor in a field Negative prompt: sky, clouds Steps: 22, Sampler: Heun, "
        "CFG scale: 7.5, Seed: 600, Size: 704x448, Model hash: 4199bcdd14, "
        "Model: revAnimated_v122, "
        "Hires upscale: 1.5, Hires upscaler: 4x-UltraSharp, Denoising strength: 0.3, "
        'TI hashes: "easynegative: c74b4e810b03", Version: 1.8.0',
        prompt="a red tractor in a field",
        negative="sky, clouds",
        steps=22,
        samplers=("Heun",),
        seed=600,
        size=(704, 448),
        model="revAnimated_v122",
        hires="1.5x",
        strength=0.3,
    ),
)
