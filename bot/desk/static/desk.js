/**
 * What the counselor's page knows: the lists, the open thread, what is unread. No page element here.
 *
 * Emits `lists`, `thread`, `message`, `notes`, `typing`, `problem`, `arrival`, `gone`, `glass`. Everything is
 * rebuilt from the server's frames, so a reconnection needs no special case.
 */
import { Arrivals } from "./arrivals.js";

const THREAD_WAIT = 8000;

export class Desk extends EventTarget {
  waiting = [];
  mine = [];
  /** What colleagues follow: theme and urgency only. */
  elsewhere = [];
  /** Conversations at risk left to the bot, and what was promised to members. */
  risks = [];
  promised = [];
  /** Conversation the counselor looks at, or null. */
  open = null;
  /** Thread of `open`: ticket fields, `messages` by seq, `notes`; null until it arrives. */
  thread = null;
  unread = new Map();
  #socket;
  #outbox;
  #seen = new Map();
  #arrivals = new Arrivals();
  #fresh = true;
  #impatience = 0;
  /** Conversation whose glass is being broken, or being joined: its thread opens it. */
  #coming = null;

  /** @param {import("./socket.js").DeskSocket} socket @param {import("./outbox.js").Outbox} outbox */
  constructor(socket, outbox) {
    super();
    this.#socket = socket;
    this.#outbox = outbox;
    socket.addEventListener("frame", ({ detail }) => this[`on_${detail.type}`]?.(detail));
    socket.addEventListener("change", () => {
      if (socket.state === "up") this.#fresh = true;
    });
  }

  /** @returns {object|undefined} the line of a list */
  ticket(conversation) {
    return [...this.mine, ...this.waiting].find((one) => one.conversation === conversation);
  }

  /** @param {string} conversation */
  isMine(conversation) {
    return this.mine.some((one) => one.conversation === conversation);
  }

  /** Reads a conversation; its thread follows. */
  select(conversation) {
    if (this.open !== conversation) this.thread = null;
    this.open = conversation;
    this.unread.delete(conversation);
    const ticket = this.ticket(conversation);
    if (ticket) ticket.given = false;
    this.#read();
    this.#emit("thread");
    this.#emit("lists");
  }

