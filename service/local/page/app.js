// The chat page: joins the line to the desk with the log, the composer and the people.

import { wordsOf } from "./bubble.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { byId, copyText, dressAvatar, icon, label } from "./dom.js";
import { chooseReader, startOf } from "./links.js";
import { Log } from "./log.js";
import { Offers } from "./offers.js";
import { alertBox, confetti, contextMenu, lightbox, toast } from "./overlays.js";
import { Groups } from "./groups.js";
import { People } from "./people.js";
import { ring } from "./sound.js";
import { setLanguage, t } from "./words.js";

const QUICK_REACTIONS = ["👍", "❤", "🔥", "🏆", "🤔", "👏"];
const TYPING_LASTS = 5000;
const PRESS_LASTS = 30_000;
const ANSWER_WITHIN = 3000; // a message that comes later has come by itself

const state = {
  userId: 0, chatId: 0, bot: null, people: [], typing: 0, connected: false, unseen: 0, acted: 0,
};

// Do something by the line; tell the person when it cannot be done.
async function attempt(work) {
  state.acted = Date.now();
  try {
    return await work();
  } catch (error) {
    const stopped = error.name === "AbortError"; // as was wished
    if (!stopped) toast(error instanceof TypeError ? t("offline") : `${t("failed")}: ${error.message}`);
    throw error;
  }
}

const act = {
  get userId() { return state.userId; },
  get inGroupChat() { return state.chatId !== state.userId; },
  isMine: (message) => message.from.id === state.userId,
  nameOf: (message) => (act.isMine(message) ? t("you") : message.from.first_name),
  closePeople: () => people.close(),
  toast,
  lightbox,
  say: (text, replyTo) => attempt(() => line.act("say", { text, reply_to: replyTo ?? null })),
  edit: (entry, text) => attempt(() => line.act("edit", { message_id: entry.message.message_id, text })),
  upload: (file, options) => attempt(() => line.upload(file, options)).catch(() => {}),
  ask: (query, offset) => attempt(() => line.act("ask", { query, offset })),
  choose: (queryId, resultId) => attempt(() => line.act("choose", { query_id: queryId, result_id: resultId })),
  // Type the bot's name and a query, as a button asks for.
  type: (query) => offers.type(`@${state.bot.username} ${query}`),
  addPerson: (person) => line.addPerson(person),
  addGroup: (group) => line.addGroup(group),
  inGroup: (name, more) => attempt(() => line.act(name, more)).catch(() => {}),
  // A command of the menu; in a group it names the bot.
  command: (name, rest = "") => act.say((act.inGroupChat ? `/${name}@${state.bot.username} ${rest}` : `/${name} ${rest}`).trim()),
  lastOwnText: () => log.lastOwnText(),
  goTo: (messageId) => log.goTo(messageId),
  become,
  // A link to this bot is opened as somebody at the desk; true if it was one.
  openStart(url) {
    const start = startOf(url, state.bot?.username);
    if (start === null) return false;
    const invited = new URL(url).searchParams.get("startgroup");
    if (invited !== null) {
      groups.askForGroup(invited);
      return true;
    }
    chooseReader(state.people, (personId) => {
      if (personId !== state.userId || act.inGroupChat) become(personId);
      act.say(start ? `/start ${start}` : "/start").catch(() => {});
    });
    return true;
  },
  openUrl: (url) => act.openStart(url) || (/^https?:/i.test(url) && open(url, "_blank", "noopener,noreferrer")),
  async copy(text) {
    await copyText(text);
    toast(t("copied"));
  },
  async press(message, button, key) {
    if (key.classList.contains("busy")) return;
    key.classList.add("busy");
    const about = { message_id: message.message_id, data: button.callback_data };
    try {
      const { query_id: queryId } = await attempt(() => line.act("press", about));
      setTimeout(() => log.answered(queryId), PRESS_LASTS);
    } catch {
      key.classList.remove("busy");
    }
  },
  react(entry, emoji) {
    const own = entry.reactions?.[String(state.userId)]?.[0];
    const about = { message_id: entry.message.message_id, emoji: own === emoji ? "" : emoji };
    attempt(() => line.act("react", about)).catch(() => {});
  },
  menu: openMenu,
};

const line = new Connection(receive);
const log = new Log(act);
const composer = new Composer(act);
const offers = new Offers(act);
const people = new People(act);
const groups = new Groups(act);

function openMenu(entry, x, y) {
  const { message } = entry;
  const about = { message_id: message.message_id };
  const mine = act.isMine(message);
  const words = wordsOf(message);
  const items = [{ text: t("reply"), icon: "reply", run: () => composer.setMode({ reply: entry }) }];
  if (mine && words && !message.forward_origin && !message.via_bot) {
    items.push({ text: t("edit"), icon: "edit", run: () => composer.setMode({ edit: entry }) });
  }
  if (words) items.push({ text: t("copy"), icon: "copy", run: () => act.copy(words) });
  items.push({ text: t("forward"), icon: "forward", run: () => attempt(() => line.act("forward", { ...about, from_chat_id: state.chatId })).catch(() => {}) });
  items.push({ text: t("delete"), icon: "trash", danger: true, run: () => attempt(() => line.act("delete", about)).catch(() => {}) });
  const own = entry.reactions?.[String(state.userId)] || [];
  const reactions = QUICK_REACTIONS.map((emoji) => ({ emoji, chosen: own.includes(emoji), run: () => act.react(entry, emoji) }));
  contextMenu(x, y, items, reactions, entry.element);
}

