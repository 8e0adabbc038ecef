from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.async_api import Page

RENDER = """async (texts) => {
  const { renderText } = await import("/page/scripts/text/view.js");
  const telling = ["href", "role", "start"];
  return texts.map((text) => {
    const shown = renderText(text);
    for (const element of shown.querySelectorAll("*")) {
      const others = element.getAttributeNames().filter((name) => !telling.includes(name));
      others.forEach((name) => element.removeAttribute(name));
    }
    return shown.innerHTML;
  });
}"""
MENTIONS = """async () => {
  // The page's own, which know people and channels; others would be made for other addresses.
  const { src } = document.querySelector("script");
  const { state } = await import(new URL("state.js", src));
  const { renderText } = await import(new URL("text/view.js", src));
  const [person] = state.people;
  const room = state.ready.channels.find((each) => each.name === "art");
  const shown = renderText(`<@${person.id}> <@!${person.id}> <#${room.id}>`);
  return [shown.textContent, shown.querySelector("a").hash === `#${room.id}`];
}"""
WORDS = """async (texts) => {
  const { renderText } = await import("/page/scripts/text/view.js");
  return texts.map((text) => renderText(text).textContent);
}"""
MILLISECONDS = """async (texts) => {
  const { renderText } = await import("/page/scripts/text/view.js");
  return texts.map((text) => {
    const began = performance.now();
    renderText(text);
    return performance.now() - began;
  });
}"""
LINES = """async (text) => {
  const { renderText } = await import("/page/scripts/text/view.js");
  const shown = renderText(text);
  shown.style.width = "1px";
  document.body.append(shown);
  const flag = [...shown.querySelectorAll("code *")].find((each) => each.textContent === "--no");
  return [flag.getClientRects().length, shown.querySelector("code").getClientRects().length > 3];
}"""
LINK = '<a href="https://a.example/x">'
INLINES = [
    ("**b** *i* _i_ __u__ ~~s~~", "<strong>b</strong> <em>i</em> <em>i</em> <u>u</u> <s>s</s>"),
    ("***both***", "<em><strong>both</strong></em>"),
    ("__*under*__", "<u><em>under</em></u>"),
    ("***a** b*", "<em><strong>a</strong> b</em>"),
    ("**a *b**", "<strong>a *b</strong>"),
    ("**a****b**", "<strong>a</strong><strong>b</strong>"),
    ("*one\ntwo*", "<em>one\ntwo</em>"),
    ("snake_case_name 2 * 3 * 4", "snake_case_name 2 * 3 * 4"),
    ("a_b_ _c_d", "a_b_ _c_d"),
    ("**** |||| ~ ~~ ____", "**** |||| ~ ~~ ____"),
    ("||**no** way||", '<span role="button"><span><strong>no</strong> way</span></span>'),
    ("`**no**` ``a`b``", "<code>**no**</code> <code>a`b</code>"),
    ("`open", "`open"),
    (r"\*not\* \_ \`c\` ¯\\\_(ツ)_/¯", r"*not* _ `c` ¯\_(ツ)_/¯"),
    ("[x](https://a.example/x)", f"{LINK}x</a>"),
    ("[**x**](<https://a.example/x>)", f"{LINK}<strong>x</strong></a>"),
    ("https://a.example/x.", f"{LINK}https://a.example/x</a>."),
    ("**https://a.example/x**", f"<strong>{LINK}https://a.example/x</a></strong>"),
    ("(<https://a.example/x>)", f"({LINK}https://a.example/x</a>)"),
    ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
    ("[x]( data:text/html,1)", "[x]( data:text/html,1)"),
    ("<javascript:alert(1)>", "&lt;javascript:alert(1)&gt;"),
    ("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"),
    ("<:cat:123456> <a:cat:123456>", ":cat: :cat:"),
    ("</policy set:55>", "<button><bdi>/policy set</bdi></button>"),
    ("<@5> <#5>", "<span><bdi>@unknown person</bdi></span> <span><bdi>#no access</bdi></span>"),
    ("<t:99999999999999> <t:x>", "&lt;t:99999999999999&gt; &lt;t:x&gt;"),
]
BLOCKS = [
    ("# a\n## b\n### c\n#### d", "<h2>a</h2><h3>b</h3><h4>c</h4><div>#### d</div>"),
    ("#no\n-# small *i*", "<div>#no</div><small>small <em>i</em></small>"),
    ("a\n\nb", "<div>a\n\nb</div>"),
    ("> a\n> b\nc", "<blockquote><div>a\nb</div></blockquote><div>c</div>"),
    (">>> a\nb\n> c", "<blockquote><div>a\nb\n&gt; c</div></blockquote>"),
    ("> # a\n> - b", "<blockquote><h2>a</h2><ul><li>b</li></ul></blockquote>"),
    ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ("* a\n3. b\n4. c", '<ul><li>a</li></ul><ol start="3"><li>b</li><li>c</li></ol>'),
    ("- a\n  more", "<ul><li>a\nmore</li></ul>"),
    ("```py\n# a\n\n**b**\n```c", "<div><pre><code># a\n\n**b**</code></pre>c</div>"),
    ("a ```b``` c", "<div>a <pre><code>b</code></pre> c</div>"),
    ("```open\n# a", "<div>```open</div><h2>a</h2>"),
]
TIRING = [
    *("*_~|[`>(\\<#-\n "),
    *("> ", "**a ", "*a _b ", "*a_ ", "||a ", "*a", "a*", "_*"),
    *("[a](", "[x](https://(", "[\\", "<@", "<https://", "http://", "https://a(", "https://a)"),
    *("`a ``b ```c ", "```\n", "  - a\n", "- - ", "-# ", "</a:1", "<t:1:"),
]
ALPHABET = ("a", "b", "c", *" *_~|`[]()<>#-.\\\n1", "**", "||", "> ", "- ", "  ")


