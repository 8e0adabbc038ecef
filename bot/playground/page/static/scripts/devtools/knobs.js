/** What can be turned about the stand-in for the engine. */

import { refused, request } from "../api.js";
import { h, say } from "../dom.js";
import { numberField, pickField, tickField } from "./fields.js";

const PATH = "/devtools/knobs";
const SLOWNESS = [0.25, 0.5, 1, 2, 5, 20];

const CONFIDENCE = {
  label: "Next result's NSFW confidence",
  limits: { min: 0, max: 100, step: "any", placeholder: "0 to 100" },
  note: (value) => (value === null ? "Empty: engine decides." : `${value} for the next task.`),
};
const RATE = {
  label: "Images per minute",
  limits: { min: 1, max: 600, step: 1, placeholder: "1 to 600" },
  note: (value) => (value === null ? "Empty: no limit." : `Above ${value}: refused.`),
};

/** Return the knobs as they stand. */
export function getKnobs() {
  return request(PATH);
}

/** Return the `element` of the knobs, and how to `show` how those stand that the engine has. */
export function knobs() {
  const trouble = h("p", { class: "trouble", role: "status" });
  const turn = (name) => (value) => send({ [name]: value });
  const fields = {
    confidence: numberField(CONFIDENCE, turn("confidence")),
    images_per_minute: numberField(RATE, turn("images_per_minute")),
    fail: tickField("Next task fails", turn("fail")),
    slowness: pickField("Engine speed", SLOWNESS, speedWords, turn("slowness")),
  };
  const show = (state) => {
    for (const [name, field] of Object.entries(fields)) {
      const isThere = name in state;
      field.element.hidden = !isThere;
      if (isThere) {
        field.show(state[name]);
      }
    }
  };
  const send = async (changes) => {
    const fail = refused(({ message }) => say(trouble, message));
    const state = await request(PATH, changes).catch(fail);
    if (state) {
      show(state);
      say(trouble, "");
    }
  };
  const elements = Object.values(fields).map((each) => each.element);
  return { element: h("div", {}, h("div", { class: "knobs" }, elements), trouble), show };
}

function speedWords(slowness) {
  if (slowness === 1) {
    return "usual";
  }
  return slowness > 1 ? `${slowness}× slower` : `${Math.round(100 / slowness) / 100}× faster`;
}
