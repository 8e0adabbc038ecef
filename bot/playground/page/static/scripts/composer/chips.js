/** The command and its filled-in options, before the text box. */

import { fill, h } from "../dom.js";
import { check } from "./checking.js";
import { optionOf } from "./draft.js";

/** Show them; `go` and `remove` are called with an option's name, or null for the command. */
export function showChips(place, draft, pointed) {
  const command = `/${draft.leaf?.name}`;
  const others = draft.entries.filter((each) => each.name !== draft.option);
  fill(
    place,
    draft.leaf && chip(null, command, `Leave ${command}`, "", pointed),
    others.map((each) => {
      const { trouble } = check(optionOf(draft, each.name), each);
      const shown = `${each.name}: ${each.text.trim()}`;
      return chip(each.name, shown, `Remove ${each.name}`, trouble, pointed);
    }),
  );
}

function chip(name, shown, close, trouble, { go, remove }) {
  const kind = name === null ? "command-chip" : trouble && "wrong-chip";
  const open = {
    class: "chip-name",
    type: "button",
    "aria-label": trouble && `${shown}, not valid: ${trouble}`,
    title: trouble,
    onclick: () => go(name),
  };
  const shut = { class: "chip-close", type: "button", "aria-label": close };
  return h(
    "span",
    { class: `chip ${kind ?? ""}` },
    h("button", open, h("bdi", {}, shown)),
    h("button", { ...shut, onclick: () => remove(name) }, "✕"),
  );
}
