/** The components of a message, each by its type. */

import { button } from "./buttons.js";
import { gallery } from "./gallery.js";
import {
  container,
  fileComponent,
  row,
  section,
  separator,
  textDisplay,
  thumbnail,
} from "./layout.js";
import { select } from "./selects.js";

/** Types: https://docs.discord.com/developers/components/reference */
const RENDERERS = {
  1: row,
  2: button,
  3: select,
  5: select,
  6: select,
  7: select,
  8: select,
  9: section,
  10: textDisplay,
  11: thumbnail,
  12: (component) => gallery(component.items ?? []),
  13: fileComponent,
  14: separator,
  17: container,
};

/**
 * Return what a message's components look like; a type that is not known here shows nothing.
 *
 * @param {{id: string, channel_id: string, components: object[]}} message
 */
export function renderComponents(message) {
  const inside = (list) =>
    (list ?? [])
      .filter((each) => Object.hasOwn(RENDERERS, each.type))
      .map((each) => RENDERERS[each.type](each, message, inside));
  return inside(message.components);
}
