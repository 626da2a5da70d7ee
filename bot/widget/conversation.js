/**
 * The messages of one conversation, each once, in the server's order.
 *
 * Pure: no page, no network. Messages without `seq` are the member's own, not stored yet: they come
 * last, as typed. It must never hold the same id twice.
 */
export class Conversation {
  #byId = new Map();
  #order = [];
  #seqs = new Set();

  /** In the order to show. @returns {object[]} */
  get messages() {
    return this.#order;
  }

  /**
   * The highest seq with nothing missing below it. A message the member was acknowledged may be
   * ahead of another still on its way: asking "after" it would lose that one for ever.
   */
  get after() {
    let seq = 0;
    while (this.#seqs.has(seq + 1)) seq += 1;
    return seq;
  }

  /** The highest seq known. */
  get last() {
    return Math.max(0, ...this.#seqs);
  }

  /**
   * @param {object} message as received, or written here without `seq`
   * @returns {boolean} true when this id was not known
   */
  add(message) {
    const known = this.#byId.get(message.id);
    if (known) Object.assign(known, message);
    else {
      this.#byId.set(message.id, message);
      this.#order.push(message);
    }
    if (message.seq) this.#seqs.add(message.seq);
    this.#sort();
    return !known;
  }

  /** The server stored this message under this number. */
  store(id, seq) {
    const message = this.#byId.get(id);
    if (message) this.add({ ...message, seq });
  }

  /** @param {string} id */
  get(id) {
    return this.#byId.get(id);
  }

  #sort() {
    // Array.sort is stable: unsent messages keep the order in which they were typed.
    this.#order.sort((a, b) => place(a) - place(b) || 0);
  }
}

/** `rank` is the place of a message the server refused: it never gets a seq. */
const place = (message) => message.seq ?? message.rank ?? Infinity;
