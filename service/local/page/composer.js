// Where one writes: the field, commands while typing "/", editing, replying, files.

import { gist, wordsOf } from "./bubble.js";
import { byId, el, icon, label } from "./dom.js";
import { sendFile } from "./sendfile.js";
import { t } from "./words.js";

const onTouch = matchMedia("(pointer: coarse)").matches;

export class Composer {
  constructor(act) {
    this.act = act;
    this.form = byId("composer");
    this.text = byId("text");
    this.list = byId("commands");
    this.commands = [];
    this.mode = null;
    this.chosen = -1;
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.text.addEventListener("input", () => { this.fit(); this.suggest(); });
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("blur", (event) => this.leave(event.relatedTarget));
    this.text.addEventListener("paste", (event) => this.paste(event));
    byId("menu").addEventListener("mousedown", (event) => event.preventDefault());
    byId("menu").addEventListener("click", () => this.toggleList());
    byId("attach").addEventListener("click", () => byId("file").click());
    byId("file").addEventListener("change", (event) => this.takeFiles(event.target));
    this.watchDrops();
  }

  // Put the words of the language and the bot's commands in place.
  dress(commands) {
    this.commands = commands;
    this.hint();
    label(byId("menu"), t("commands"), "menu");
    label(byId("attach"), t("attach"), "attach");
    label(byId("send"), t("send"), "send");
    this.list.setAttribute("aria-label", t("commands"));
    byId("menu").hidden = !commands.length;
    byId("drop").replaceChildren(el("p", {}, icon("attach"), t("dropHere")));
  }

  hint(placeholder) {
    this.text.placeholder = placeholder || t("message");
    this.text.setAttribute("aria-label", placeholder || t("message"));
  }

  async send() {
    const words = this.text.value.trim();
    if (!words) return;
    const mode = this.mode;
    this.clear();
    try {
      if (mode?.edit) await this.edit(mode.edit, words);
      else await this.act.say(words, mode?.reply?.message.message_id);
    } catch {
      this.text.value = words;
      this.setMode(mode);
      this.fit();
    }
  }

  async edit(entry, words) {
    if (words !== wordsOf(entry.message)) await this.act.edit(entry, words);
  }

  clear() {
    this.text.value = "";
    this.setMode(null);
    this.fit();
    this.closeList();
  }

  // Edit {edit: entry} or reply to {reply: entry} a message, or neither (null).
  setMode(mode) {
    this.mode = mode;
    const bar = byId("quoted");
    bar.hidden = !mode;
    const entry = mode?.edit || mode?.reply;
    label(byId("send"), mode?.edit ? t("save") : t("send"), mode?.edit ? "check" : "send");
    if (!entry) return;
    const name = this.act.nameOf(entry.message);
    const cancel = el("button.round", { type: "button", onclick: () => this.clear() });
    label(cancel, t("cancel"), "close");
    bar.replaceChildren(
      icon(mode.edit ? "edit" : "reply"),
      el("div.quoted-text", {}, el("b", {}, mode.edit ? t("editing") : t("replyTo", name)), el("span", {}, gist(entry.message))),
      cancel,
    );
    if (mode.edit) this.text.value = wordsOf(entry.message);
    this.fit();
    this.text.focus();
    this.text.setSelectionRange(this.text.value.length, this.text.value.length);
  }

  fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 180)}px`;
    this.form.classList.toggle("filled", Boolean(this.text.value.trim()));
  }

  key(event) {
    if (!this.list.hidden && this.keyInList(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !onTouch) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.mode) {
      event.preventDefault();
      this.clear();
    } else if (event.key === "ArrowUp" && !this.text.value) {
      const entry = this.act.lastOwnText();
      if (!entry) return;
      event.preventDefault();
      this.setMode({ edit: entry });
    }
  }

  keyInList(event) {
    const options = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.choose((this.chosen + step + options.length) % options.length);
    } else if (event.key === "Escape") {
      this.closeList();
    } else if (event.key === "Tab" || (event.key === "Enter" && this.chosen >= 0)) {
      const option = options[Math.max(this.chosen, 0)];
      if (event.key === "Enter") option.click();
      else { this.text.value = `/${option.dataset.command} `; this.closeList(); this.fit(); }
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  suggest() {
    const typed = /^\/(\w*)$/.exec(this.text.value);
    const begun = typed?.[1].toLowerCase();
    const found = typed ? this.commands.filter(({ command }) => command.startsWith(begun)) : [];
    found.sort((a, b) => (b.command === begun) - (a.command === begun)); // Enter sends what is written
    if (found.length) this.openList(found);
    else this.closeList();
  }

  toggleList() {
    if (this.list.hidden) this.openList(this.commands);
    else this.closeList();
    this.text.focus();
  }

  openList(commands) {
    const option = ({ command, description }, at) =>
      el(
        "button.option",
        { type: "button", role: "option", id: `option-${at}`, tabIndex: -1,
          onmousedown: (event) => event.preventDefault(),
          onclick: () => { this.clear(); this.act.command(command).catch(() => {}); } },
        el("b", {}, `/${command}`),
        el("span", {}, description),
      );
    this.list.replaceChildren(...commands.map(option));
    [...this.list.children].forEach((made, at) => { made.dataset.command = commands[at].command; });
    this.list.hidden = false;
    this.choose(this.text.value.length > 1 ? 0 : -1);
    byId("menu").setAttribute("aria-expanded", "true");
  }

  closeList() {
    this.list.hidden = true;
    this.chosen = -1;
    this.text.removeAttribute("aria-activedescendant");
    byId("menu").setAttribute("aria-expanded", "false");
  }

  // The list stays only while one goes to it or to its button.
  leave(to) {
    if (!this.list.contains(to) && to !== byId("menu")) this.closeList();
  }

  choose(at) {
    this.chosen = at;
    [...this.list.children].forEach((option, number) => {
      option.setAttribute("aria-selected", String(number === at));
      if (number === at) {
        option.scrollIntoView({ block: "nearest" });
        this.text.setAttribute("aria-activedescendant", option.id);
      }
    });
  }

  // Keys in place of the keyboard, which a bot may show, take away, or ask a reply with.
  showKeyboard(markup) {
    const box = byId("reply-keyboard");
    this.hint(markup.input_field_placeholder);
    if (markup.force_reply) this.text.focus();
    const key = (one) =>
      el("button.key", { type: "button", onclick: () => {
        if (markup.one_time_keyboard) box.hidden = true;
        this.act.say(one.text).catch(() => {});
      } }, one.text);
    box.replaceChildren(...(markup.keyboard || []).map((row) => el("div.row", {}, ...row.map(key))));
    box.hidden = !markup.keyboard;
  }

  takeFiles(input) {
    const [file] = input.files;
    input.value = "";
    if (file) sendFile(file, this.act);
  }

  paste(event) {
    const [file] = event.clipboardData?.files || [];
    if (!file) return;
    event.preventDefault();
    sendFile(file, this.act);
  }

  watchDrops() {
    const area = byId("chat");
    const drop = byId("drop");
    let inside = 0;
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
    const show = (visible) => { drop.hidden = !visible; if (!visible) inside = 0; };
    area.addEventListener("dragenter", (event) => { if (carriesFiles(event)) { inside += 1; show(true); } });
    area.addEventListener("dragleave", () => { inside -= 1; if (inside <= 0) show(false); });
    area.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      show(false);
      const [file] = event.dataTransfer.files;
      if (file) sendFile(file, this.act);
    });
  }
}

