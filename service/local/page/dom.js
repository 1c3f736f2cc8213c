// Small makers of elements; text always goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  send: "M4 12l16-8-5.500 16-3-6.500zM11.500 13.500L20 4",
  attach: "M20 11.500l-8 8a5 5 0 0 1-7.100-7.100l8.300-8.300a3.300 3.300 0 0 1 4.700 4.700l-8.200 8.200a1.700 1.700 0 0 1-2.400-2.400l7.400-7.300",
  menu: "M5 7h14M5 12h14M5 17h9",
  down: "M6 9.500l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z",
  auto: "M12 3.500a8.500 8.500 0 1 0 0 17zM12 3.500a8.500 8.500 0 0 1 0 17",
  edit: "M4 20l1-4.500L16 4.500l3.500 3.500-11 11zM14 6.500l3.500 3.500",
  reply: "M10 6L4 11.500 10 17v-3.500c5 0 8 1.500 10 5 0-6-3.500-9.500-10-9.500z",
  copy: "M8 8h11v12H8zM5 16V4h11",
  forward: "M14 6l6 5.500-6 5.500v-3.500c-5 0-8 1.500-10 5 0-6 3.500-9.500 10-9.500z",
  trash: "M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  link: "M8 16L17 7M10 7h7v7",
  check: "M4 12.500l5 5L20 6.500",
  checks: "M1.500 12.500l5 5L17 6.500M10.500 15l2.500 2.500L23 6.500",
  more: "M12 5.500v.010M12 12v.010M12 18.500v.010",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.500l3 1.500",
};

export const byId = (id) => document.getElementById(id);

// Make an element: el("p.note", {title: "x", onclick}, "text", child)
export function el(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && key !== "role") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function label(button, text, iconName) {
  button.title = text;
  button.setAttribute("aria-label", text);
  if (iconName) button.replaceChildren(icon(iconName));
}

// One or two letters and a steady colour for a name.
export function dressAvatar(element, name, key) {
  const letters = [...name.trim()].filter((char) => /\p{L}|\p{N}/u.test(char));
  element.textContent = (letters[0] || "?").toUpperCase();
  for (let tone = 0; tone < 7; tone += 1) element.classList.toggle(`tone-${tone}`, tone === key % 7);
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea.hidden-copy", { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}
