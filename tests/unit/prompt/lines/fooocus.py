"""Fooocus with its A1111 scheme: the prompt once more, quoted, and LoRAs beside their weights."""

from __future__ import annotations

from tests.unit.prompt.lines.line import Line

LINES = (
    Line(
        pasted="""a cottage in a wood, cinematic still, emotional, harmonious
Negative prompt: anime, cartoon, graphic
Steps: 30, Sampler: DPM++ 2M SDE Karras, Seed: 4589834534214423, Size: 1152x896, CFG scale: 4, \
Sharpness: 2, ADM Guidance: "(1.5, 0.8, 0.3)", Model: juggernautXL_v8Rundiffusion, \
Model hash: aeb7e9e689, Performance: Quality, Scheduler: karras, VAE: Default (model), \
Raw prompt: a cottage in a wood, Raw negative prompt: , \
Lora hashes: "sd_xl_offset_example-lora_1.0: 4852686128", \
Lora weights: "sd_xl_offset_example-lora_1.0: 0.1", Version: Fooocus v2.5.5""",
        prompt="a cottage in a wood, cinematic still, emotional, harmonious",
        negative="anime, cartoon, graphic",
        steps=30,
        samplers=("DPM++ SDE Karras", "DPM++ 2M Karras"),
        guidance=4,
        size=(1152, 896),
        model="juggernautXL_v8Rundiffusion",
    ),
    Line(
        pasted="""a violin, on a chair
Negative prompt: people
Steps: 60, Sampler: DPM++ 2M SDE Karras, Seed: 77, Size: 896x1152, CFG scale: 7.0, \
Sharpness: 10.0, ADM Guidance: "(1.5, 0.8, 0.3)", Model: sd_xl_base_1.0, \
Model hash: 31e35c80fc, Performance: Quality, Scheduler: karras, VAE: sdxl_vae, \
Raw prompt: "a violin, on a chair", Raw negative prompt: "people\\nSteps: 3", \
Refiner: sd_xl_refiner_1.0, Refiner hash: 7440042bbd, Adaptive CFG: 7, \
Refiner Swap Method: joint, Version: Fooocus v2.4.3, User: someone""",
        prompt="a violin, on a chair",
        negative="people",
        steps=60,
        samplers=("DPM++ SDE Karras", "DPM++ 2M Karras"),
        guidance=7,
        seed=77,
        size=(896, 1152),
        model="sd_xl_base_1.0",
        vae="sdxl_vae",
    ),
    Line(
        pasted="""a bowl of cherries
Steps: 8, Sampler: LCM, Seed: 5, Size: 1024x1024, CFG scale: 1.0, Sharpness: 0.0, \
ADM Guidance: "(1.0, 1.0, 0.0)", Model: realisticStockPhoto_v20, Model hash: f99f3dec38, \
Performance: Extreme Speed, Scheduler: lcm, VAE: Default (model), \
Raw prompt: a bowl of cherries, Raw negative prompt: , \
Lora hashes: "sdxl_lcm_lora: 3d18b05e4f", Lora weights: "sdxl_lcm_lora: 1.0", \
Version: Fooocus v2.5.0""",
        prompt="a bowl of cherries",
        steps=8,
        samplers=("Euler a", "LMS", "Euler"),
        guidance=1,
        seed=5,
        size=(1024, 1024),
        model="realisticStockPhoto_v20",
    ),
    Line(
        pasted="""a lantern, fog
Negative prompt: bright
Steps: 30, Sampler: Euler a, Seed: 821, Size: 704x1408, CFG scale: 3.0, Sharpness: 2.0, \
ADM Guidance: "(1.5, 0.8, 0.3)", Model: animaPencilXL_v500, Model hash: 896faa18cd, \
Performance: Speed, Scheduler: normal, VAE: Default (model), Raw prompt: "a lantern, fog", \
Raw negative prompt: bright, FreeU: "(1.01, 1.02, 0.99, 0.95)", Version: Fooocus v2.5.5""",
        prompt="a lantern, fog",
        negative="bright",
        steps=30,
        guidance=3,
        seed=821,
        size=(704, 1408),
        model="animaPencilXL_v500",
    ),
    Line(
        pasted="""three apples, still life
Negative prompt: plate
Steps: 30, Sampler: DPM++ 2M SDE Karras, Seed: 8911, Size: 1216x832, CFG scale: 4.0, \
Sharpness: 2.0, ADM Guidance: "(1.5, 0.8, 0.3)", Model: juggernautXL_v8Rundiffusion, \
Model hash: aeb7e9e689, Performance: Speed, Scheduler: karras, VAE: Default (model), \
Raw prompt: "three apples, still life\\nSize: 64x64, Seed: 1", Raw negative prompt: plate, \
Version: Fooocus v2.5.5""",
        prompt="three apples, still life",
        negative="plate",
        steps=30,
        samplers=("DPM++ SDE Karras", "DPM++ 2M Karras"),
        guidance=4,
        seed=8911,
        size=(1216, 832),
        model="juggernautXL_v8Rundiffusion",
    ),
)
