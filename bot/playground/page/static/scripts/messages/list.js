/** The list of messages of the channel I look at: at its foot, or where I read. */

import { state, watch } from "../state.js";
import { makeFrame, showFrame } from "./frame.js";
import { messageCommands } from "./menu.js";
import { beginReading, readOlder } from "./reading.js";
import { keyedRows } from "./rows.js";
import { holding, keepPlace } from "./scrolling.js";
import { isOlder } from "./shelf.js";
import { here, watchMessages } from "./store.js";

const NEAR_TOP_PX = 300;

/** Show the channel's messages, and keep them true. */
export function mountMessages(log) {
  const frame = makeFrame(log);
  const list = { log, frame, show: keyedRows(frame.rows), channelId: "", newest: "" };
  list.scroll = keepPlace(log, frame.content, () => afterScroll(list));
  frame.jump.addEventListener("click", () => {
    list.scroll.toFoot();
    log.focus({ preventScroll: true });
  });
  const schedule = oncePerFrame(() => draw(list));
  watchMessages(schedule);
  watch(["channelId", "ready"], () => {
    log.classList.toggle("has-commands", messageCommands().length > 0);
    schedule();
  });
  beginReading();
}

function draw(list) {
  const { log, frame, scroll, show } = list;
  const known = here();
  if (list.channelId !== state.channelId) {
    Object.assign(list, { channelId: state.channelId, newest: "" });
    show([]);
    scroll.toFoot();
  }
  const change = () => {
    showFrame(frame, known);
    show(known.messages);
  };
  if (scroll.isPinned()) {
    change();
  } else {
    holding(log, frame.rows.firstElementChild, change);
  }
  afterNews(list, known.messages);
  log.setAttribute("aria-busy", String(Boolean(state.channelId) && !known.loaded));
}

/** News keep me at the foot; above it they are told by a button, unless it is I who caused them. */
function afterNews(list, messages) {
  const { frame, newest, scroll } = list;
  const news = newest ? messages.filter((each) => isOlder(newest, each.id)) : [];
  list.newest = messages.at(-1)?.id ?? newest;
  if (scroll.isPinned() || news.some(isMine)) {
    scroll.toFoot();
  } else if (news.length > 0) {
    frame.jump.hidden = false;
  }
  afterScroll(list);
}

function afterScroll({ log, frame, scroll }) {
  if (scroll.isPinned()) {
    frame.jump.hidden = true;
  }
  if (log.scrollTop < NEAR_TOP_PX) {
    readOlder();
  }
}

function isMine(message) {
  return message.author.id === state.person || message.used?.user.id === state.person;
}

function oncePerFrame(call) {
  let waiting = 0;
  return () => {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      call();
    });
  };
}