  leave() {
    clearTimeout(this.#impatience);
    this.open = null;
    this.thread = null;
    this.#emit("thread");
    this.#emit("lists");
  }

  /** Sends a command about the open conversation. @returns {boolean} false when offline */
  command(type, values = {}) {
    return this.open !== null && this.#socket.send({ type, conversation: this.open, ...values });
  }

  /** The counselor looks at the open thread now. */
  read() {
    if (this.open === null) return;
    this.#see();
    if (this.unread.delete(this.open)) this.#emit("lists");
  }

  /** The counselor answers in the open thread; false when only reading it. */
  get inCharge() {
    return this.thread?.state === "human" && !this.thread.glass;
  }

  /** Asks to read what a colleague follows, for a reason. @returns {boolean} false when offline */
  breakGlass(conversation, motif, text) {
    this.#coming = conversation;
    return this.#socket.send({ type: "break_glass", conversation, motif, text });
  }

  /** Comes to a conversation left to the bot. @returns {boolean} false when offline */
  join(conversation) {
    this.#coming = conversation;
    return this.#socket.send({ type: "join", conversation });
  }

  on_promises({ conversation, promises }) {
    if (conversation !== this.open || !this.thread) return;
    this.thread.promises = promises;
    this.#emit("promises");
  }

  on_glass(frame) {
    this.#emit("glass", frame);
  }

  on_lists(frame) {
    const { waiting, mine, elsewhere, risks, promised } = frame;
    const arrivals = this.#arrivals.since(frame);
    this.waiting = waiting;
    this.risks = risks;
    this.promised = promised;
    this.elsewhere = elsewhere;
    this.mine = steady(this.mine, mine);
    this.#count();
    for (const arrival of arrivals) this.#emit("arrival", arrival);
    this.#follow();
    this.#fresh = false;
    this.#emit("lists");
  }

  on_thread(frame) {
    if (frame.conversation === this.#coming) {
      this.#coming = null;
      this.open = frame.conversation;
      this.#emit("lists");
    }
    this.#hear(frame.conversation, frame.updated_at);
    if (frame.conversation !== this.open) return;
    clearTimeout(this.#impatience);
    // A message does not change: the one already shown is kept, and its element with it.
    const shown = this.thread?.messages;
    const messages = new Map(frame.messages.map((one) => [one.seq, shown?.get(one.seq) ?? one]));
    for (const { id } of frame.messages) this.#outbox.settle(id);
    const promises = this.thread?.conversation === frame.conversation ? this.thread.promises : [];
    this.thread = { ...frame, messages, promises };
    this.#see();
    this.#emit("thread");
  }

  on_message(frame) {
    const known = this.thread?.messages.has(frame.seq) && frame.conversation === this.open;
    const isNew = !known && this.#hear(frame.conversation, frame.at);
    if (frame.author === "conseiller") this.#outbox.settle(frame.id);
    if (frame.conversation === this.open && this.thread) this.thread.messages.set(frame.seq, frame);
    const attended = this.#attended(frame.conversation);
    const ticket = this.mine.find((one) => one.conversation === frame.conversation);
    const counts = ticket && frame.seq > ticket.last_seq && ["membre", "securite"].includes(frame.author);
    if (ticket) ticket.last_seq = Math.max(ticket.last_seq, frame.seq);
    if (attended) this.#see();
    else if (counts) {
      this.unread.set(frame.conversation, (this.unread.get(frame.conversation) ?? 0) + 1);
      this.#emit("lists");
    }
    this.#emit("message", { message: frame, isNew, attended });
  }

  on_ack({ conversation, id, seq }) {
    const item = this.#outbox.settle(id);
    if (!item || conversation !== this.open || !this.thread || this.thread.messages.has(seq)) return;
    // The stored message follows; until then the acknowledged one must not blink out of the thread.
    this.thread.messages.set(seq, {
      seq, id, author: "conseiller", name: document.body.dataset.conseiller, text: item.text,
      at: item.at, buttons: [], cards: [],
    });
    this.#emit("thread");
  }

  on_notes({ conversation, notes }) {
    if (conversation !== this.open || !this.thread) return;
    this.thread.notes = notes;
    this.#emit("notes");
  }

  on_typing({ conversation }) {
    this.#emit("typing", { conversation });
  }

  on_error({ text, conversation, id }) {
    clearTimeout(this.#impatience);
    const refused = id && this.#outbox.refuse(id, text);
    if (conversation === this.open && !this.thread && !this.ticket(conversation)) this.leave();
    this.#emit("problem", { text, quiet: Boolean(refused) && conversation === this.open });
  }

  /** Asks for the open thread; a socket that carries no answer is left for a new one. */
  #read() {
    clearTimeout(this.#impatience);
    if (!this.command("open")) return;
    this.#impatience = setTimeout(() => this.#socket.restart(), THREAD_WAIT);
  }

  /** Unread counts are the server's, but for what the counselor has under the eyes. */
  #count() {
    this.unread = new Map(this.mine.filter((one) => one.unread && !this.#attended(one.conversation))
      .map((one) => [one.conversation, one.unread]));
  }

  #attended(conversation) {
    return conversation === this.open && document.visibilityState === "visible";
  }

  /** Tells the server how far the open thread was read, so that no page counts it again. */
  #see() {
    if (!this.inCharge || !this.#attended(this.open)) return;
    this.command("seen", { seq: Math.max(0, ...this.thread.messages.keys()) });
  }

  /** Keeps the open thread in step with the lists: taken, lost to a colleague, or reopened. */
  #follow() {
    if (this.open === null) return;
    const ticket = this.ticket(this.open);
    if (this.elsewhere.some((one) => one.conversation === this.open && one.glass)) {
      if (this.#fresh) this.#read();
    } else if (!ticket) {
      const mine = this.inCharge;
      this.leave();
      this.#emit("gone", { mine });
    } else if (this.#fresh || (this.thread && this.thread.consent !== ticket.consent)) {
      this.#read();
    } else if (this.thread && (this.thread.state !== ticket.state || this.thread.urgent !== ticket.urgent)) {
      Object.assign(this.thread, ticket);
      this.#emit("thread");
    }
  }

  /** Notes how far a conversation was heard. @returns {boolean} whether `at` is news */
  #hear(conversation, at) {
    const before = this.#seen.get(conversation);
    if (before !== undefined && at <= before) return false;
    this.#seen.set(conversation, at);
    return true;
  }

  #emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Lines keep their place while one works: newcomers at the end, whatever order the server gives. */
function steady(before, now) {
  const rank = new Map(before.map((one, index) => [one.conversation, index]));
  const place = ({ conversation }) => rank.get(conversation) ?? before.length;
  return [...now].sort((a, b) => b.urgent - a.urgent || place(a) - place(b));
}
