// The page's own words in Russian and English, and its dates.

const WORDS = {
  en: {
    title: "Workout bot – chat",
    people: "Write as",
    addPerson: "Add a person",
    footnote: "This page replaces Telegram on your computer. Nothing you write leaves it.",
    theme: { auto: "Theme: system", light: "Theme: light", dark: "Theme: dark" },
    close: "Close",
    bot: "bot",
    typing: "typing",
    connecting: "connecting…",
    asleep: "bot is offline",
    switchPerson: "Switch person",
    youAre: (name) => `You are ${name}. Switch person`,
    start: "Start",
    emptyAbout: "Send a command, or press Start.",
    message: "Message",
    commands: "Commands",
    attach: "Attach a file",
    send: "Send",
    save: "Save",
    toBottom: "Go to the latest message",
    unread: (count) => `${count} new`,
    edited: "edited",
    delivered: "delivered to the bot",
    waiting: "waiting for the bot",
    forwarded: (name) => `Forwarded from ${name}`,
    editing: "Editing",
    replyTo: (name) => `Reply to ${name}`,
    cancel: "Cancel",
    reply: "Reply",
    edit: "Edit",
    copy: "Copy text",
    copied: "Copied",
    forward: "Forward to the bot",
    delete: "Delete",
    photo: "Photo",
    document: "File",
    caption: "Caption",
    asPhoto: "Send as a photo",
    sending: "Sending the file",
    sentOf: (sent, all) => `${sent} of ${all} sent`,
    dropHere: "Drop the file to send it",
    newPerson: "New person",
    name: "Name",
    username: "Username, without @",
    optional: "optional",
    language: "App language",
    add: "Add",
    openAs: "Open the link as",
    failed: "That didn't work",
    offline: "No connection to the bot. Try again in a moment.",
    spoiler: "Show hidden text",
    expand: "Show all",
    collapse: "Show less",
    today: "Today",
    yesterday: "Yesterday",
    ok: "OK",
    log: "Messages",
    messageMenu: "Message actions",
    from: (name, time) => `${name}, ${time}`,
    you: "You",
    empty: "Messages appear here",
    groups: "Groups",
    addGroup: "New group",
    groupName: "Group name",
    groupMenu: "Group settings",
    emptyGroup: "A group with the bot. It sees only commands, replies to it and messages that mention it.",
    members: (count) => `${count} ${count === 1 ? "person" : "people"}`,
    member: "the bot is a member",
    administrator: "the bot is an administrator",
    noBot: "without the bot",
    makeAdmin: "Make the bot an administrator",
    noAdmin: "Make the bot a plain member",
    removeBot: "Remove the bot",
    addBot: "Add the bot",
    upgrade: "Turn into a supergroup",
    entered: (name) => `${name} joined the group`,
    left: (name) => `${name} left the group`,
    pinned: (name, what) => `${name} pinned “${what}”`,
    upgraded: "The group is a supergroup now",
  },
  ru: {
    title: "Бот для тренировок – чат",
    people: "Кто пишет",
    addPerson: "Добавить человека",
    footnote: "Эта страница заменяет Telegram на вашем компьютере. Всё, что вы пишете, остаётся на нём.",
    theme: { auto: "Тема: как в системе", light: "Тема: светлая", dark: "Тема: тёмная" },
    close: "Закрыть",
    bot: "бот",
    typing: "печатает",
    connecting: "соединение…",
    asleep: "бот не на связи",
    switchPerson: "Сменить человека",
    youAre: (name) => `Вы — ${name}. Сменить человека`,
    start: "Начать",
    emptyAbout: "Отправьте команду или нажмите «Начать».",
    message: "Сообщение",
    commands: "Команды",
    attach: "Прикрепить файл",
    send: "Отправить",
    save: "Сохранить",
    toBottom: "К последнему сообщению",
    unread: (count) => `новых: ${count}`,
    edited: "изменено",
    delivered: "доставлено боту",
    waiting: "ждёт бота",
    forwarded: (name) => `Переслано от ${name}`,
    editing: "Редактирование",
    replyTo: (name) => `Ответ: ${name}`,
    cancel: "Отмена",
    reply: "Ответить",
    edit: "Изменить",
    copy: "Скопировать текст",
    copied: "Скопировано",
    forward: "Переслать боту",
    delete: "Удалить",
    photo: "Фото",
    document: "Файл",
    caption: "Подпись",
    asPhoto: "Отправить как фото",
    sending: "Файл отправляется",
    sentOf: (sent, all) => `Отправлено ${sent} из ${all}`,
    dropHere: "Отпустите файл, чтобы отправить",
    newPerson: "Новый человек",
    name: "Имя",
    username: "Имя пользователя, без @",
    optional: "необязательно",
    language: "Язык приложения",
    add: "Добавить",
    openAs: "Кто откроет ссылку",
    failed: "Не получилось",
    offline: "Нет связи с ботом. Попробуйте ещё раз.",
    spoiler: "Показать скрытый текст",
    expand: "Показать всё",
    collapse: "Свернуть",
    today: "Сегодня",
    yesterday: "Вчера",
    ok: "Понятно",
    log: "Сообщения",
    messageMenu: "Что сделать с сообщением",
    from: (name, time) => `${name}, ${time}`,
    you: "Вы",
    empty: "Здесь появятся сообщения",
    groups: "Группы",
    addGroup: "Новая группа",
    groupName: "Название группы",
    groupMenu: "Настройки группы",
    emptyGroup: "Группа с ботом. Он видит только команды, ответы ему и сообщения, где его упомянули.",
    members: (count) => `участников: ${count}`,
    member: "бот — участник",
    administrator: "бот — админ",
    noBot: "без бота",
    makeAdmin: "Сделать бота администратором",
    noAdmin: "Сделать бота обычным участником",
    removeBot: "Удалить бота",
    addBot: "Добавить бота",
    upgrade: "Сделать супергруппой",
    entered: (name) => `${name} теперь в группе`,
    left: (name) => `${name} больше не в группе`,
    pinned: (name, what) => `${name}: закреплено «${what}»`,
    upgraded: "Теперь это супергруппа",
  },
};

