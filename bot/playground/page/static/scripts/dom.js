/** Building elements whose words are always text, never markup. */

/**
 * Return a new element.
 *
 * A property that is a function listens (`onclick`), one that is true stands without a value, and
 * false, null and undefined are left out; `dataset` takes an object. All others become attributes.
 * A button submits nothing unless its type says so.
 *
 * @param {Record<string, unknown>} [properties]
 * @param {...unknown} children Nodes, lists of them, or words; null, undefined and false are left out.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  if (tag === "button") {
    element.type = "button";
  }
  for (const [name, value] of Object.entries(properties)) {
    set(element, name, value);
  }
  fill(element, ...children);
  return element;
}

/** Put these children, as in `h`, in the place of all that an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(isMeant));
}

/** Put words into an element, but leave it alone (and unread) when it says them already. */
export function say(element, words) {
  if (element.textContent !== words) {
    element.textContent = words;
  }
}

/** Return the element of `index.html` with this id. */
export function byId(id) {
  return document.getElementById(id);
}

let made = 0;

/** Return an id that no other element has, for labels and descriptions. */
export function freshId(prefix) {
  made += 1;
  return `${prefix}-${made}`;
}

function set(element, name, value) {
  if (!isMeant(value)) {
    return;
  }
  if (typeof value === "function") {
    element.addEventListener(name.slice(2), value);
  } else if (name === "dataset") {
    Object.assign(element.dataset, value);
  } else {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}

function isMeant(value) {
  return value !== null && value !== undefined && value !== false;
}
