/** What a person does to the bot, and what is shown when it fails. */

import { postInteraction, refused } from "./api.js";
import { notify } from "./notices.js";
import { state } from "./state.js";

const COMMAND = 2;
const COMPONENT = 3;
const AUTOCOMPLETE = 4;
const MODAL = 5;
const SILENCE = "The application did not respond.";

let openModal = () => {};

/** Name who opens modals: called with the modal's data and the id of the interaction. */
export function whenModalOpens(open) {
  openModal = open;
}

/**
 * Use a command in the channel I look at; returns whether the bot answered.
 *
 * @param {object} data `id` and `options`, or `id` and `target_id`.
 */
export function useCommand(data) {
  return act({ type: COMMAND, channel_id: state.channelId, data });
}

/** Press a button or pick these values from a select; returns whether the bot answered. */
export function useComponent(message, component, values) {
  const data = { custom_id: component.custom_id, component_type: component.type, values };
  return act({ type: COMPONENT, channel_id: message.channel_id, message_id: message.id, data });
}

/**
 * Submit the modal that an interaction opened, its values by custom_id; returns whether the bot
 * answered.
 */
export function submitModal(interactionId, values) {
  return act({ type: MODAL, interaction_id: interactionId, data: { values } });
}

/**
 * Return the choices (`name` and `value`) that the bot offers for the focused option; none if it
 * fails.
 */
export async function askChoices(data) {
  const body = { type: AUTOCOMPLETE, channel_id: state.channelId, data };
  const answer = await postInteraction(body).catch(refused(() => null));
  return answer?.choices ?? [];
}

async function act(body) {
  const told = refused(({ message }) => ({ answer: null, problem: message }));
  const { answer, interaction_id: id, modal, problem = SILENCE } =
    await postInteraction(body).catch(told);
  if (answer === null) {
    notify(problem);
  } else if (modal) {
    openModal(modal, id);
  }
  return answer !== null;
}
