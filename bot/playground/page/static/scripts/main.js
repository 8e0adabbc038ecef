/** Joins the parts of the page and begins. */

import { whenModalOpens } from "./acts.js";
import { mountComposer } from "./composer/composer.js";
import { openModal } from "./dialogs/modal.js";
import { byId } from "./dom.js";
import { mountDevtools } from "./devtools/devtools.js";
import { mountMessages } from "./messages/list.js";
import { mountRoom } from "./room.js";
import { begin } from "./session.js";
import { mountSidebar } from "./sidebar/sidebar.js";

whenModalOpens(openModal);
mountSidebar(byId("sidebar"), byId("menu"));
mountRoom();
mountMessages(byId("log"));
mountComposer(byId("composer"));
mountDevtools(byId("devtools"), byId("devtools-toggle"));
begin();
