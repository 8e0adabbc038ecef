"""SD.Next: A1111's keys in an order of its own, with pipelines and operations."""

from __future__ import annotations

from tests.unit.prompt.lines.line import Line

LINES = (
    Line(
        pasted="""photo of a blue bicycle
Negative prompt: cropped, jpeg artifacts, ((out of frame))
Steps: 25, Seed: 189922362, Sampler: DPM++ 2M, CFG scale: 6, Size: 512x512, \
Parser: Full parser, Model: realistic_vision_5_1, Model hash: 15012c538f, Backend: Diffusers, \
App: SD.Next, Version: 84f9caa, Operations: txt2img; face, Face restoration: Face HiRes, \
Sampler options: karras/sde-dpmsolver++/order 2/low order, Pipeline: StableDiffusionPipeline""",
        prompt="photo of a blue bicycle",
        negative="cropped, jpeg artifacts, ((out of frame))",
        steps=25,
        samplers=("DPM++ 2M", "DPM++ 2M Karras"),
        guidance=6,
        seed=189922362,
        size=(512, 512),
        model="realistic_vision_5_1",
    ),
    Line(
        pasted="""ink drawing of a crane, <lora:sumi_xl:3.0>
Negative prompt: colour
Steps: 20, Size: 1312x1408, Seed: 1561296656, CFG scale: 6, CFG rescale: 0.7, \
Model: hassakuXLIllustrious_v21fix, Model hash: 847403d47a, App: SD.Next, Version: 8b73cb6, \
Pipeline: StableDiffusionXLPipeline, Operations: txt2img, LoRA networks: sumi_xl""",
        prompt="ink drawing of a crane,",
        negative="colour",
        guidance=6,
        seed=1561296656,
        size=(1312, 1408),
        model="hassakuXLIllustrious_v21fix",
        loras=(("sumi_xl", 1),),
    ),
    Line(
        pasted="""a harbour in the morning
Negative prompt: night
Steps: 10, Size: 256x256, Sampler: DPM++ SDE, Scheduler: Foo, Seed: 666, CFG scale: 15.7, \
CFG end: 0.3, App: SD.Next, Parser: a1111, Model: sdxl_harbour_v20, Model hash: 335da0800c""",
        prompt="a harbour in the morning",
        negative="night",
        steps=10,
        samplers=("DPM++ SDE", "DPM++ SDE Karras"),
        guidance=15.7,
        seed=666,
        size=(256, 256),
        model="sdxl_harbour_v20",
    ),
    Line(
        pasted="""a chess board, close
Steps: 30, Size: 1024x1024, Sampler: Default, Seed: 55, CFG scale: 4, CFG true: 1, \
Batch: 4x1, Model: FLUX.1-dev, App: SD.Next, Version: 06d4c5c, Parser: native, \
Pipeline: FluxPipeline, Operations: txt2img""",
        prompt="a chess board, close",
        steps=30,
        guidance=4,
        seed=55,
        size=(1024, 1024),
        model="FLUX.1-dev",
    ),
    Line(
        pasted="""a fox asleep
Negative prompt: awake
Steps: 18, Seed: 4000000001, Sampler: Euler a, CFG scale: 7, Size: 576x832, Clip skip: 1, \
VAE: Automatic, Model: dreamshaper_8, Model hash: 879db523c3, Hires resize: 1152x1664, \
Hires upscaler: ESRGAN 4x Valar, Hires steps: 8, Denoising strength: 0.4, Styles: "soft, warm", \
App: SD.Next, Operations: txt2img; upscale; hires""",
        prompt="a fox asleep",
        negative="awake",
        steps=18,
        guidance=7,
        seed=4000000001,
        size=(576, 832),
        clip_skip=1,
        # What it is resized to is exactly twice the size.
        hires="2x",
        strength=0.4,
        model="dreamshaper_8",
    ),
)
