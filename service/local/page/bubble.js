// One message as a bubble: quote, picture, file, words, time, reactions, buttons.

import { el, icon } from "./dom.js";
import { inColour, isBigEmoji, renderText } from "./text.js";
import { clock, fileSize, fullDate, t } from "./words.js";

const fileUrl = (file) => `/control/file/${encodeURIComponent(file.file_id)}`;

export const wordsOf = (message) => message.text ?? message.caption ?? "";

export const gist = (message) =>
  wordsOf(message) || (message.photo ? t("photo") : message.document?.file_name || "");

// Make the article of a message; `entry` is {message, reactions}, `act` what can be done.
export function bubble(entry, act) {
  const { message } = entry;
  const mine = act.isMine(message);
  const happened = service(message);
  const kind = happened ? "service" : mine ? "mine" : "theirs";
  const made = el(`article.message.${kind}`, { tabIndex: -1, id: `m${message.message_id}` });
  made.dataset.id = String(message.message_id);
  const time = clock(new Date(message.date * 1000));
  made.setAttribute("aria-label", t("from", act.nameOf(message), time));
  if (happened) {
    made.append(el("span", {}, happened));
    return made;
  }
  const big = isBigEmoji(message.text, message.entities) && !message.reply_markup;
  const body = el(big ? "div.bubble.big-emoji" : "div.bubble", {}, ...inside(entry, act, mine));
  if (message.photo) body.classList.add("with-photo");
  made.append(el("div.stack", {}, body, keyboard(message, act)));
  return made;
}

function inside(entry, act, mine) {
  const { message } = entry;
  const words = wordsOf(message);
  const parts = [sender(message, act, mine), origin(message), quote(message, act), photo(message, act), attached(message)];
  if (words) {
    const entities = message.entities || message.caption_entities;
    parts.push(el("div.words", { dir: "auto" }, renderText(words, entities, act)));
  }
  parts.push(el("div.meta", {}, reactions(entry, act), stamp(entry, mine)));
  return parts.filter(Boolean);
}

// What a service message tells.
function service(message) {
  const who = message.from.first_name;
  if (message.new_chat_members) return t("entered", message.new_chat_members[0].first_name);
  if (message.left_chat_member) return t("left", message.left_chat_member.first_name);
  if (message.pinned_message) return t("pinned", who, gist(message.pinned_message).split("\n")[0]);
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t("upgraded");
  return "";
}

// In a group: who wrote it.
function sender(message, act, mine) {
  if (!act.inGroupChat || mine) return null;
  const name = el("div.sender", {}, message.sender_chat?.title ?? message.from.first_name);
  name.classList.add(message.from.is_bot ? "tone-0" : `tone-${message.from.id % 7}`);
  return name;
}

function origin(message) {
  const from = message.forward_origin;
  if (!from) return null;
  const name = from.sender_user?.first_name ?? from.sender_user_name ?? (from.sender_chat ?? from.chat).title;
  return el("div.origin", {}, t("forwarded", name));
}

function quote(message, act) {
  const replied = message.reply_to_message;
  if (!replied) return null;
  return el(
    "button.quote",
    { type: "button", onclick: () => act.goTo(replied.message_id) },
    el("b", {}, act.nameOf(replied)),
    el("span", {}, gist(replied)),
  );
}

function photo(message, act) {
  const size = message.photo?.at(-1);
  if (!size) return null;
  const picture = el("img", { src: fileUrl(size), alt: wordsOf(message) || t("photo"),
    width: size.width, height: size.height });
  const frame = el("button.photo", { type: "button", "aria-label": t("photo"),
    onclick: () => act.lightbox(fileUrl(size), wordsOf(message)) }, picture);
  if (message.has_media_spoiler) {
    frame.classList.add("veiled");
    frame.addEventListener("click", (event) => {
      if (frame.classList.contains("veiled")) event.stopImmediatePropagation();
      frame.classList.remove("veiled");
    }, { capture: true });
  }
  return frame;
}

function attached(message) {
  const file = message.document;
  if (!file) return null;
  const ending = (file.file_name || "").split(".").pop().slice(0, 4);
  return el(
    "a.document",
    { href: fileUrl(file), download: file.file_name || "file" },
    el("span.file-mark", { "aria-hidden": "true" }, icon("file"), el("small", {}, ending)),
    el("span.file-text", {}, el("b", {}, file.file_name || t("document")),
      el("small", {}, fileSize(file.file_size))),
  );
}

function reactions(entry, act) {
  const counted = new Map();
  for (const [who, emoji] of Object.entries(entry.reactions || {})) {
    for (const one of emoji) counted.set(one, [...(counted.get(one) || []), who]);
  }
  if (!counted.size) return null;
  const chip = ([emoji, by]) =>
    el(
      by.includes(String(act.userId)) ? "button.reaction.own" : "button.reaction",
      { type: "button", "aria-label": emoji, onclick: () => act.react(entry, emoji) },
      inColour(emoji),
      by.length > 1 ? el("small", {}, String(by.length)) : null,
    );
  return el("span.reactions", {}, ...[...counted].map(chip));
}

function stamp(entry, mine) {
  const { message } = entry;
  const date = new Date(message.date * 1000);
  const made = el("span.stamp", { title: fullDate(date) });
  if (message.edit_date) made.append(el("span.edited", {}, t("edited")), " ");
  made.append(clock(date));
  if (mine) {
    const state = entry.waiting ? "waiting" : "delivered";
    made.append(el(`span.tick.${state}`, { role: "img", "aria-label": t(state), title: t(state) },
      icon(entry.waiting ? "check" : "checks")));
  }
  return made;
}

function keyboard(message, act) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return el("div.keyboard", {}, ...rows.map((row) => el("div.row", {}, ...row.map((one) => key(one, message, act)))));
}

function key(button, message, act) {
  const made = el(`button.key${button.style ? `.${button.style}` : ""}`, { type: "button", title: button.text },
    el("span.key-text", {}, button.text), el("span.dots", { "aria-hidden": "true" }, el("i"), el("i"), el("i")));
  if (button.disabled) made.disabled = true;
  if (button.callback_data !== undefined) {
    made.dataset.data = button.callback_data;
    made.addEventListener("click", () => act.press(message, button, made));
  } else if (button.url) {
    made.append(icon("link"));
    made.addEventListener("click", () => act.openUrl(button.url));
  } else if (button.copy_text) {
    made.append(icon("copy"));
    made.addEventListener("click", () => act.copy(button.copy_text.text));
  } else if (button.switch_inline_query_chosen_chat) {
    made.append(icon("forward"));
    made.addEventListener("click", () => act.type(button.switch_inline_query_chosen_chat.query || ""));
  }
  return made;
}
