/**
 * Replies written here that the server has not stored yet. Emits `added`, then `change` each time.
 *
 * Each keeps its id until the server answers for it, so sending again is harmless. It must never
 * drop one by itself. Kept in memory only: members' matters are not left in the browser.
 */
const ACK_WAIT = 10_000;

export class Outbox extends EventTarget {
  #socket;
  #items = [];
  #timer = 0;

  /** @param {import("./socket.js").DeskSocket} socket */
  constructor(socket) {
    super();
    this.#socket = socket;
    socket.addEventListener("change", () => socket.state === "up" && this.#resend());
  }

  get size() {
    return this.#items.length;
  }

  /** What waits in one conversation, in the order written. @param {string} conversation */
  of(conversation) {
    return this.#items.filter((item) => item.conversation === conversation);
  }

  /** @param {object} [frame] what to send in place of the text: a card, which the server makes */
  add(conversation, text, frame = { type: "message", text }) {
    this.#items.push({ id: newId(), conversation, text, frame, at: new Date().toISOString(), refusal: null });
    this.#send(this.#items.at(-1));
    this.dispatchEvent(new Event("added"));
    this.#changed();
  }

  /** The server stored it (or the counselor took it back). @returns {object|undefined} the reply */
  settle(id) {
    const item = this.#items.find((one) => one.id === id);
    this.#items = this.#items.filter((one) => one.id !== id);
    this.#changed();
    return item;
  }

  /** The server will not take it. @returns {boolean} whether this id was one of ours */
  refuse(id, reason) {
    const item = this.#items.find((one) => one.id === id);
    if (!item) return false;
    item.refusal = reason;
    this.#changed();
    return true;
  }

  #resend() {
    for (const item of this.#items) if (item.refusal === null) this.#send(item);
    this.#changed();
  }

  #send({ id, conversation, frame }) {
    this.#socket.send({ ...frame, conversation, id });
  }

  #changed() {
    clearTimeout(this.#timer);
    if (this.#items.some((item) => item.refusal === null)) {
      // No answer in time: the socket is dead in silence, a new one carries everything again.
      this.#timer = setTimeout(() => this.#socket.state === "up" && this.#socket.restart(), ACK_WAIT);
    }
    this.dispatchEvent(new Event("change"));
  }
}

/** A random id; `crypto.randomUUID` is missing on plain http, as on an intranet. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
