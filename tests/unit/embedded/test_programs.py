"""What each program writes is read as what it means, by the parser of pasted prompts."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

import pytest

from bot.domain.request import GenerationRequest, Hires, HiresScale, HiresUpscaler, Lora
from bot.embedded.found import Found
from bot.embedded.reading import read
from bot.prompt.build import build
from bot.prompt.parse import parse
from bot.prompt.render import as_block
from tests.tables import each_row
from tests.unit.embedded.files import (
    BLOCK,
    chunk,
    jpeg,
    jpeg_with_exif,
    png,
    png_holding,
    png_with,
    user_comment,
    webp,
    xmp,
)
from tests.unit.embedded.graphs import usual

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.prompt.options import Options

FOX = {
    "prompt": "a red fox",
    "negative_prompt": "blur",
    "steps": 28,
    "guidance": 6.5,
    "seed": 42,
    "width": 512,
    "height": 768,
}

INVOKEAI = {
    "app_version": "4.2.0",
    "generation_mode": "txt2img",
    "positive_prompt": "a red fox",
    "negative_prompt": "blur",
    "width": 512,
    "height": 768,
    "seed": 42,
    "rand_device": "cpu",
    "cfg_scale": 6.5,
    "steps": 28,
    "scheduler": "euler",
    "clip_skip": 1,
    "model": {"key": "k", "hash": "blake3:1", "name": "dreamshaper 8", "base": "sd-1"},
    "loras": [{"model": {"name": "ink"}, "weight": 0.7}],
}
INVOKEAI_OLDER = INVOKEAI | {
    "model": {"model_name": "dreamshaper 8", "base_model": "sd-1"},
    "loras": [{"lora": {"model_name": "ink"}, "weight": 0.7}],
}
SD_METADATA = {
    "model": "stable diffusion",
    "model_weights": "dreamshaper 8",
    "app_version": "2.3.0",
    "image": {
        "prompt": [{"prompt": "a red fox [blur]", "weight": 1.0}],
        "steps": 28,
        "cfg_scale": 6.5,
        "seed": 42,
        "width": 512,
        "height": 768,
        "sampler": "euler",
        "type": "txt2img",
    },
}
DREAM = '"a red fox [blur]" -s 28 -S 42 -W 512 -H 768 -C 6.5 -A euler'
NOVELAI = {
    "prompt": "a red fox",
    "steps": 28,
    "height": 768,
    "width": 512,
    "scale": 6.5,
    "uncond_scale": 0.0,
    "seed": 42,
    "n_samples": 1,
    "noise_schedule": "native",
    "sampler": "euler",
    "uc": "blur",
}
NOVELAI_1 = {name: value for name, value in NOVELAI.items() if name != "prompt"}
NOVELAI_4 = {name: value for name, value in NOVELAI.items() if name != "uc"} | {
    "v4_prompt": {"caption": {"base_caption": "a red fox", "char_captions": []}},
    "v4_negative_prompt": {"caption": {"base_caption": "blur", "char_captions": []}},
}
FOOOCUS = {
    "prompt": "a red fox",
    "negative_prompt": "blur",
    "prompt_expansion": "",
    "styles": "['Fooocus V2']",
    "performance": "Speed",
    "steps": 28,
    "resolution": "(512, 768)",
    "guidance_scale": 6.5,
    "sharpness": 2.0,
    "base_model": "dreamshaper 8",
    "refiner_model": "None",
    "sampler": "euler",
    "scheduler": "karras",
    "seed": "42",
    "vae": "Default (model)",
    "loras": [["ink", 0.7, "8d6c"]],
    "metadata_scheme": "fooocus",
    "version": "Fooocus v2.5.0",
}
FOOOCUS_OLDER = {name: value for name, value in FOOOCUS.items() if name != "loras"} | {
    "resolution": "512x768",
    "lora_combined_1": "ink : 0.7",
}
SWARMUI = {
    "sui_image_params": {
        "prompt": "a red fox",
        "negativeprompt": "blur",
        "model": "dreamshaper 8",
        "seed": 42,
        "steps": 28,
        "cfgscale": 6.5,
        "width": 512,
        "height": 768,
        "sampler": "euler",
    }
}
DRAW_THINGS = {
    "c": "a red fox",
    "uc": "blur",
    "steps": 28,
    "scale": 6.5,
    "seed": 42,
    "size": "512x768",
    "sampler": "Euler",
    "model": "dreamshaper 8",
}
BY_XMP = xmp(f"<exif:UserComment><rdf:Alt><rdf:li>{json.dumps(DRAW_THINGS)}</rdf:li></rdf:Alt>")
BY_XMP = BY_XMP.replace("</rdf:Description>", "</exif:UserComment></rdf:Description>")


def options_in(data: bytes) -> Options:
    found = read(data)
    assert isinstance(found, Found), found
    return parse(found.text).options


def said(data: bytes, names: Iterable[str]) -> dict[str, object]:
    options = options_in(data)
    return {name: getattr(options, name) for name in names}


PNGS = {
    "a web UI": png_with(parameters=BLOCK.replace(", ink <lora:ink:0.7>", "")),
    "InvokeAI": png_holding(invokeai_metadata=INVOKEAI),
    "InvokeAI 3": png_holding(invokeai_metadata=INVOKEAI_OLDER),
    "InvokeAI 2": png_holding(sd_metadata=SD_METADATA),
    "InvokeAI 1": png_with(Dream=DREAM),
    "NovelAI": png_with(Software="NovelAI", Description="a red fox", Comment=json.dumps(NOVELAI_1)),
    "NovelAI 3": png_with(Software="NovelAI", Comment=json.dumps(NOVELAI)),
    "NovelAI 4": png_with(Software="NovelAI", Comment=json.dumps(NOVELAI_4)),
    "Fooocus": png_with(fooocus_scheme="fooocus", parameters=json.dumps(FOOOCUS)),
    "Fooocus 2.1": png_with(fooocus_scheme="fooocus", parameters=json.dumps(FOOOCUS_OLDER)),
    "SwarmUI": png_holding(parameters=SWARMUI),
    "Draw Things": png_with(**{"XML:com.adobe.xmp": BY_XMP}),
}


@each_row("program", PNGS)
def test_what_a_program_writes_into_a_png_is_read(program: str) -> None:
    assert said(PNGS[program], FOX) == FOX


@each_row("program", [it for it in PNGS if it not in {"a web UI", "InvokeAI 2"}])
def test_the_program_is_named(program: str) -> None:
    found = read(PNGS[program])
    assert isinstance(found, Found)
    assert found.program
    assert program.startswith(found.program)


@each_row("program", [it for it in PNGS if it != "a web UI" and not it.startswith("NovelAI")])
def test_the_model_is_named_where_the_program_tells_one(program: str) -> None:
    expected = None if program == "InvokeAI 1" else "dreamshaper 8"
    assert options_in(PNGS[program]).model == expected


@each_row("program", ["InvokeAI", "InvokeAI 3", "Fooocus", "Fooocus 2.1"])
def test_loras_keep_their_strength(program: str) -> None:
    assert options_in(PNGS[program]).loras == (Lora("ink", 0.7),)


def test_invokeai_counts_what_is_skipped() -> None:
    assert options_in(PNGS["InvokeAI"]).clip_skip == 2


def test_characters_of_novelai_are_words_of_the_prompt() -> None:
    caption = {"base_caption": "a harbour", "char_captions": [{"char_caption": "a sailor"}]}
    comment = NOVELAI_4 | {"v4_prompt": {"caption": caption}}
    assert options_in(png_holding(Comment=comment)).prompt == "a harbour, a sailor"


def test_a_web_uis_text_stays_as_it_is() -> None:
    assert read(png_with(parameters=BLOCK)) == Found(BLOCK, "")


def test_what_darkroom_writes_is_read() -> None:
    request = GenerationRequest(
        prompt="a red fox, 狐",
        negative_prompt="blur",
        model="dreamshaper_8",
        width=512,
        height=768,
        steps=28,
        loras=(Lora("ink", 0.7),),
        hires=Hires(HiresScale.X2, HiresUpscaler.LATENT, 0.4),
    )
    options = options_in(png_with(parameters=as_block(request)))
    assert build(options, default_model="", native_side=512) == request


COMMENT_UTF_16 = BLOCK.replace("fox", "狐").encode("utf-16-be")
OTHERS = {
    "a JPEG, UNICODE": jpeg_with_exif(user_comment(b"UNICODE\0" + COMMENT_UTF_16)),
    "a JPEG, UNICODE in the other order": jpeg_with_exif(
        user_comment(b"UNICODE\0" + BLOCK.replace("fox", "狐").encode("utf-16-le"))
    ),
    "a JPEG, UNICODE, little": jpeg_with_exif(
        user_comment(b"UNICODE\0" + COMMENT_UTF_16, little=True)
    ),
    "a JPEG, UNICODE with a mark": jpeg_with_exif(
        user_comment(b"UNICODE\0" + BLOCK.replace("fox", "狐").encode("utf-16"))
    ),
    "a JPEG, ASCII": jpeg_with_exif(
        user_comment(b"ASCII\0\0\0" + BLOCK.replace("fox", "狐").encode(), little=True)
    ),
    "a JPEG's comment": jpeg((0xFE, BLOCK.replace("fox", "狐").encode())),
    "a JPEG's XMP": jpeg(
        (
            0xE1,
            b"http://ns.adobe.com/xap/1.0/\0"
            + xmp(
                "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>"
                + BLOCK.replace("fox", "狐").replace("<", "&lt;").replace(">", "&gt;")
                + "</rdf:li></rdf:Alt></dc:description>"
            ).encode(),
        )
    ),
    "a WebP": webp((b"EXIF", user_comment(b"UNICODE\0" + COMMENT_UTF_16))),
    "a WebP, as in a JPEG": webp(
        (b"EXIF", b"Exif\0\0" + user_comment(b"UNICODE\0" + COMMENT_UTF_16))
    ),
    "a WebP's XMP": webp(
        (
            b"XMP ",
            xmp(
                "<dc:description>"
                + BLOCK.replace("fox", "狐").replace("<", "&lt;").replace(">", "&gt;")
                + "</dc:description>"
            ).encode(),
        )
    ),
    "a PNG's Exif": png(chunk(b"eXIf", user_comment(b"UNICODE\0" + COMMENT_UTF_16))),
    "a PNG's text in UTF-8": png_with(parameters=BLOCK.replace("fox", "狐")),
    "a PNG's text in UTF-8 that says Latin-1": png(
        chunk(b"tEXt", b"parameters\0" + BLOCK.replace("fox", "狐").encode())
    ),
    "a PNG's packed text": png(
        chunk(b"zTXt", b"parameters\0\0" + zlib.compress(BLOCK.replace("fox", "狐").encode()))
    ),
    "a PNG's packed text in UTF-8": png(
        chunk(
            b"iTXt",
            b"parameters\0\1\0en\0Parameters\0"
            + zlib.compress(BLOCK.replace("fox", "狐").encode()),
        )
    ),
}


@each_row("where", OTHERS)
def test_a_text_is_found_wherever_programs_keep_it(where: str) -> None:
    found = read(OTHERS[where])
    assert isinstance(found, Found)
    assert found.text == BLOCK.replace("fox", "狐")


@pytest.mark.parametrize("make", [b"prompt:", b"Prompt:"])
def test_comfyuis_webp_is_read(make: bytes) -> None:
    record = user_comment(b"", make=make + json.dumps(usual()).encode() + b"\0")
    assert options_in(webp((b"EXIF", record))).prompt == "a red fox"


@pytest.mark.parametrize(
    ("comment", "program"), [(FOOOCUS, "Fooocus"), ({"Comment": json.dumps(NOVELAI)}, "NovelAI")]
)
def test_json_in_exif_is_read(comment: dict[str, object], program: str) -> None:
    text = json.dumps(comment).encode()
    found = read(webp((b"EXIF", user_comment(b"ASCII\0\0\0" + text))))
    assert isinstance(found, Found)
    assert found.program == program
    assert parse(found.text).options.seed == 42
