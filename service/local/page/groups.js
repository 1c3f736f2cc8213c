// Groups: the list of them, a new one, who speaks in the open one, and what is pinned there.

import { gist } from "./bubble.js";
import { byId, dressAvatar, el, icon, label } from "./dom.js";
import { contextMenu, dialog, toast } from "./overlays.js";
import { t } from "./words.js";

const HAS_BOT = ["member", "administrator"];

export class Groups {
  constructor(act) {
    this.act = act;
    this.open = null;
    byId("add-group").addEventListener("click", () => this.askForGroup());
    byId("group-menu").addEventListener("click", () => this.menu());
    byId("pinned").addEventListener("click", () => this.act.goTo(this.pin));
  }

  // Show the groups, and who may speak in the one with this id, if there is one.
  show(groups, people, userId, chatId) {
    this.people = people;
    this.open = groups.find((group) => group.id === chatId) || null;
    const alive = groups.filter((group) => !group.moved_to);
    byId("groups-title").textContent = t("groups");
    byId("groups-title").hidden = !alive.length;
    byId("add-group").replaceChildren(icon("plus"), t("addGroup"));
    byId("groups").replaceChildren(...alive.map((group) => this.item(group, userId)));
    byId("group-menu").hidden = !this.open;
    label(byId("group-menu"), t("groupMenu"), "more");
    const speakers = byId("speakers");
    speakers.hidden = !this.open;
    speakers.setAttribute("aria-label", t("people"));
    speakers.replaceChildren(...this.members().map((person) => this.speaker(person, userId)));
  }

  members() {
    return this.people.filter((person) => this.open?.members.includes(person.id));
  }

  item(group, userId) {
    const face = el("span.avatar", { "aria-hidden": "true" });
    dressAvatar(face, group.title, -group.id);
    const speaker = group.members.includes(userId) ? userId : group.members[0];
    const pick = (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      this.act.closePeople();
      this.act.become(speaker, group.id);
    };
    const link = el("a.person", { href: `?user=${speaker}&chat=${group.id}`, onclick: pick }, face,
      el("span.person-text", {}, el("b", {}, group.title), el("small", {}, about(group))));
    if (group === this.open) link.setAttribute("aria-current", "true");
    return el("li", {}, link);
  }

  speaker(person, userId) {
    const face = el("span.avatar.small", { "aria-hidden": "true" });
    dressAvatar(face, person.first_name, person.id);
    const made = el("button.speaker", { type: "button", onclick: () => this.act.become(person.id, this.open.id) },
      face, el("span", {}, person.first_name));
    made.setAttribute("aria-pressed", String(person.id === userId));
    return made;
  }

  // What stands under the name of an open group.
  about() {
    return this.open && about(this.open);
  }

  // The newest pinned message, under the head.
  showPinned(pinned, log) {
    this.pin = pinned.at(-1);
    this.refreshPinned(log);
  }

  refreshPinned(log) {
    const entry = log.entries.get(this.pin);
    byId("pinned").hidden = !entry;
    if (entry) byId("pinned").replaceChildren(icon("pin"), el("span", {}, gist(entry.message)));
  }

  menu() {
    const group = this.open;
    const inside = HAS_BOT.includes(group.bot);
    const admin = group.bot === "administrator";
    const item = (word, sign, act, more) => ({ text: t(word), icon: sign, run: () => this.act.inGroup(act, more) });
    const items = inside
      ? [item(admin ? "noAdmin" : "makeAdmin", "check", "add_bot", { admin: !admin }), item("removeBot", "trash", "remove_bot")]
      : [item("addBot", "plus", "add_bot")];
    if (group.type === "group") items.push(item("upgrade", "forward", "upgrade"));
    const place = byId("group-menu").getBoundingClientRect();
    contextMenu(place.left, place.bottom, items, [], byId("group-menu"));
  }

  // Open a group; `start` is what a link that adds the bot sends there.
  askForGroup(start = "") {
    const title = el("input", { type: "text", required: true, maxLength: 128, autocomplete: "off" });
    const boxes = this.people.map((person) => el("input", { type: "checkbox", checked: true, value: String(person.id) }));
    const add = async (event) => {
      event.preventDefault();
      const members = boxes.filter((box) => box.checked).map((box) => Number(box.value));
      if (!members.length) return;
      const group = { id: -(100 + Math.floor(Math.random() * 1e8)), title: title.value.trim(), members, type: "group" };
      try {
        await this.act.addGroup(group);
        made.close();
        this.act.closePeople();
        this.act.become(members.includes(this.act.userId) ? this.act.userId : members[0], group.id);
        if (start) this.act.command("start", start).catch(() => {});
      } catch (error) {
        toast(`${t("failed")}: ${error.message}`);
      }
    };
    const made = dialog(
      "sheet",
      el(
        "form",
        { onsubmit: add },
        el("h2", {}, t("addGroup")),
        el("label", {}, t("groupName"), title),
        ...this.people.map((person, at) => el("label.check", {}, boxes[at], person.first_name)),
        el(
          "div.dialog-buttons",
          {},
          el("button", { type: "button", onclick: () => made.close() }, t("cancel")),
          el("button.primary", { type: "submit" }, t("add")),
        ),
      ),
    );
    title.focus();
  }
}

function about(group) {
  const bot = HAS_BOT.includes(group.bot) ? t(group.bot) : t("noBot");
  return `${t("members", group.members.length)} · ${bot}`;
}