async def test_a_line_is_shown_as_discord_shows_it(page: Page) -> None:
    expected = {text: f"<div>{inside}</div>" for text, inside in INLINES}
    assert await rendered(page, expected) == expected


async def test_lines_are_blocks_as_in_discord(page: Page) -> None:
    expected = dict(BLOCKS)
    assert await rendered(page, expected) == expected


async def test_a_line_ends_beside_a_flag_and_not_in_it(page: Page) -> None:
    assert await page.evaluate(LINES, "`a fox --no blur --seed 7`") == [1, True]


async def test_a_link_under_other_words_says_where_it_leads_and_leads_away(page: Page) -> None:
    link = """async () => {
      const { renderText } = await import("/page/scripts/text/view.js");
      const { title, rel, target } = renderText("[x](https://a.example/)").querySelector("a");
      return [title, rel, target];
    }"""
    assert await page.evaluate(link) == ["https://a.example/", "noopener noreferrer", "_blank"]


async def test_the_address_of_a_message_leads_to_it_within_the_page(page: Page) -> None:
    jump = """async () => {
      const { src } = document.querySelector("script");
      const { renderText } = await import(new URL("text/view.js", src));
      const { state } = await import(new URL("state.js", src));
      const { newArticle } = await import(new URL("messages/article.js", src));
      const article = newArticle("7");
      document.querySelector("main").append(article);
      const at = `https://discord.com/channels/1/${state.channelId}/7`;
      const there = renderText(`[an earlier result](${at})`).querySelector("a");
      there.click();
      const away = renderText(`[x](https://discord.com/channels/1/2/3)`).querySelector("a");
      const isThere = document.activeElement === article;
      return [there.hash.slice(1) === state.channelId, there.target, isThere, away.target];
    }"""
    assert await page.evaluate(jump) == [True, "", True, "_blank"]


async def test_words_that_are_an_address_make_no_link_to_another(page: Page) -> None:
    text = "[https://bank.example](https://evil.example)"
    shown = (await rendered(page, [text]))[text]
    assert 'href="https://evil.example' not in shown
    assert "[https://bank.example](https://evil.example)" in shown


async def test_people_and_channels_are_named(page: Page) -> None:
    assert await page.evaluate(MENTIONS) == ["@mira @mira #art", True]


async def test_no_words_are_lost_whatever_the_signs_around_them(page: Page) -> None:
    chance = random.Random(3)  # noqa: S311 - chance, not secrecy
    made = ["".join(chance.choices(ALPHABET, k=chance.randint(1, 60))) for _ in range(2000)]
    # A fence may begin with the name of a language, which is not shown.
    texts = [text for text in made if "```" not in text]
    shown = await page.evaluate(WORDS, texts)
    assert [letters(each) for each in shown] == [letters(each) for each in texts]


async def test_four_thousand_signs_do_not_freeze_the_page(page: Page) -> None:
    took = await page.evaluate(MILLISECONDS, [(unit * 4000)[:4000] for unit in TIRING])
    assert {unit: each for unit, each in zip(TIRING, took, strict=True) if each >= 500} == {}


async def rendered(page: Page, texts: Iterable[str]) -> dict[str, str]:
    """Return what the page makes of each text."""
    asked = list(texts)
    return dict(zip(asked, await page.evaluate(RENDER, asked), strict=True))


def letters(text: str) -> str:
    return "".join(each for each in text if each in "abc")
