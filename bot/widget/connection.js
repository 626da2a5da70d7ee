/**
 * One WebSocket that comes back: after a cut, a sleep, a change of network, a server restart.
 *
 * Emits `frame` (a decoded frame, `welcome` included) and `change` (ready or not). It knows nothing
 * of messages, and must never report ready before the server has welcomed this socket.
 */
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 30_000;
const WELCOME_WAIT_MS = 10_000;
const PING_EVERY_MS = 25_000;
const PONG_WAIT_MS = 5_000;

export class Connection extends EventTarget {
  #url;
  #hello;
  #socket = null;
  #ready = false;
  #wanted = false;
  #attempts = 0;
  #retry = 0;
  #watchdog = 0;
  #heartbeat = 0;

  /** @param {string} url @param {() => object} hello builds the first frame of each socket */
  constructor(url, hello) {
    super();
    this.#url = url;
    this.#hello = hello;
  }

  get ready() {
    return this.#ready;
  }

  open() {
    if (this.#wanted) return;
    this.#wanted = true;
    addEventListener("online", this.#wake);
    addEventListener("pageshow", this.#wake);
    document.addEventListener("visibilitychange", this.#wake);
    this.#heartbeat = setInterval(() => this.#probe(), PING_EVERY_MS);
    this.#connect();
  }

  close() {
    this.#wanted = false;
    removeEventListener("online", this.#wake);
    removeEventListener("pageshow", this.#wake);
    document.removeEventListener("visibilitychange", this.#wake);
    clearInterval(this.#heartbeat);
    clearTimeout(this.#retry);
    this.#drop();
  }

  /** Leaves this socket and says hello again on a new one. @param {boolean} now skip the wait */
  restart(now = true) {
    if (now) this.#attempts = 0;
    this.#lost();
  }

  /** @returns {boolean} false when there is no welcomed socket to carry the frame */
  send(frame) {
    if (!this.#ready) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#drop();
    let socket;
    try {
      socket = new WebSocket(this.#url);
    } catch {
      this.#lost();
      return;
    }
    this.#socket = socket;
    const mine = (action) => (event) => {
      if (this.#socket === socket) action(event);
    };
    socket.addEventListener("open", mine(() => socket.send(JSON.stringify(this.#hello()))));
    socket.addEventListener("message", mine((event) => this.#receive(event.data)));
    socket.addEventListener("close", mine(() => this.#lost()));
    this.#watchdog = setTimeout(() => this.#lost(), WELCOME_WAIT_MS);
  }

  #receive(data) {
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    clearTimeout(this.#watchdog);
    if (frame.type === "welcome") {
      this.#attempts = 0;
      this.#setReady(true);
    }
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  #lost() {
    this.#drop();
    if (!this.#wanted) return;
    clearTimeout(this.#retry);
    const ceiling = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    // Jitter: after a server restart, a thousand open pages must not knock at the same instant.
    this.#retry = setTimeout(() => this.#connect(), ceiling * (0.5 + Math.random() / 2));
  }

  #drop() {
    clearTimeout(this.#watchdog);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#setReady(false);
  }

  #setReady(ready) {
    if (ready === this.#ready) return;
    this.#ready = ready;
    this.dispatchEvent(new Event("change"));
  }

  /** Back from sleep or from the network: a socket may look open and be dead. */
  #wake = () => {
    if (document.visibilityState === "hidden") return;
    if (this.#ready) {
      this.#probe();
    } else if (this.#socket?.readyState !== WebSocket.CONNECTING) {
      this.#attempts = 0;
      this.#connect();
    }
  };

  #probe() {
    if (!this.send({ type: "ping" })) return;
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.restart(), PONG_WAIT_MS);
  }
}
