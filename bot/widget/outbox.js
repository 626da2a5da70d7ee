/**
 * What the member sent and the server has not yet stored.
 *
 * One frame at a time, in order, the same id until the answer: the order typed is the order stored,
 * and a repeat is harmless. It must never drop a frame by itself.
 */
const ACK_WAIT_MS = 10_000;

export class Outbox {
  #send;
  #waiting = [];
  #inFlight = null;
  #timer = 0;

  /** @param {(frame: object) => boolean} send false when there is no connection */
  constructor(send) {
    this.#send = send;
  }

  get size() {
    return this.#waiting.length;
  }

  /** Id of the frame whose answer is awaited. @returns {string|null} */
  get head() {
    return this.#waiting[0]?.id ?? null;
  }

  /** @param {{id: string}} frame */
  add(frame) {
    this.#waiting.push(frame);
    this.#next();
  }

  /** The connection is there again: whatever was in flight may be lost, send it anew. */
  resume() {
    this.#release();
    this.#next();
  }

  /** The connection is gone. */
  pause() {
    this.#release();
  }

  /** The server answered for this id (stored or refused): on to the next. */
  settle(id) {
    this.#waiting = this.#waiting.filter((frame) => frame.id !== id);
    if (this.#inFlight === id) {
      this.#release();
      this.#next();
    }
  }

  /** @param {number} seconds what the server asks to wait before the same frame comes again */
  delay(seconds) {
    this.#hold(seconds * 1000);
  }

  /** @param {(frame: object) => boolean} unwanted @returns {string[]} the ids taken out */
  discard(unwanted) {
    const ids = this.#waiting.filter(unwanted).map((frame) => frame.id);
    ids.forEach((id) => this.settle(id));
    return ids;
  }

  #next() {
    if (this.#inFlight || !this.#waiting.length || !this.#send(this.#waiting[0])) return;
    this.#inFlight = this.#waiting[0].id;
    this.#hold(ACK_WAIT_MS);
  }

  #hold(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.resume(), ms);
  }

  #release() {
    clearTimeout(this.#timer);
    this.#inFlight = null;
  }
}
