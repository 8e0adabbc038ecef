"""Mentions become words, and nothing else, whatever somebody is called."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.request import Lora
from bot.prompt.build import build
from bot.prompt.clean import tidy
from bot.prompt.mentions import Kind, Mention, mentioned, name_of, unmentioned, worded
from bot.prompt.options import Options
from bot.prompt.parse import parse
from tests.tables import each_row

if TYPE_CHECKING:
    from bot.domain.request import GenerationRequest

MIRA, NOOR = Mention(Kind.MEMBER, "100000000000000123"), Mention(Kind.MEMBER, "77")
TEAM, ART = Mention(Kind.ROLE, "100000000000000200"), Mention(Kind.CHANNEL, "100000000000000300")
NAMES = {MIRA: "Mira", NOOR: "Noor", TEAM: "The Team", ART: "art"}

WORDS = {
    "a portrait of <@100000000000000123> as a knight": (
        "a portrait of Mira as a knight",
        "a portrait of @Mira as a knight",
    ),
    "<@!100000000000000123>'s cat": ("Mira's cat", "@Mira's cat"),
    "<@100000000000000123><@77>": ("Mira Noor", "@Mira @Noor"),
    "a<@77>b <@77>, <@77>": ("a Noor b Noor, Noor", "a @Noor b @Noor, @Noor"),
    "(<@77>:1.3)": ("(Noor:1.3)", "(@Noor:1.3)"),
    "<@&100000000000000200> at work": ("The Team at work", "@The Team at work"),
    "seen in <#100000000000000300>": ("seen in art", "seen in art"),
    "<@5> and <@&6> in <#7>": ("member and role in channel", "@member and @role in channel"),
    "<:fire_fox:123456789012345678> runs": ("fire_fox runs", "fire_fox runs"),
    "<a:party:123456789012345678>": ("party", "party"),
    "<:a~1:12><:b:13>": ("a~1 b", "a~1 b"),
    "like </imagine:123456789012345678>": ("like /imagine", "like /imagine"),
    "</policy set:12>": ("/policy set", "/policy set"),
    "at <t:1618953630>": ("at 20 April 2021 21:20", "at 20 April 2021 21:20"),
    "at <t:1618953630:t>": ("at 21:20", "at 21:20"),
    "on <t:1618953630:D>": ("on 20 April 2021", "on 20 April 2021"),
    "in <t:999999999999999:R>": ("in time", "in time"),
    "<id:customize> <id:browse> <id:guide>": (
        "Channels & Roles Browse Channels Server Guide",
        "Channels & Roles Browse Channels Server Guide",
    ),
    "<id:linked-roles:123456789012345678>": ("Linked Roles", "Linked Roles"),
    "<sound:12345:67890>": ("sound", "sound"),
    "<@123456789012345678901234567890>": ("member", "@member"),
    "I <3 <@77> >_<": ("I <3 Noor >_<", "I <3 @Noor >_<"),
    "no <@ 77> <@x> <#> <:a> <t:> @Mira <77>": ("no <@ 77> <@x> <#> <:a> <t:> @Mira <77>",) * 2,
}

HOSTILE = [
    *("@everyone", "@here", "<@123>", "<@&123>", "<#123>", "<:a:123>", "</a:1>", "<t:1:R>"),
    *("--n 8", "-- n 8", "—ar 9:16", "<lora:ink:1>", "lora:ink:1", "<hypernet:x:1>", "Steps: 2"),
    *("Negative prompt: x", "a, Steps: 20, Sampler: Euler a, Seed: 3", "`code`", "```", '"', "\\"),
    *(
        "\u202eevil\u202c",
        "\u2066x\u2069",
        "a\u200bb",
        "🦊" * 32,
        "👩\u200d🚀",
        "@",
        "<",
        "><",
        " ",
    ),
    *(
        "**bold**",
        "# head",
        "||x||",
        "[a](https://evil.example)",
        "a\nb",
        "x" * 4000,
        "\u0301" * 40,
    ),
]


def request(
    text: str, names: dict[Mention, str] | None = None, negative_prompt: str | None = None
) -> GenerationRequest:
    said = Options(prompt=text, negative_prompt=negative_prompt)
    return build(worded(said, names or NAMES), default_model="m", native_side=512)


@each_row("text", WORDS)
def test_a_mention_is_its_name_for_the_engine_and_has_an_at_for_readers(text: str) -> None:
    made = request(text, negative_prompt=text)
    assert (made.prompt, made.prompt_read) == WORDS[text]
    assert (made.negative_prompt, made.negative_read) == WORDS[text]


def test_only_what_discord_must_name_is_asked_for_and_each_once() -> None:
    text = "<@77> <@!77> <#7> <:a:1> <t:1> <id:guide> </a:1>"
    found = mentioned(Options(prompt=text, negative_prompt="<@&6> <@77> <@\u200b5>"))
    assert found == (
        NOOR,
        Mention(Kind.CHANNEL, "7"),
        Mention(Kind.ROLE, "6"),
        Mention(Kind.MEMBER, "5"),
    )


@each_row("name", HOSTILE)
@each_row("around", ["{}", "a {} b", "<{}>", "<lora:{}:1>", "<{}:1>", "<<<{}5>", "x<{}"])
def test_a_hostile_name_is_only_words(name: str, around: str) -> None:
    text = around.format("<@77>")
    made = request(text, {NOOR: name})
    assert mentioned(Options(prompt=made.prompt)) == ()
    assert worded(Options(prompt=made.prompt), {}).mentions == ()
    assert "77" not in made.prompt
    assert not any(tag in made.prompt for tag in ("<lora:", "<hypernet:", "<@", "<#", "<:", "</"))
    assert made.prompt == tidy(made.prompt)
    assert made.prompt_read.replace("@", "") == made.prompt.replace("@", "")
    assert len(made.prompt) <= len(text) + 100


@each_row("name", HOSTILE)
def test_a_name_goes_in_after_all_was_read(name: str) -> None:
    said = parse("a fox with <@77> --steps 30 --no <@77>").options
    assert mentioned(said) == (NOOR,)
    called = name_of(name) or "member"
    expected = Options(
        prompt=tidy(f"a fox with {called}"),
        negative_prompt=called,
        steps=30,
        mentions=(len("a fox with "),),
        negative_mentions=(0,),
    )
    assert worded(said, {NOOR: name}) == expected


def test_of_several_names_the_first_of_which_words_are_left_counts() -> None:
    assert name_of(None, "\u200b", "<@>", "Mira <3") == "Mira 3"
    assert name_of(None, 7, "\u2066") == ""


ID, OTHER = "100000000000000123", "100000000000000456"


@each_row(
    "text, words",
    {
        f"<<@{ID}>@{ID}>": "<Noor>",
        f"<:a<@{ID}>:{ID}>": ":a Noor>",
        f"<@<@{ID}>{OTHER}>": "@Noor>",
        f"a fox with <@{ID}": "a fox with <",
        f"<#{OTHER} and <@{ID}>": "< and Noor",
        f"<@:{OTHER}&{OTHER}>": "@&>",
        f"seed {OTHER}, {OTHER}": f"seed {OTHER}, {OTHER}",
    }.items(),
)
def test_of_a_mention_that_is_broken_no_id_is_left(text: str, words: str) -> None:
    made = worded(Options(prompt=text), {Mention(Kind.MEMBER, ID): "Noor"})
    assert made.prompt == words


@given(st.lists(st.sampled_from(["<", ">", "@", "#", "&", "!", ":", "a", " ", "<@7>"])))
def test_no_id_is_left_wherever_it_stood_in_a_mention(pieces: list[str]) -> None:
    for sigil in ("<@{}>", "<@!{}>", "<@&{}>", "<#{}>", "<:a:{}>", "</a:{}>", "@{}>", "<@{}"):
        text = "".join(pieces) + sigil.format(ID) + "".join(reversed(pieces))
        assert ID not in (worded(Options(prompt=text), NAMES).prompt or "")


def test_no_model_is_called_as_somebody() -> None:
    said = Options(
        prompt="<@1>",
        model=f"<@{ID}>",
        vae=f"x<#{ID}>",
        loras=(Lora(f"<@&{ID}>", 0.5), Lora("add detail", 1)),
        embeddings=("easy", f"<@{ID}"),
    )
    assert unmentioned(said) == Options(
        prompt="<@1>",
        model="member",
        vae="x channel",
        loras=(Lora("role", 0.5), Lora("add detail", 1)),
        embeddings=("easy", "<"),
    )


@given(st.text(st.sampled_from("<@&#:/1 77lora\u200d\u200b>a🦊")), st.text(max_size=20))
def test_whatever_is_written_around_a_name_no_mention_is_left(text: str, name: str) -> None:
    made = worded(Options(prompt=f"{text}<@77>{text}"), {NOOR: name})
    assert made.prompt is not None
    assert mentioned(Options(prompt=made.prompt)) == ()
    assert made.prompt == tidy(made.prompt)
    assert all(0 <= at < len(made.prompt) for at in made.mentions)


@each_row(
    "piece",
    [
        "<",
        "<@1>",
        "<<@1>",
        "<@1",
        "</",
        "</a ",
        "<:aaaa",
        "<lora:",
        "<t:1",
        "<id:a",
        "a:",
        "<@1>a:",
        "1",
        "@1234567890123456",
        ":12345678901234567",
    ],
)
def test_a_long_text_takes_little_time(piece: str) -> None:
    text = (piece * 12_000)[:12_000] + "<@77>"
    started = time.process_time()
    worded(Options(prompt=text), NAMES)
    assert time.process_time() - started < 0.2