let language = "en";

export const setLanguage = (code) => {
  language = (code || "").toLowerCase().startsWith("ru") ? "ru" : "en";
  document.documentElement.lang = language;
};

export const t = (key, ...values) => {
  const word = WORDS[language][key];
  return typeof word === "function" ? word(...values) : word;
};

const format = (options) => (date) => new Intl.DateTimeFormat(language, options).format(date);
export const clock = format({ hour: "2-digit", minute: "2-digit" });
export const fullDate = format({ dateStyle: "full", timeStyle: "medium" });

export function dayName(date) {
  const day = (value) => new Date(value.getFullYear(), value.getMonth(), value.getDate()).getTime();
  const ago = Math.round((day(new Date()) - day(date)) / 86_400_000);
  if (ago === 0) return t("today");
  if (ago === 1) return t("yesterday");
  const sameYear = date.getFullYear() === new Date().getFullYear();
  return format({ day: "numeric", month: "long", year: sameYear ? undefined : "numeric" })(date);
}

// A moment as a formatting string asks: r, or w, d/D, t/T.
export function moment(date, how) {
  if (how === "r") return relative(date);
  const options = {};
  if (how.includes("w")) options.weekday = "long";
  if (how.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "numeric" });
  if (how.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/t/i.test(how)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (how.includes("T")) options.second = "2-digit";
  return format(options)(date);
}

function relative(date) {
  const seconds = Math.round((date.getTime() - Date.now()) / 1000);
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) || units[3];
  const speak = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  return speak.format(Math.trunc(seconds / size), unit);
}

export function fileSize(bytes) {
  const steps = language === "ru" ? ["Б", "КБ", "МБ"] : ["B", "KB", "MB"];
  let step = 0;
  let size = bytes;
  while (size >= 1024 && step < 2) { size /= 1024; step += 1; }
  const digits = step && size < 100 ? 1 : 0;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(size)} ${steps[step]}`;
}
