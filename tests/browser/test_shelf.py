from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Page

RUN = """async (steps) => {
  const { emptyShelf, hasStale, inOrder, put, take, takePage } =
    await import("/page/scripts/messages/shelf.js");
  const read = (words) => words.split(" ").filter(Boolean).map((word) => {
    const [id, revision] = word.split(".");
    return { id, revision: Number(revision ?? 1) };
  });
  const shelf = emptyShelf();
  let asked = 0;
  const acts = {
    ask: () => { asked = shelf.now; },
    put: (words) => read(words).forEach((message) => put(shelf, message)),
    take: (words) => take(shelf, words),
    page: (words, more, before) => takePage(shelf, { messages: read(words), more }, before, asked),
    doubt: () => { shelf.fresh = null; },
  };
  steps.forEach(([act, ...given]) => acts[act](...given));
  const shown = inOrder(shelf).map(({ id, revision }) => `${id}.${revision}`).join(" ");
  return [shown, hasStale(shelf)];
}"""
LAST = ("page", "11 12 13", True)
CASES: dict[str, tuple[list[tuple[Any, ...]], str]] = {
    "ids are ordered as numbers": ([("put", "100"), ("put", "99"), ("put", "101")], "99 100 101"),
    "an older revision changes nothing": ([("put", "1.3"), ("put", "1.2")], "1.3"),
    "an edit heard meanwhile wins": ([("ask",), ("put", "12.2"), LAST], "11 12.2 13"),
    "what went meanwhile stays away": ([("ask",), ("take", "12"), LAST], "11 13"),
    "what came meanwhile stays": ([("ask",), ("put", "14"), LAST], "11 12 13 14"),
    "what comes back is there": ([LAST, ("take", "12"), ("put", "12.2")], "11 12.2 13"),
    "what was missed is caught up": (
        [LAST, ("put", "14"), ("doubt",), ("ask",), ("page", "11 13.2 15", True)],
        "11 13.2 15",
    ),
    "older pages come before": ([LAST, ("ask",), ("page", "5 6", False, "11")], "5 6 11 12 13"),
    "an edit of what is not shown is not shown": ([LAST, ("put", "3.2")], "11 12 13"),
    "what was heard before the first page makes no gap": ([("put", "3.2"), LAST], "11 12 13"),
    "an emptied channel still hears": (
        [LAST, *(("take", each) for each in ("11", "12", "13")), ("put", "14")],
        "14",
    ),
    "an empty channel forgets all": ([("put", "1"), ("ask",), ("page", "", False)], ""),
}
DOUBTED: tuple[tuple[list[tuple[Any, ...]], bool], ...] = (
    ([LAST], False),
    ([("page", "5 6", False), ("doubt",), LAST], True),
    ([("page", "5 6", False), ("doubt",), LAST, ("page", "5 6", False, "11")], False),
    ([LAST, ("doubt",), ("page", "7 8", True)], False),
)


async def test_pages_and_what_is_heard_live_make_one_channel(page: Page) -> None:
    for case, (steps, expected) in CASES.items():
        shown, _ = await page.evaluate(RUN, steps)
        whole = [each if "." in each else f"{each}.1" for each in expected.split()]
        assert shown == " ".join(whole), case


async def test_older_messages_are_doubted_until_they_have_been_fetched_again(page: Page) -> None:
    for steps, stale in DOUBTED:
        _, doubted = await page.evaluate(RUN, steps)
        assert doubted is stale, steps
