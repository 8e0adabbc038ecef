/** Lists of elements that are kept while the things they show come, change and go. */

/**
 * Return a function that makes a list show these things, which have an `id` each, in their order.
 *
 * @param {(thing: object, at: number) => {element: HTMLElement, show: Function}} make Its `show` is
 *   called with a thing and the one before it.
 * @returns {(things: object[]) => void}
 */
export function keyedList(list, make) {
  const views = new Map();
  return (things) => {
    const kept = new Set(things.map((each) => each.id));
    for (const [id, { element }] of views) {
      if (!kept.has(id)) {
        leave(list, element);
        views.delete(id);
      }
    }
    things.forEach((thing, at) => {
      if (!views.has(thing.id)) {
        views.set(thing.id, make(thing, at));
      }
      const view = views.get(thing.id);
      view.show(thing, things[at - 1]);
      if (list.children[at] !== view.element) {
        list.insertBefore(view.element, list.children[at] ?? null);
      }
    });
  };
}

/** Whoever was in an element that goes shall not be thrown out of the list. */
function leave(list, element) {
  const held = element.contains(document.activeElement);
  const next = element.nextElementSibling ?? element.previousElementSibling ?? list.parentElement;
  element.remove();
  if (held) {
    next?.focus({ preventScroll: true });
  }
}
