"""Files that were made to hurt: read in little time and memory, and never with an error."""

from __future__ import annotations

import json
import random
import struct
import time
import tracemalloc
import zlib
from typing import TYPE_CHECKING

from bot.embedded.found import Found, Nothing
from bot.embedded.reading import is_picture, read
from tests.tables import each_row
from tests.unit.embedded import graphs
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
from tests.unit.embedded.graphs import node

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MIB = 1024 * 1024

SECONDS = 0.1
"""Of the processor, for the worst of them; a busy machine's caches make it slower than alone."""

MEMORY = 8 * MIB


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same noise each time


def bomb() -> bytes:
    return zlib.compress(bytes(64 * MIB), 9)


def directory(entries: list[tuple[int, int, int, int]], following: int = 0) -> bytes:
    """Return a directory of an Exif record: tag, type, count, value."""
    body = struct.pack("<H", len(entries))
    body += b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return body + struct.pack("<I", following)


def tiff(body: bytes, first: int = 8) -> bytes:
    return b"II*\0" + struct.pack("<I", first) + body


def ring(size: int) -> dict[str, object]:
    """Return a graph in which every node leads to the next, in a circle, many times."""
    nodes = {
        str(at): node("Reroute", **{f"i{n}": [str((at + n) % size), 0] for n in range(1, 20)})
        for at in range(size)
    }
    sampler = node(
        "KSampler",
        **{name: ["0", 0] for name in ("model", "positive", "negative", "latent_image", "seed")},
        steps=["0", 0],
        cfg=["1", 0],
        sampler_name=["2", 0],
    )
    return nodes | {"s": sampler, "v": node("VAEDecode", samples=["s", 0], vae=["0", 0])}


def wide() -> Mapping[str, object]:
    """Return a graph with one node of thousands of inputs, which all others ask."""
    inputs = {f"i{n}": n for n in range(9_000)} | {"last": ["w", 0]}
    others = {str(at): node("X", scale_by=["w", 0], width=["w", 0]) for at in range(900)}
    links = {f"l{at}": [str(at), 0] for at in range(900)}
    sampler = graphs.usual()["3"]
    sampler["inputs"] |= {"latent_image": ["h", 0], "seed": ["w", 0]}
    return graphs.usual(n3=sampler, w=node("W", **inputs), h=node("H", **links)) | others


def written_out(value: str, *, of: int = 250) -> dict[str, object]:
    """Return a graph of nodes that all ask one for everything, which is a text, or holds one."""
    asked: dict[str, object] = {
        name: ["A", 0]
        for name in (
            *("width", "empty_latent_width", "ckpt_name", "unet_name", "model_name", "lora_name"),
            *("text", "text_g", "text_l", "clip_l", "t5xxl", "scale_by", "stop_at_clip_layer"),
        )
    }
    chain = {
        f"n{at}": node("X", **asked, clip=[f"n{at + 1}", 0], model=[f"n{at + 1}", 0])
        for at in range(of)
    }
    names = ("model", "positive", "negative", "latent_image", "seed", "cfg", "steps")
    sampler = node("KSampler", **{name: ["n0", 0] for name in names})
    return {"s": sampler, **chain, "A": json.loads(value)}


