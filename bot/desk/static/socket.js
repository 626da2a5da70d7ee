/**
 * The desk's WebSocket, which comes back after a cut, a sleep or a restart of the server.
 *
 * Emits `frame` (decoded), `change` (its `state` changed). Up means the server has sent the lists.
 * It must never drop a frame in silence: `send` says whether there was a socket to carry it.
 */
const FIRST_RETRY = 500;
const LONGEST_RETRY = 20_000;
const GREETING_WAIT = 10_000;
const PING_EVERY = 25_000;
const PONG_WAIT = 6_000;

export class DeskSocket extends EventTarget {
  /** @type {"connecting"|"up"|"down"|"expired"} */
  state = "connecting";
  #socket = null;
  #attempts = 0;
  #retry = 0;
  #watchdog = 0;

  /** Opens, and keeps opening. */
  start() {
    addEventListener("online", () => this.#wake());
    addEventListener("offline", () => this.#lost());
    addEventListener("pageshow", () => this.#wake());
    document.addEventListener("visibilitychange", () => this.#wake());
    setInterval(() => this.#probe(), PING_EVERY);
    this.#connect();
  }

  /** @returns {boolean} false when there is no live socket */
  send(frame) {
    if (this.state !== "up") return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Leaves a socket that no longer answers. */
  restart() {
    this.#attempts = 0;
    this.#lost();
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#drop();
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/conseiller/ws`);
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#socket === socket && this.#receive(data));
    socket.addEventListener("close", () => this.#socket === socket && this.#lost());
    this.#watchdog = setTimeout(() => this.#lost(), GREETING_WAIT);
  }

  #receive(data) {
    const frame = JSON.parse(data);
    clearTimeout(this.#watchdog);
    if (frame.type === "pong") return;
    if (frame.type === "lists" && this.state !== "up") {
      this.#attempts = 0;
      this.#become("up");
    }
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  #lost() {
    this.#drop();
    if (this.state !== "expired") this.#become("down");
    clearTimeout(this.#retry);
    const ceiling = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#attempts);
    this.#attempts += 1;
    // Jitter: after a restart of the server, the whole team must not knock at the same instant.
    this.#retry = setTimeout(() => this.#knock(), ceiling * (0.5 + Math.random() / 2));
  }

  /** A refused handshake does not tell why; the page itself does, by sending to the login. */
  async #knock() {
    try {
      const page = await fetch("/conseiller", { redirect: "manual", cache: "no-store" });
      if (page.type === "opaqueredirect") {
        this.#become("expired");
        this.#lost();
        return;
      }
    } catch {
      this.#lost();
      return;
    }
    this.#become("connecting");
    this.#connect();
  }

  #drop() {
    clearTimeout(this.#watchdog);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }

  /** Back from sleep or from another tab: a socket may look open and be dead. */
  #wake() {
    if (document.visibilityState === "hidden") return;
    if (this.state === "up") this.#probe();
    else if (this.state !== "connecting") {
      this.#attempts = 0;
      this.#lost();
    }
  }

  #probe() {
    if (!this.send({ type: "ping" })) return;
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.restart(), PONG_WAIT);
  }
}
