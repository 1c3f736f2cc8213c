// The list of messages: days, groups, edits in place, and where one has scrolled to.

import { bubble } from "./bubble.js";
import { byId, el } from "./dom.js";
import { dayName, t } from "./words.js";

const TOGETHER_WITHIN = 5 * 60; // seconds between bubbles of one group
const AT_BOTTOM = 90; // pixels that still count as the bottom
const HOLD = 450; // milliseconds of a long press

export class Log {
  constructor(act) {
    this.act = act;
    this.box = byId("log");
    this.scroller = byId("scroller");
    this.down = byId("down");
    this.entries = new Map();
    this.busy = new Map();
    this.unread = 0;
    this.scroller.addEventListener("scroll", () => this.noteScroll(), { passive: true });
    this.down.addEventListener("click", () => this.toBottom(true));
    this.watchMenus();
    new ResizeObserver(() => this.stuck && this.toBottom()).observe(this.box);
    new ResizeObserver(() => this.stuck && this.toBottom()).observe(this.scroller);
    this.stuck = true;
  }

  // Show a whole chat; `waiting` are the message ids the bot has not confirmed.
  show(messages, waiting) {
    const open = new Set(waiting);
    const keep = !this.stuck;
    this.entries.clear();
    this.busy.clear();
    this.box.replaceChildren();
    for (const entry of messages) {
      entry.waiting = open.has(entry.message.message_id);
      this.place(entry);
    }
    if (!keep) this.toBottom();
    this.count(0);
  }

  add(entry) {
    const mine = this.act.isMine(entry.message);
    const made = this.place(entry);
    made.classList.add("new");
    if (mine || this.stuck) this.toBottom();
    else this.count(this.unread + 1);
  }

  // Put an entry at the end, with the day before it if that is new.
  place(entry) {
    const { message } = entry;
    const date = new Date(message.date * 1000);
    const before = this.last();
    const newDay = !before || new Date(before.message.date * 1000).toDateString() !== date.toDateString();
    if (newDay) this.box.append(el("div.day", {}, el("span", {}, dayName(date))));
    const made = bubble(entry, this.act);
    const follows = !newDay && before.message.from.id === message.from.id
      && message.date - before.message.date < TOGETHER_WITHIN;
    if (follows) {
      made.classList.add("follows");
      before.element?.classList.add("followed");
    }
    entry.element = made;
    this.entries.set(message.message_id, entry);
    this.box.append(made);
    return made;
  }

  last() {
    let found = null;
    for (const entry of this.entries.values()) found = entry;
    return found;
  }

  lastOwnText() {
    const own = [...this.entries.values()].filter((e) => this.act.isMine(e.message) && e.message.text && !e.message.forward_origin);
    return own.at(-1);
  }

  edit(message) {
    const entry = this.entries.get(message.message_id);
    if (!entry) return;
    entry.message = message;
    this.redraw(entry);
  }

  redraw(entry) {
    const old = entry.element;
    const made = bubble(entry, this.act);
    for (const name of ["follows", "followed"]) made.classList.toggle(name, old.classList.contains(name));
    const shown = [...old.querySelectorAll(".spoiler")].map((one) => one.classList.contains("shown"));
    [...made.querySelectorAll(".spoiler")].forEach((one, at) => one.classList.toggle("shown", Boolean(shown[at])));
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const path = focused && [...old.querySelectorAll("button")].indexOf(focused);
    old.replaceWith(made);
    entry.element = made;
    this.showBusy(entry.message.message_id);
    if (focused === old) made.focus({ preventScroll: true });
    else if (focused) made.querySelectorAll("button")[path]?.focus({ preventScroll: true });
  }

  remove(messageId) {
    const entry = this.entries.get(messageId);
    if (!entry) return;
    this.entries.delete(messageId);
    const { element } = entry;
    element.classList.add("gone");
    const finish = () => {
      const day = element.previousElementSibling;
      element.remove();
      const lonely = day?.classList.contains("day") && !day.nextElementSibling?.classList.contains("message");
      if (lonely) day.remove();
    };
    element.addEventListener("animationend", finish, { once: true });
    setTimeout(finish, 400);
  }

