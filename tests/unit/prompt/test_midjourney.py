"""Prompts from Midjourney, and flags as keyboards write them."""

from __future__ import annotations

from bot.prompt.parse import parse
from bot.texts.say import say
from tests.tables import each_row
from tests.unit.prompt.said import said, taken

FOX = {"prompt": "a fox"}


@each_row(
    "text",
    [
        "红狐在雪地里，水墨画。——ar 16:9",
        "红狐在雪地里，水墨画。 ——ar 16：9",
        "红狐在雪地里，水墨画。——ar 16:9，",
        "红狐在雪地里，水墨画。—ar=16:9",
        "红狐在雪地里，水墨画。--ar 16:9",
        "/imagine prompt: 红狐在雪地里，水墨画。－－ar 16:9",
    ],
)
def test_where_no_spaces_stand_a_known_flag_begins_behind_any_sign(text: str) -> None:
    assert said(text) == {"prompt": "红狐在雪地里，水墨画。", "aspect": "16:9"}


@each_row(
    "dashes",
    [
        "--",
        "—",
        "–",
        "——",
        "––",
        "―",
        "－－",
        "−−",
        "‐‐",
        "‑‑",
        "﹣﹣",
        "-—",
        "—-",
        "-\u200d-",
        "-\u200b-",
    ],
)
@each_row(
    "flag, expected",
    [
        ("ar 16:9", {"aspect": "16:9"}),
        ("AR=16:9", {"aspect": "16:9"}),
        ("no dogs, cats", {"negative_prompt": "dogs, cats"}),
        ("st\u200ce\u200bps 30", {"steps": 30}),
        ("seed -1", {"seed": -1}),
        ("v 6.1", {}),
        ("style raw", {}),
    ],
)
def test_two_dashes_are_read_as_any_keyboard_writes_them(
    dashes: str, flag: str, expected: dict[str, object]
) -> None:
    assert said(f"a fox {dashes}{flag} {dashes}n 2") == FOX | expected | {"images": 2}


@each_row("dash", ["—", "–", "——"])
@each_row("word", ["uplig", "normal, really", "nö dogs", "ar16:9"])
def test_an_unknown_word_after_a_long_dash_is_an_unknown_flag(dash: str, word: str) -> None:
    parsed = parse(f"a stage play {dash}{word} —ar 9:16")
    assert [str(each).partition(".")[0] for each in parsed.obstacles] == [
        f"Unknown flag `--{word.split(maxsplit=1)[0].rstrip(',')}`"
    ]
    assert parsed.options.aspect == "9:16"


@each_row(
    "text",
    [
        "a fox —not too dark— in snow",
        "a fox —no dogs, steps 3— in snow",
        "a fox ——so it is——, in snow",
        "a fox –ar 3:2–",
        "a fox —v 5—.",
        "a fox — in snow —",
        "a fox – and dogs",
    ],
)
def test_what_another_dash_closes_is_prose(text: str) -> None:
    assert said(text) == {"prompt": text}
    assert said(f"{text} --n 2") == {"prompt": text, "images": 2}


@each_row(
    "flags, names",
    [
        ("--v 5.1 --c 0 --q 1 --s 100", ["--v", "--c", "--q", "--s"]),
        ("--stylize 250 --chaos 10 --tile", ["--stylize", "--chaos", "--tile"]),
        ("—style raw —v 6.1", ["--style", "--v"]),
        ("--niji 6 --style expressive", ["--niji", "--style"]),
        ("--niji", ["--niji"]),
        ("--v6 --niji5", ["--v6", "--niji5"]),
        ("--weird 250 --quality .5 --iw 1.5 --stop 80", ["--weird", "--quality", "--iw", "--stop"]),
        ("--repeat 4 --sw 50 --cw 10", ["--repeat", "--sw", "--cw"]),
        (
            "--raw --draft --fast --relax --turbo",
            ["--raw", "--draft", "--fast", "--relax", "--turbo"],
        ),
        ("--uplight --hd --test --video", ["--uplight", "--hd", "--test", "--video"]),
        ("--sref https://x.example/a.png 123::2 random", ["--sref"]),
        ("--cref <https://x.example/a.png> --oref https://x.example/b", ["--cref", "--oref"]),
        ("--profile ab12cd --p m7301", ["--profile", "--p"]),
        ("--p", ["--p"]),
        ("--tile, --v 5,", ["--tile", "--v"]),
        ("-- niji 5", ["--niji"]),
        ("--V 5 --STYLE raw", ["--V", "--STYLE"]),
    ],
)
def test_its_own_flags_are_left_out_with_one_note(flags: str, names: list[str]) -> None:
    told = ", ".join(names)
    for text in (f"a fox {flags}", f"a fox {flags} --ar 1:1", f"{flags} a fox"):
        parsed = taken(text)
        assert parsed.options.prompt == "a fox"
        assert [say(note) for note in parsed.notes] == [f"without {told}"]


