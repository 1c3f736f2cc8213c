// Formatted text: entities with UTF-16 offsets, which are JavaScript's own.

import { copyText, el, icon } from "./dom.js";
import { fullDate, moment, t } from "./words.js";

const SIMPLE = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  hashtag: "span.tag",
  cashtag: "span.tag",
  mention: "span.tag",
  text_mention: "span.tag",
  phone_number: "span.tag",
  custom_emoji: "span",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const COLLAPSED_LINES = 4;
const SHORT_CODE = 24; // characters that fit into a line of the narrowest phone

// Give the nodes of a text; `act` may say a command and show a toast.
export function renderText(text, entities, act) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, 0, text.length, sorted, act);
}

function build(text, begin, end, entities, act) {
  const made = document.createDocumentFragment();
  let at = begin;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const start = Math.max(entity.offset, at);
    const stop = Math.min(entity.offset + entity.length, end);
    if (stop <= start) continue;
    if (start > at) made.append(text.slice(at, start));
    const inside = [];
    while (index + 1 < entities.length && entities[index + 1].offset < stop) {
      index += 1;
      inside.push(entities[index]);
    }
    const content = build(text, start, stop, inside, act);
    made.append(wrap(entity, content, text.slice(start, stop), act));
    at = stop;
    // A block ends its line by itself.
    if (BLOCKS.has(entity.type) && text[at] === "\n" && at < end) at += 1;
  }
  if (at < end) made.append(text.slice(at, end));
  return made;
}

function wrap(entity, content, plain, act) {
  if (SIMPLE[entity.type]) return el(SIMPLE[entity.type], {}, content);
  const maker = MAKERS[entity.type];
  return maker ? maker(entity, content, plain, act) : content;
}

const MAKERS = {
  code: (entity, content, plain, act) =>
    el(plain.length > SHORT_CODE ? "code" : "code.short",
      { title: t("copy"), onclick: () => copied(plain, act) }, content),
  pre: (entity, content, plain, act) =>
    el(
      "div.pre",
      {},
      el(
        "div.pre-head",
        {},
        entity.language ? el("span", {}, entity.language) : null,
        el("button", { type: "button", "aria-label": t("copy"), title: t("copy"),
          onclick: () => copied(plain, act) }, icon("copy")),
      ),
      el("pre", { tabIndex: 0 }, content),
    ),
  text_link: (entity, content, plain, act) => link(entity.url, content, act),
  url: (entity, content, plain, act) => link(/^[a-z]+:/i.test(plain) ? plain : `http://${plain}`, content, act),
  email: (entity, content, plain, act) => link(`mailto:${plain}`, content, act),
  bot_command: (entity, content, plain, act) =>
    el("button.command", { type: "button", onclick: () => act.say(plain) }, content),
  spoiler: (entity, content) => spoiler(content),
  blockquote: (entity, content) => el("blockquote", {}, content),
  expandable_blockquote: (entity, content, plain) => collapsible(content, plain),
  date_time: (entity, content) => time(entity, content),
};

async function copied(text, act) {
  await copyText(text);
  act.toast(t("copied"));
}

function link(url, content, act) {
  const safe = /^(https?|mailto|tel):/i.test(url);
  if (!safe) return el("span.tag", { title: url }, content);
  const opens = (event) => act.openStart(url) && event.preventDefault();
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url, onclick: opens }, content);
}

function spoiler(content) {
  const hidden = el("span.spoiler", { tabIndex: 0, role: "button", "aria-label": t("spoiler") }, content);
  const show = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    if (hidden.classList.contains("shown")) return;
    event.preventDefault();
    hidden.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) hidden.removeAttribute(name);
  };
  hidden.addEventListener("click", show);
  hidden.addEventListener("keydown", show);
  return hidden;
}

function collapsible(content, plain) {
  const long = plain.split("\n").length > COLLAPSED_LINES || plain.length > 200;
  if (!long) return el("blockquote", {}, content);
  const inner = el("div.quote-text", {}, content);
  const toggle = el("button.quote-toggle", { type: "button", "aria-expanded": "false" }, t("expand"));
  const quote = el("blockquote.collapsed", {}, inner, toggle);
  toggle.addEventListener("click", () => {
    const collapsed = quote.classList.toggle("collapsed");
    toggle.textContent = collapsed ? t("expand") : t("collapse");
    toggle.setAttribute("aria-expanded", String(!collapsed));
  });
  return quote;
}

function time(entity, content) {
  const date = new Date(entity.unix_time * 1000);
  const how = entity.date_time_format || "";
  const made = el("time", { dateTime: date.toISOString(), title: fullDate(date) }, content);
  if (how) made.textContent = moment(date, how);
  if (how === "r") made.dataset.relative = String(entity.unix_time);
  return made;
}

// Relative times move on while one looks at them.
setInterval(() => {
  for (const made of document.querySelectorAll("time[data-relative]")) {
    const words = moment(new Date(Number(made.dataset.relative) * 1000), "r");
    if (made.textContent !== words) made.textContent = words;
  }
}, 1000);

const EMOJI_ONLY = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic})*\s?){1,3}$/u;
// Reactions come without the sign that asks for the coloured picture.
export const inColour = (emoji) => ([...emoji].length === 1 ? `${emoji}\uFE0F` : emoji);
export const isBigEmoji = (text, entities) => !(entities || []).length && EMOJI_ONLY.test(text || "");
