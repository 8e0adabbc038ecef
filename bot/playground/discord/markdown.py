"""The little of Discord's markdown that bots use, as HTML. Everything is escaped first."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape

INLINE = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"__(.+?)__"), r"<u>\1</u>"),
    (re.compile(r"(?<![\w*])\*([^*\s][^*]*?)\*"), r"<em>\1</em>"),
    (re.compile(r"(?<!\w)_([^_\s][^_]*?)_(?!\w)"), r"<em>\1</em>"),
    (re.compile(r"~~(.+?)~~"), r"<s>\1</s>"),
    (re.compile(r"\|\|(.+?)\|\|"), r'<span class="veil" tabindex="0">\1</span>'),
    (re.compile(r"&lt;@!?(\d+)&gt;"), r'<span class="mention">@\1</span>'),
    (re.compile(r"&lt;#(\d+)&gt;"), r'<a class="mention" href="/?channel=\1">#\1</a>'),
    (re.compile(r"&lt;/([^:&]+):\d+&gt;"), r'<span class="mention">/\1</span>'),
)
BLOCKS = (("### ", "h6"), ("## ", "h5"), ("# ", "h4"), ("-# ", "small"), ("&gt; ", "blockquote"))
STAMP = re.compile(r"&lt;t:(\d{1,11})(?::([tTdDfFR]))?&gt;")
LITERAL = re.compile(r"\\([^\w\s])|```(?:\w*\n)?(.*?)```|`([^`\n]+)`", re.DOTALL)
HELD = re.compile("\x00(\\d+)\x00")


def to_html(text: str) -> str:
    """Return a text as HTML paragraphs."""
    held: list[str] = []
    text = text.replace("\x00", "")
    text = LITERAL.sub(lambda it: _hold(held, _literal(it)), text)
    lines = [_line(line) for line in escape(text).split("\n")]
    return HELD.sub(lambda it: held[int(it[1])], f'<div class="text">{"".join(lines)}</div>')


def _hold(held: list[str], html: str) -> str:
    held.append(html)
    return f"\x00{len(held) - 1}\x00"


def _literal(found: re.Match[str]) -> str:
    escaped, block, code = found.groups()
    if escaped is not None:
        return escape(escaped)
    return f"<pre>{escape(block)}</pre>" if block is not None else f"<code>{escape(code)}</code>"


def _line(line: str) -> str:
    for sign, tag in BLOCKS:
        if line.startswith(sign):
            return f"<{tag}>{_inline(line.removeprefix(sign))}</{tag}>"
    return f"<p>{_inline(line)}</p>"


def _inline(line: str) -> str:
    line = STAMP.sub(_moment, line)
    for pattern, html in INLINE:
        line = pattern.sub(html, line)
    return line


def _moment(found: re.Match[str]) -> str:
    seconds = int(found[1])
    moment = datetime.fromtimestamp(seconds, UTC)
    if found[2] != "R":
        return f"<time>{moment:%d %b %Y %H:%M}</time>"
    away = round((moment - datetime.now(UTC)).total_seconds())
    words = f"in {away} seconds" if away >= 0 else f"{-away} seconds ago"
    return f"<time>{words}</time>"