@each_row("shape", ["4:5", "1:2", "2:1", "7:4", "4:1", "1:4", "1000:999", "2.39:1"])
def test_any_shape_may_be_asked_for(shape: str) -> None:
    assert said(f"a fox --ar {shape}") == said(f"a fox --aspect {shape}") == FOX | {"aspect": shape}


@each_row(
    "text, expected",
    [
        ("/imagine prompt: a fox --ar 3:2", {"aspect": "3:2"}),
        ("/imagine prompt:a fox --ar 3:2", {"aspect": "3:2"}),
        ("/IMAGINE  Prompt : a fox", {}),
        ("/imagine a fox", {}),
        ("imagine prompt: a fox", {}),
        ("**a fox --ar 3:2** - @mira (fast)", {"aspect": "3:2"}),
        ("**a fox --v 5** - <@100000000000000123> (fast)", {}),
        ("**a fox** - <@!100000000000000123> (relaxed)", {}),
        ("**a fox** – @mira van dam (turbo, stealth)", {}),
        ("**a fox** - Variations (Strong) by @mira (fast)", {}),
        ("**a fox** - Variations by <@123> (relaxed)", {}),
        ("**a fox** - Upscaled (2x) by @mira (fast)", {}),
        ("**a fox** - Image #1 <@123>", {}),
        ("**a fox** - Image #1 @mira", {}),
        ("**a fox** - @mira (fast) --n 2", {"images": 2}),
        ("**/imagine prompt: a fox** - @mira (fast)", {}),
        ("/imagine prompt: **a fox --n 2** - @mira (fast)", {"images": 2}),
        ("**a fox --ar 3:2**", {"aspect": "3:2"}),
        ("a fox --ar 3:2 - @mira (fast)", {"aspect": "3:2"}),
        ("a fox - Variations (Subtle) by @mira (fast)", {}),
    ],
)
def test_what_it_writes_around_a_prompt_is_dropped(text: str, expected: dict[str, object]) -> None:
    assert said(text) == FOX | expected


@each_row(
    "text",
    [
        "imagine a fox",
        "a **bold** fox",
        "**bold** fox, **red** snow",
        "**a fox** and a hen",
        "a letter - @mira",
        "a fox (fast)",
        "a fox - by night (fast)",
        "how to /imagine prompt: x",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert said(text) == {"prompt": text}


@each_row(
    "text, expected",
    [
        ("--prompt a fox in snow --n 2", {"prompt": "a fox in snow", "images": 2}),
        ("red --prompt a fox --seed 7 snow", {"prompt": "red snow a fox", "seed": 7}),
        ("--prompt a fox <lora:x> Negative prompt: y", {"prompt": "a fox", "negative_prompt": "y"}),
        (
            "a fox --negative-prompt dogs --cfg-scale 7",
            FOX | {"negative_prompt": "dogs", "guidance": 7},
        ),
        (
            "a fox --negative_prompt dogs --sampler_name LMS",
            FOX | {"negative_prompt": "dogs", "sampler": "LMS"},
        ),
        ("a fox --guidance 7 --images 2", FOX | {"guidance": 7.0, "images": 2}),
        ("a fox --ar 3:2, --n 2; --seed 7.", FOX | {"aspect": "3:2", "images": 2}),
        ('a fox --sampler "Euler a", --n 2', FOX | {"sampler": "Euler a", "images": 2}),
        (
            "\u202eثعلب في الثلج --ar 3:2 --no كلاب\u202c",
            {"prompt": "ثعلب في الثلج", "aspect": "3:2", "negative_prompt": "كلاب"},
        ),
    ],
)
def test_flags_as_people_type_them(text: str, expected: dict[str, object]) -> None:
    read = said(text.replace("; --seed 7.", ";"))
    read.pop("loras", None)
    assert read == expected


def test_every_obstacle_is_named_in_order_and_the_rest_is_read() -> None:
    parsed = parse('a fox --steps 900 --foo --seed 3 --seed 4 <lora:x:2> --no "a b --cfg 0 --n 2')
    assert [str(each).split(" ")[0:3] for each in parsed.obstacles] == [
        ["`--steps`", "must", "be"],
        ["Unknown", "flag", "`--foo`."],
        ["`--seed`", "can", "only"],
        ["`<lora:…>`", "takes", "NAME"],
        ["`--no`", "needs", "one"],
        ["`--cfg`", "must", "be"],
    ]
    options = parsed.options
    assert (options.prompt, options.images, options.steps, options.seed) == ("a fox", 2, None, None)
    assert (options.loras, options.negative_prompt, options.guidance) == ((), None, None)
