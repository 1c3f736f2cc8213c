// The people at the desk: who one is, who else there is, somebody new; and the colours.

import { byId, dressAvatar, el, icon, label } from "./dom.js";
import { dialog, toast } from "./overlays.js";
import { t } from "./words.js";

const LANGUAGES = [["ru", "Русский"], ["en", "English"], ["de", "Deutsch"], ["es", "Español"], ["uk", "Українська"]];
const THEMES = ["auto", "light", "dark"];

const fullName = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");
const languageName = (code) => LANGUAGES.find(([known]) => known === code)?.[1] || code;

export class People {
  constructor(act) {
    this.act = act;
    this.theme = localStorage.getItem("theme") || "auto";
    byId("me").addEventListener("click", () => this.open());
    byId("veil").addEventListener("click", () => this.close());
    byId("side-close").addEventListener("click", () => this.close());
    byId("add-person").addEventListener("click", () => this.askForPerson());
    byId("theme").addEventListener("click", () => this.nextTheme());
    byId("side").addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    this.applyTheme();
  }

  open() {
    document.body.classList.add("side-open");
    byId("people").querySelector("[aria-current]")?.focus();
  }

  close() {
    if (!document.body.classList.contains("side-open")) return;
    document.body.classList.remove("side-open");
    byId("me").focus({ preventScroll: true });
  }

  show(people, userId) {
    const me = people.find((person) => person.id === userId);
    byId("side-title").textContent = t("people");
    byId("footnote").textContent = t("footnote");
    byId("add-person").replaceChildren(icon("plus"), t("addPerson"));
    label(byId("side-close"), t("close"), "close");
    byId("people").replaceChildren(...people.map((person) => this.item(person, person.id === userId)));
    const face = el("span.avatar.small", { "aria-hidden": "true" });
    dressAvatar(face, me?.first_name || "?", userId);
    byId("me").replaceChildren(face, el("span.me-name", {}, me?.first_name || ""));
    label(byId("me"), t("youAre", me?.first_name || ""));
    this.applyTheme();
  }

  item(person, current) {
    const face = el("span.avatar", { "aria-hidden": "true" });
    dressAvatar(face, person.first_name, person.id);
    const about = [languageName(person.language_code), person.username && `@${person.username}`];
    const link = el(
      "a.person",
      { href: `?user=${person.id}`, onclick: (event) => this.pick(event, person) },
      face,
      el("span.person-text", {}, el("b", {}, fullName(person)), el("small", {}, about.filter(Boolean).join(" · "))),
    );
    if (current) link.setAttribute("aria-current", "true");
    return el("li", {}, link);
  }

  // A plain click switches here; with a modifier the browser opens another tab.
  pick(event, person) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.close();
    this.act.become(person.id);
  }

  nextTheme() {
    this.theme = THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length];
    localStorage.setItem("theme", this.theme);
    this.applyTheme();
    toast(t("theme")[this.theme]);
  }

  applyTheme() {
    if (this.theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.theme;
    label(byId("theme"), t("theme")[this.theme], { auto: "auto", light: "sun", dark: "moon" }[this.theme]);
  }

  askForPerson() {
    const name = el("input", { type: "text", required: true, maxLength: 64, autocomplete: "off" });
    const username = el("input", { type: "text", pattern: "[A-Za-z][A-Za-z0-9_]{3,31}", placeholder: t("optional"), autocomplete: "off" });
    const language = el("select", {}, ...LANGUAGES.map(([code, word]) => el("option", { value: code }, word)));
    const add = async (event) => {
      event.preventDefault();
      const person = { first_name: name.value.trim(), username: username.value.trim(), language_code: language.value };
      try {
        const { id } = await this.act.addPerson(person);
        made.close();
        this.close();
        this.act.become(id);
      } catch (error) {
        toast(`${t("failed")}: ${error.message}`);
      }
    };
    const made = dialog(
      "sheet",
      el(
        "form",
        { onsubmit: add },
        el("h2", {}, t("newPerson")),
        el("label", {}, t("name"), name),
        el("label", {}, t("language"), language),
        el("label", {}, t("username"), username),
        el(
          "div.dialog-buttons",
          {},
          el("button", { type: "button", onclick: () => made.close() }, t("cancel")),
          el("button.primary", { type: "submit" }, t("add")),
        ),
      ),
    );
    name.focus();
  }
}