def node_as_text(size: int) -> str:
    """Return a node that is a text, and leads to itself."""
    padding = {f"k{at}": 0 for at in range(size // 9)}
    inputs = json.dumps({"class_type": "R", "inputs": {"a": ["A", 0]}, **padding})
    return json.dumps(inputs)


EMPTY: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "a signature": lambda: b"\x89PNG\r\n\x1a\n",
    "noise": lambda: chance(1).randbytes(MIB),
    "a PNG of noise": lambda: b"\x89PNG\r\n\x1a\n" + chance(2).randbytes(MIB),
    "a JPEG of noise": lambda: b"\xff\xd8\xff" + chance(3).randbytes(MIB),
    "a JPEG of markers": lambda: b"\xff\xd8" + b"\xff" * (8 * MIB),
    "a JPEG without markers": lambda: b"\xff\xd8\xff\xe0\0\2" + bytes(8 * MIB),
    "a JPEG of empty segments": lambda: b"\xff\xd8" + b"\xff\xe2\0\2" * MIB,
    "a WebP of noise": lambda: b"RIFF\xff\xff\xff\x00WEBP" + chance(4).randbytes(MIB),
    "a WebP of empty chunks": lambda: b"RIFF\xff\xff\xff\x00WEBP" + b"ABCD\0\0\0\0" * MIB,
    "a PNG of empty texts of other names": lambda: (
        b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"a\0") * (MIB // 2)
    ),
    "a text that is cut off": lambda: png_with(parameters=BLOCK)[:120],
    "a text with a wrong sum": lambda: png_with(parameters=BLOCK).replace(b"a red", b"a rad"),
    "a packed text that is damaged": lambda: png(chunk(b"zTXt", b"parameters\0\0" + b"x" * 99)),
    "a packed text that is cut off": lambda: png(
        chunk(b"zTXt", b"parameters\0\0" + zlib.compress(BLOCK.encode())[:-9])
    ),
    "a text without an end of its name": lambda: png(chunk(b"iTXt", b"parameters")),
    "JSON, nested": lambda: png_with(prompt='{"a":' + "[" * 100_000),
    "JSON, nested in parameters": lambda: png_with(parameters='{"a":' * 30_000),
    "JSON, cut off": lambda: png_with(parameters='{"prompt": "a red fox", "base_model'),
    "JSON with a number beyond all": lambda: png_with(prompt='{"a": ' + "9" * 9_999 + "}"),
    "a record that points outside": lambda: webp(
        (b"EXIF", tiff(directory([(0x9286, 7, 0xFFFFFFFF, 0xFFFFFFFF), (0x8769, 4, 1, 0xFFFFFF)])))
    ),
    "a record that points at itself": lambda: webp(
        (b"EXIF", tiff(directory([(0x8769, 4, 1, 8)] * 200, following=8)))
    ),
    "a record without a directory": lambda: webp((b"EXIF", tiff(b"", first=0xFFFFFFFF))),
    "a record of another kind": lambda: webp((b"EXIF", b"Exif\0\0" + b"x" * 99)),
    "a camera's record": lambda: jpeg_with_exif(user_comment(b"ASCII\0\0\0hello", make=b"Canon\0")),
    "a comment": lambda: jpeg((0xFE, b"Created with GIMP")),
    "an XMP record that is cut off": lambda: jpeg(
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp("<exif:UserComment>" * 9)[:200].encode())
    ),
}

TOO_LARGE: dict[str, Callable[[], bytes]] = {
    "a text of 20 MB": lambda: png(chunk(b"tEXt", b"parameters\0" + b"a" * (20 * MIB))),
    "a zip bomb": lambda: png(chunk(b"zTXt", b"parameters\0\0" + bomb())),
    "a zip bomb in UTF-8": lambda: png(chunk(b"iTXt", b"parameters\0\1\0\0\0" + bomb())),
    "many zip bombs": lambda: png(*[chunk(b"zTXt", b"prompt\0\0" + bomb())] * 30),
    "a long text": lambda: png_with(parameters="a" * 20_000),
    "many texts": lambda: png(*[chunk(b"tEXt", b"Comment\0" + b"a" * 200_000)] * 30),
    "a record of many texts": lambda: webp(
        (b"EXIF", tiff(directory([(0x010E, 2, 200_000, 14)] * 60_000) + bytes(200_000)))
    ),
    "a PNG of empty texts": lambda: (
        b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"Comment\0") * (MIB // 2)
    ),
    "a long text in a record": lambda: webp((b"EXIF", user_comment(b"a" * MIB))),
}