const HANDLERS = {
  hello(event) {
    state.connected = true;
    state.typing = 0;
    dress(event);
    log.show(event.messages, event.waiting);
    groups.showPinned(event.pinned, log);
    for (const { query_id: queryId, message_id: messageId, data } of event.pressed) log.press(queryId, messageId, data);
    showWelcome();
  },
  lost() {
    state.connected = false;
    showStatus();
  },
  message(event) {
    if (event.by === "bot") {
      state.typing = 0;
      showStatus();
      if (document.hidden) noteUnseen();
      if (Date.now() - state.acted > ANSWER_WITHIN) ring();
      if (event.message.effect_id) confetti();
    }
    log.add({ message: event.message, reactions: {}, waiting: event.by !== "bot" && !act.inGroupChat });
    showWelcome();
  },
  edit(event) {
    log.edit(event.message);
    groups.refreshPinned(log);
  },
  delete(event) {
    log.remove(event.message_id);
    showWelcome();
  },
  reaction: (event) => log.react(event.message_id, event.by, event.emoji),
  pin: (event) => groups.showPinned(event.pinned, log),
  settled: (event) => event.message_id && log.received(event.message_id),
  press: (event) => log.press(event.query_id, event.message_id, event.data),
  toast(event) {
    log.answered(event.query_id);
    if (event.alert && event.text) alertBox(event.text);
    else if (event.text) toast(event.text);
    const start = event.url && startOf(event.url, state.bot?.username);
    if (start) {
      become(state.userId);
      act.say(`/start ${start}`).catch(() => {});
    }
  },
  action() {
    state.typing = Date.now() + TYPING_LASTS;
    showStatus();
    setTimeout(showStatus, TYPING_LASTS + 50);
  },
  keyboard: (event) => composer.showKeyboard(event.markup),
  inline: (event) => offers.show(event),
  person: dress,
  group: dress,
  profile: dress,
  presence: dress,
  reset: () => line.open(state.userId, state.userId),
};

function receive(event) {
  HANDLERS[event.kind]?.(event);
}

// Show what does not belong to one message: names, words, commands, people.
function dress(event) {
  const me = event.people.find((person) => person.id === state.userId);
  if (!me && event.people.length) {
    become(event.people[0].id);
    return;
  }
  const group = event.groups.find((one) => one.id === state.chatId);
  if (group?.moved_to || (act.inGroupChat && !group?.members.includes(state.userId))) {
    const next = group?.members.includes(state.userId) ? state.userId : group?.members[0];
    become(next || state.userId, next && (group.moved_to || group.id));
    return;
  }
  state.bot = event.bot;
  state.people = event.people;
  setLanguage(me?.language_code);
  people.show(event.people, state.userId);
  groups.show(event.groups, event.people, state.userId, state.chatId);
  composer.dress(event.commands);
  offers.username = event.bot.username;
  const name = group?.title || event.bot.name;
  byId("bot-name").textContent = name;
  for (const id of ["bot-avatar", "welcome-avatar"]) dressAvatar(byId(id), name, 0);
  byId("welcome-name").textContent = name;
  byId("welcome-text").textContent = group ? t("emptyGroup") : event.bot.description || t("emptyAbout");
  byId("start").hidden = Boolean(group);
  byId("start").textContent = t("start");
  byId("log").setAttribute("aria-label", t("log"));
  if (!byId("down").firstChild) byId("down").append(icon("down"));
  label(byId("down"), t("toBottom"));
  showTitle();
  showStatus();
}

function showStatus() {
  const typing = state.typing > Date.now();
  const word = !state.connected ? "connecting" : !state.bot?.listening ? "asleep" : typing ? "typing" : "bot";
  const status = byId("status");
  status.dataset.state = word;
  status.textContent = (word === "bot" && groups.about()) || t(word);
}

function showWelcome() {
  const empty = !log.entries.size;
  byId("welcome").hidden = !empty;
  byId("log").hidden = empty;
}

function showTitle() {
  const name = state.bot?.name || t("title");
  document.title = state.unseen ? `(${state.unseen}) ${name}` : name;
}

function noteUnseen() {
  state.unseen += 1;
  showTitle();
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  state.unseen = 0;
  showTitle();
});

// Be another person, in this tab.
function become(userId, chatId = userId) {
  state.userId = userId;
  state.chatId = chatId;
  state.typing = 0;
  log.stuck = true;
  composer.clear();
  composer.showKeyboard({});
  history.replaceState(null, "", chatId === userId ? `?user=${userId}` : `?user=${userId}&chat=${chatId}`);
  line.open(userId, chatId);
}

byId("start").addEventListener("click", () => act.say("/start").catch(() => {}));
byId("scroller").addEventListener("keydown", (event) => {
  if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== " ") byId("text").focus();
});

async function begin() {
  const address = new URLSearchParams(location.search);
  const asked = Number(address.get("user"));
  const chat = Number(address.get("chat")) || undefined;
  setLanguage(navigator.language);
  showStatus();
  let known = [];
  while (!known.length) {
    try {
      known = (await (await fetch("/control/people")).json()).result;
    } catch {
      await new Promise((done) => { setTimeout(done, 1000); });
    }
  }
  const spoken = navigator.language.slice(0, 2);
  const first = known.find((person) => person.language_code === spoken) || known[0];
  if (known.some((person) => person.id === asked)) become(asked, chat);
  else become(first.id);
  if (matchMedia("(pointer: fine)").matches) byId("text").focus();
}

begin();