  react(messageId, who, emoji) {
    const entry = this.entries.get(messageId);
    if (!entry) return;
    entry.reactions = { ...entry.reactions, [who]: emoji };
    this.redraw(entry);
  }

  received(messageId) {
    const entry = this.entries.get(messageId);
    if (!entry?.waiting) return;
    entry.waiting = false;
    this.redraw(entry);
  }

  // A pressed button shows dots until its query is answered.
  press(queryId, messageId, data) {
    this.busy.set(queryId, { messageId, data });
    this.showBusy(messageId);
  }

  answered(queryId) {
    const pressed = this.busy.get(queryId);
    this.busy.delete(queryId);
    if (pressed) this.showBusy(pressed.messageId);
  }

  showBusy(messageId) {
    const entry = this.entries.get(messageId);
    if (!entry) return;
    const busy = new Set([...this.busy.values()].filter((one) => one.messageId === messageId).map((one) => one.data));
    for (const key of entry.element.querySelectorAll(".key[data-data]")) {
      key.classList.toggle("busy", busy.has(key.dataset.data));
      key.toggleAttribute("aria-busy", busy.has(key.dataset.data));
    }
  }

  goTo(messageId) {
    const entry = this.entries.get(messageId);
    if (!entry) return;
    entry.element.scrollIntoView({ block: "center", behavior: "smooth" });
    entry.element.classList.remove("flash");
    requestAnimationFrame(() => entry.element.classList.add("flash"));
  }

  toBottom(smooth = false) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.stuck = true;
    this.byItself = !smooth;
    this.count(0);
  }

  // The day shows itself only while a person scrolls.
  noteScroll() {
    this.scroller.classList.toggle("scrolling", !this.byItself);
    this.byItself = false;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.scroller.classList.remove("scrolling"), 900);
    const top = this.scroller.getBoundingClientRect().top + 10;
    for (const day of this.box.querySelectorAll(".day")) {
      day.classList.toggle("stuck", this.scroller.scrollTop > 20 && day.getBoundingClientRect().top <= top);
    }
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.stuck = scrollHeight - scrollTop - clientHeight < AT_BOTTOM;
    if (this.stuck) this.count(0);
    this.down.hidden = this.stuck;
  }

  count(unread) {
    this.unread = unread;
    this.down.dataset.unread = unread ? String(unread) : "";
    this.down.setAttribute("aria-label", unread ? `${t("toBottom")}, ${t("unread", unread)}` : t("toBottom"));
    if (this.stuck) this.down.hidden = true;
  }

  // Right click, a long press, or the menu key on a message.
  watchMenus() {
    let timer = 0;
    const open = (event, x, y) => {
      const element = event.target.closest?.(".message");
      const entry = element && this.entries.get(Number(element.dataset.id));
      if (entry) this.act.menu(entry, x, y);
      return Boolean(entry);
    };
    this.box.addEventListener("contextmenu", (event) => {
      if (event.target.closest("a, img") && !event.target.closest(".photo")) return;
      if (!getSelection().isCollapsed) return;
      event.preventDefault();
      if (!timer) open(event, event.clientX, event.clientY);
    });
    this.box.addEventListener("touchstart", (event) => {
      const { clientX, clientY } = event.touches[0];
      clearTimeout(timer);
      timer = setTimeout(() => open(event, clientX, clientY), HOLD);
    }, { passive: true });
    for (const name of ["touchend", "touchmove", "touchcancel"]) {
      this.box.addEventListener(name, () => { clearTimeout(timer); timer = 0; }, { passive: true });
    }
    this.box.addEventListener("keydown", (event) => this.walk(event, open));
  }

  walk(event, open) {
    const element = event.target.closest(".message");
    if (!element) return;
    const isMenu = event.key === "ContextMenu" || (event.shiftKey && event.key === "F10")
      || (event.key === "Enter" && event.target === element);
    if (isMenu) {
      event.preventDefault();
      const place = element.querySelector(".bubble").getBoundingClientRect();
      open(event, place.left + 24, place.top + 24);
    } else if (event.target === element && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      const all = [...this.box.querySelectorAll(".message")];
      all[all.indexOf(element) + (event.key === "ArrowUp" ? -1 : 1)]?.focus();
    }
  }
}
