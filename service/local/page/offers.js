// What the bot offers while one types its name and a query: a list above the field.

import { byId, el } from "./dom.js";

const PAUSE = 150; // between the last letter and the question

export class Offers {
  constructor(act) {
    this.act = act;
    this.list = byId("offers");
    this.text = byId("text");
    this.username = "";
    this.asked = null;
    this.text.addEventListener("input", () => this.listen());
    this.text.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  // Put a text into the field, as if it were typed.
  type(text) {
    this.text.value = text;
    this.text.dispatchEvent(new Event("input"));
    this.text.focus();
  }

  listen() {
    clearTimeout(this.timer);
    const name = `@${this.username.toLowerCase()} `;
    if (!this.username || !this.text.value.toLowerCase().startsWith(name)) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(this.text.value.slice(name.length), ""), PAUSE);
  }

  // The answer may come before the question is known to be asked.
  ask(query, offset) {
    this.asked = query;
    this.act.ask(query, offset).catch(() => this.close());
  }

  show(event) {
    if (event.query !== this.asked) return;
    const made = event.results.map((one) => this.item(event, one));
    if (event.button) {
      const open = () => this.open(event.button.start_parameter);
      made.unshift(el("button.option.hint", { type: "button", onclick: open }, event.button.text));
    }
    if (event.offset === "") this.list.replaceChildren();
    this.list.querySelector(".more")?.remove();
    this.list.append(...made);
    if (event.next_offset) {
      const more = () => this.ask(event.query, event.next_offset);
      this.list.append(el("button.option.more", { type: "button", onclick: more }, "…"));
    }
    this.list.hidden = !this.list.children.length;
  }

  item(event, one) {
    const choose = () => {
      this.clear();
      this.act.choose(event.query_id, one.id).catch(() => {});
    };
    return el("button.option.offer", { type: "button", onclick: choose }, el("b", {}, one.title), el("span", {}, one.description));
  }

  open(parameter) {
    this.clear();
    this.act.say(`/start ${parameter}`).catch(() => {});
  }

  clear() {
    this.text.value = "";
    this.text.dispatchEvent(new Event("input"));
  }

  close() {
    this.asked = null;
    this.list.hidden = true;
    this.list.replaceChildren();
  }
}
