// The line to the desk: acts go out by HTTP, events come in by WebSocket, which comes back by itself.

const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 3000;

export class Connection {
  constructor(handle) {
    this.handle = handle;
    this.pause = FIRST_PAUSE;
    this.round = 0;
    addEventListener("online", () => this.retryNow());
    document.addEventListener("visibilitychange", () => document.hidden || this.retryNow());
  }

  open(userId, chatId) {
    this.userId = userId;
    this.chatId = chatId;
    this.round += 1;
    clearTimeout(this.timer);
    this.socket?.close();
    const round = this.round;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/control/live?user_id=${userId}&chat_id=${chatId}`);
    this.socket = socket;
    socket.onmessage = (message) => {
      if (round !== this.round) return;
      this.pause = FIRST_PAUSE;
      this.handle(JSON.parse(message.data));
    };
    socket.onclose = () => {
      if (round !== this.round) return;
      this.handle({ kind: "lost" });
      this.timer = setTimeout(() => this.open(userId, chatId), this.pause);
      this.pause = Math.min(this.pause * 1.6, LONGEST_PAUSE);
    };
  }

  get ready() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  retryNow() {
    if (this.userId && this.socket?.readyState === WebSocket.CLOSED) this.open(this.userId, this.chatId);
  }

  act(name, details = {}) {
    return this.post("/control/act", JSON.stringify({ do: name, user_id: this.userId, chat_id: this.chatId, ...details }));
  }

  // Send a file; `progress` is called with the sent and all bytes, `signal` stops it.
  upload(file, { caption = "", photo = false, progress, signal } = {}) {
    const form = new FormData();
    form.append("user_id", String(this.userId));
    form.append("chat_id", String(this.chatId));
    form.append("caption", caption);
    form.append("photo", String(photo));
    form.append("file", file, file.name);
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest(); // fetch does not say how much it has sent
      request.upload.onprogress = (event) => progress?.(event.loaded, event.total);
      request.onload = () => done(request.responseText);
      request.onerror = () => failed(new TypeError("offline"));
      request.onabort = () => failed(new DOMException("stopped", "AbortError"));
      signal?.addEventListener("abort", () => request.abort());
      request.open("POST", "/control/upload");
      request.send(form);
    }).then((text) => resultOf(JSON.parse(text)));
  }

  addPerson(person) {
    return this.post("/control/people", JSON.stringify(person));
  }

  addGroup(group) {
    return this.post("/control/groups", JSON.stringify(group));
  }

  async post(path, body) {
    const answer = await fetch(path, { method: "POST", body });
    return resultOf(await answer.json());
  }
}

function resultOf({ ok, result, error }) {
  if (!ok) throw new Error(error);
  return result;
}