SOMETHING: dict[str, Callable[[], bytes]] = {
    "a graph of circles": lambda: png_holding(prompt=ring(700)),
    "a graph with a node of many inputs": lambda: png_holding(prompt=wide()),
    "a graph with a node that is a text": lambda: png_holding(
        prompt=written_out(node_as_text(90_000), of=60)
    ),
    "a graph with inputs that are a text": lambda: png_holding(
        prompt=written_out(json.dumps({"inputs": json.loads(node_as_text(90_000))}), of=60)
    ),
    "a graph that asks for a long text": lambda: png_holding(
        prompt=written_out(json.dumps(node("T", text=" x" * 60_000 + " ")))
    ),
    "a graph that asks in a circle": lambda: png_holding(
        prompt=written_out(json.dumps(node("T", text=["A", 0])))
    ),
    "dense JSON": lambda: png_with(
        prompt=json.dumps({str(at): {} for at in range(20_000)}), parameters=BLOCK
    ),
    "an XMP record of entities": lambda: png_with(
        **{"XML:com.adobe.xmp": xmp(f"<dc:description>{'&amp' * 60_000}</dc:description>")}
    ),
    "an XMP record of brackets": lambda: png_with(
        **{"XML:com.adobe.xmp": xmp(f"<dc:description>{'<' * 240_000}</dc:description>")}
    ),
    "texts that look like settings": lambda: png(
        *(
            chunk(b"tEXt", name + b"\0" + b'{"uc":1,"sampler":[],"c":1,"steps":{}}' * 3_000)
            for name in (b"Comment", b"parameters", b"Description", b"Model")
        )
    ),
}


@each_row("name", EMPTY)
def test_what_says_nothing_says_nothing(name: str) -> None:
    assert _read_quickly(EMPTY[name]()) is Nothing.NONE


@each_row("name", TOO_LARGE)
def test_what_is_too_large_is_not_read(name: str) -> None:
    assert _read_quickly(TOO_LARGE[name]()) is Nothing.TOO_LARGE


@each_row("name", SOMETHING)
def test_whatever_is_made_of_it_is_made_quickly(name: str) -> None:
    assert isinstance(_read_quickly(SOMETHING[name]()), Found | Nothing)


def test_a_large_text_hides_no_small_one() -> None:
    workflow = chunk(b"tEXt", b"workflow\0" + b"a" * MIB)
    assert read(png(workflow, chunk(b"tEXt", b"parameters\0" + BLOCK.encode()))) == Found(BLOCK, "")


def test_any_part_of_a_file_is_read_without_an_error() -> None:
    wholes = [
        png_with(parameters=BLOCK),
        png_holding(prompt=graphs.with_loras()),
        jpeg_with_exif(user_comment(b"UNICODE\0" + BLOCK.encode("utf-16-be"))),
        webp((b"EXIF", user_comment(b"UNICODE\0" + BLOCK.encode("utf-16-be")))),
    ]
    for whole in wholes:
        assert isinstance(read(whole), Found)
        for end in range(0, len(whole), 7):
            assert isinstance(read(whole[:end]), Found | Nothing)


def test_damaged_files_are_read_without_an_error() -> None:
    by_chance = chance(5)
    record = user_comment(b"UNICODE\0" + BLOCK.encode("utf-16-be"))
    for whole in (jpeg_with_exif(record), webp((b"EXIF", record))):
        for _ in range(500):
            data = bytearray(whole)
            for _ in range(4):
                data[by_chance.randrange(len(data))] = by_chance.randrange(256)
            assert isinstance(read(bytes(data)), Found | Nothing)


@each_row("data, expected", [(png(), True), (jpeg(), True), (webp(), True), (b"GIF89a", False)])
def test_pictures_are_told_by_their_beginning(data: bytes, *, expected: bool) -> None:
    assert is_picture(data) is expected


def _read_quickly(data: bytes) -> Found | Nothing:
    began = time.thread_time()
    found = read(data)
    assert time.thread_time() - began < SECONDS
    tracemalloc.start()
    assert read(data) == found
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MEMORY
    return found
