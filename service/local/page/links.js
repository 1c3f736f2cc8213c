// Links to the bot itself: the page has no Telegram to open them in, so somebody at the desk does.

import { dressAvatar, el } from "./dom.js";
import { dialog } from "./overlays.js";
import { t } from "./words.js";

// Give what stands behind ?start= in a link to the bot; "" without it, null for any other link.
export function startOf(url, username) {
  let link;
  try {
    link = new URL(url);
  } catch {
    return null;
  }
  const there = link.hostname === "t.me" && link.pathname.slice(1).toLowerCase() === username?.toLowerCase();
  return there ? link.searchParams.get("start") || "" : null;
}

// Ask as whom a link is opened.
export function chooseReader(people, open) {
  const item = (person) => {
    const face = el("span.avatar", { "aria-hidden": "true" });
    dressAvatar(face, person.first_name, person.id);
    const choose = () => {
      made.close();
      open(person.id);
    };
    return el("button.person", { type: "button", onclick: choose }, face, el("b", {}, person.first_name));
  };
  const made = dialog("sheet", el("div.readers", {}, el("h2", {}, t("openAs")), ...people.map(item)));
}
