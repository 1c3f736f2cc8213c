// What lies over the chat: toasts, alerts, pictures in full, and the menu of a message.

import { byId, el, icon } from "./dom.js";
import { inColour } from "./text.js";
import { t } from "./words.js";

export function toast(text) {
  const shown = el("div.toast", {}, text);
  const box = byId("toasts");
  while (box.children.length > 1) box.firstChild.remove();
  box.append(shown);
  setTimeout(() => shown.classList.add("going"), 2600 + text.length * 35);
  setTimeout(() => shown.remove(), 3000 + text.length * 35);
}

// Open a dialog that goes away again; give it back.
export function dialog(name, ...children) {
  const made = el(`dialog.${name}`, { onclose: () => made.remove() }, ...children);
  made.addEventListener("click", (event) => {
    if (event.target === made) made.close();
  });
  document.body.append(made);
  made.showModal();
  return made;
}

export function alertBox(text) {
  const close = el("button.primary", { type: "button", onclick: () => made.close() }, t("ok"));
  const made = dialog("alert", el("p", {}, text), el("div.dialog-buttons", {}, close));
  made.setAttribute("role", "alertdialog");
  close.focus();
}

export function lightbox(source, description) {
  const picture = el("img", { src: source, alt: description || t("photo") });
  const close = el("button.round", { type: "button", onclick: () => made.close() }, icon("close"));
  close.setAttribute("aria-label", t("close"));
  const made = dialog("lightbox", picture, close);
  picture.addEventListener("click", () => made.close());
}

let openMenu = null;

export function closeMenu() {
  openMenu?.remove();
  openMenu = null;
}

// Open a menu at a point: items are {text, icon, danger, run}; reactions a row of emoji.
export function contextMenu(x, y, items, reactions, back) {
  closeMenu();
  const close = () => {
    closeMenu();
    back?.focus({ preventScroll: true });
  };
  const button = (item) =>
    el(
      item.danger ? "button.danger" : "button",
      { type: "button", role: "menuitem", onclick: () => { close(); item.run(); } },
      icon(item.icon),
      item.text,
    );
  const row = el(
    "div.menu-reactions",
    {},
    ...reactions.map(({ emoji, chosen, run }) =>
      el(
        chosen ? "button.chosen" : "button",
        { type: "button", role: "menuitem", "aria-label": emoji, onclick: () => { close(); run(); } },
        inColour(emoji),
      ),
    ),
  );
  openMenu = el("div.menu", { role: "menu" }, row, ...items.map(button));
  document.body.append(openMenu);
  place(openMenu, x, y);
  openMenu.addEventListener("keydown", (event) => walk(event, close));
  openMenu.querySelectorAll(":scope > button")[0]?.focus();
}

function place(menu, x, y) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
}

function walk(event, close) {
  const items = [...openMenu.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step) {
    event.preventDefault();
    items[(at + step + items.length) % items.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    close();
  }
  event.stopPropagation();
}

document.addEventListener("pointerdown", (event) => {
  if (openMenu && !openMenu.contains(event.target)) closeMenu();
});
addEventListener("resize", closeMenu);
addEventListener("blur", closeMenu);

// A message with an effect lets paper fly, unless the person wants no motion.
export function confetti() {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const pieces = Array.from({ length: 36 }, (_, number) => {
    const piece = el(`i.tone-${number % 7}`);
    piece.style.left = `${Math.random() * 100}%`;
    piece.style.animationDelay = `${Math.random() * 500}ms`;
    piece.style.animationDuration = `${1400 + Math.random() * 1200}ms`;
    return piece;
  });
  const box = el("div.confetti", { "aria-hidden": "true" }, ...pieces);
  document.body.append(box);
  setTimeout(() => box.remove(), 3500);
}
