/**
 * One member's conversation with the server, without any page: what to send, what was received.
 *
 * Emits `message` {message, isNew, live}, `state` {previous}, `mutuelle`, `typing` {author},
 * `connection` {ready}, `welcome` {easy}, `document` {nom, mime, base64}, `inventory` {text}, `refused`
 * {text}, `restarted` {refused, reason}.
 * It must never lose a message the member typed, whatever the network does.
 */
import { Connection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { newId } from "./ids.js";
import { Outbox } from "./outbox.js";
import { ETATS, SAISIE } from "./textes.js";

const TYPING_EVERY_MS = 3_000;
const UNREADABLE = "trame_illisible";

export class Chat extends EventTarget {
  state = "bot";
  counselor = null;
  /** Place in the queue and expected wait in words, each null when not known. */
  position = null;
  wait = null;
  mutuelle = null;
  conversation = new Conversation();
  #session;
  #connection;
  #outbox;
  /** Easy-to-read answers: null when this page did not choose, and the server remembers. */
  #easy = null;
  #typedAt = 0;
  #seen = 0;

  /** @param {string} url of the WebSocket @param {import("./session.js").Session} session */
  constructor(url, session) {
    super();
    this.#session = session;
    this.#connection = new Connection(url, () => this.#hello());
    this.#outbox = new Outbox((frame) => this.#connection.send(frame));
    this.#connection.addEventListener("frame", (event) => this.#receive(event.detail));
    this.#connection.addEventListener("change", () => this.#connectionChanged());
  }

  get unsent() {
    return this.#outbox.size;
  }

  open() {
    this.#connection.open();
  }

  close() {
    this.#connection.close();
  }

  retry() {
    this.#connection.restart();
  }

  /** @param {string} text already trimmed, not empty */
  sendText(text) {
    this.#send({ type: "message", id: newId(), text }, text);
  }

  /** Asks for a person without passing by the bot: it works even when the bot is down. */
  askCounselor() {
    this.#send({ type: "escalate", id: newId() }, SAISIE.conseiller);
  }

  /** @param {object} message the one that carries the button @param {{index: number, title: string}} button */
  press(message, button) {
    const frame = { type: "button", id: newId(), message: message.id, index: button.index };
    this.#send(frame, button.title);
  }

  /** Asks for the file of a card. @param {object} message @param {number} card @param {string} format */
  download(message, card, format) {
    this.#ask({ type: "document", message: message.id, card, format });
  }

  /** Sends where the member is: the server answers as if the commune had been typed. */
  sendPosition({ lat, lon }) {
    this.#session.keep();
    this.#outbox.add({ type: "position", id: newId(), lat, lon });
  }

  /** @param {boolean} wanted articles in their easy-to-read version first */
  preferEasy(wanted) {
    this.#easy = wanted;
    this.#connection.send({ type: "option", falc: wanted });
  }

  /** Asks what the server keeps of this conversation. */
  inventory() {
    this.#ask({ type: "inventory" });
  }

  /** Asks for a copy of all of it. @param {"json"|"txt"} format */
  export(format) {
    this.#ask({ type: "export", format });
  }

  /** Erases all of it on the server, which then refuses this conversation. */
  erase() {
    this.#ask({ type: "erase" });
  }

  /** Tells a counselor that the member is writing; the bot has no use for it. */
  typing() {
    const now = Date.now();
    if (!["waiting", "human"].includes(this.state) || now - this.#typedAt < TYPING_EVERY_MS) return;
    if (this.#connection.send({ type: "typing" })) this.#typedAt = now;
  }

  /** The member has every message under the eyes. */
  seen() {
    const seq = this.conversation.after;
    if (seq > this.#seen && this.#connection.send({ type: "seen", seq })) this.#seen = seq;
  }

  /** Leaves this conversation for a new one; texts not sent yet are carried over. */
  startAnew({ refused = false, reason = null } = {}) {
    const kept = (frame) => refused && ["message", "escalate"].includes(frame?.type);
    const texts = this.conversation.messages.filter((message) => kept(message.frame));
    this.#session.forget();
    // A server that keeps refusing must not be hammered: then the usual growing wait applies.
    this.#connection.restart(!refused);
    this.#outbox.discard((frame) => !kept(frame));
    this.conversation = new Conversation();
    this.#seen = 0;
    this.#emit("restarted", { refused, reason });
    this.#setState({ state: "bot" });
    if (texts.length) this.#session.keep();
    for (const message of texts) this.#show(message, true);
  }

  #hello() {
    const chosen = this.#easy === null ? {} : { falc: this.#easy };
    return { type: "hello", ...this.#session.credentials, after: this.conversation.after, ...chosen };
  }

  /** What is of no use later: never queued. */
  #ask(frame) {
    if (!this.#connection.send(frame)) this.#emit("refused", { text: ETATS.horsLigne });
  }

  #send(frame, text) {
    this.#session.keep();
    this.#show({ id: frame.id, author: "membre", name: null, text, at: new Date().toISOString(),
      buttons: [], cards: [], frame }, true);
    this.#outbox.add(frame);
  }

  #show(message, live) {
    const isNew = this.conversation.add(message);
    this.#emit("message", { message: this.conversation.get(message.id), isNew, live });
  }

  #connectionChanged() {
    if (!this.#connection.ready) this.#outbox.pause();
    this.#emit("connection", { ready: this.#connection.ready });
  }

  #receive(frame) {
    const handlers = {
      welcome: () => this.#welcome(frame),
      message: () => this.#received(frame, true),
      ack: () => this.#stored(frame),
      state: () => this.#setState(frame),
      typing: () => this.#emit("typing", { author: frame.author }),
      document: () => this.#emit("document", frame),
      inventory: () => this.#emit("inventory", frame),
      error: () => this.#refused(frame),
    };
    handlers[frame.type]?.();
  }

  #welcome(frame) {
    const first = this.conversation.last === 0;
    this.#session.set(frame.conversation, frame.secret);
    this.mutuelle = frame.mutuelle ?? null;
    this.#emit("mutuelle", this.mutuelle);
    // Back after a reload, the whole thread returns: it is shown, not announced again.
    const live = !first || frame.messages.every((message) => message.author !== "membre");
    for (const message of frame.messages) this.#received(message, live);
    this.#setState(frame);
    this.#emit("welcome", { easy: frame.falc === true });
    this.#outbox.resume();
  }

  #received(frame, live) {
    const { type: _type, ...message } = frame;
    this.#settle(message.id);
    this.#show(message, live);
  }

  #stored({ id, seq }) {
    this.conversation.store(id, seq);
    this.#settle(id);
    const message = this.conversation.get(id);
    if (message) this.#emit("message", { message, isNew: false, live: true });
  }

  #settle(id) {
    const message = this.conversation.get(id);
    if (message) message.frame = null;
    this.#outbox.settle(id);
  }

  #refused({ code, text, id, retry_after: wait }) {
    if (code === "conversation_refusee") {
      this.startAnew({ refused: true, reason: text });
    } else if (code === "trop_vite") {
      this.#outbox.delay(wait ?? 1);
    } else {
      const target = id ?? (code === UNREADABLE ? this.#outbox.head : null);
      if (target === null) {
        this.#emit("refused", { text });
        return;
      }
      const message = this.conversation.get(target);
      this.#settle(target);
      if (message) this.#failed(message, text);
      else this.#emit("refused", { text });
    }
  }

  /** Refused for good: it keeps its place in the thread, with the reason. */
  #failed(message, reason) {
    Object.assign(message, { failure: reason, rank: this.conversation.last + 0.5 });
    this.#emit("message", { message, isNew: false, live: true });
  }

  #setState({ state, counselor = null, position = null, attente = null }) {
    const previous = this.state;
    const now = [state, counselor, position, attente];
    const changed = [previous, this.counselor, this.position, this.wait].some((one, i) => one !== now[i]);
    [this.state, this.counselor, this.position, this.wait] = now;
    if (changed) this.#emit("state", { previous });
  }

  #emit(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
