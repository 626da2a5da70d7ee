/**
 * The conversation's id and secret: the only two things this browser may keep, for this tab only.
 *
 * Nothing is written before `keep()`, called when the member sends a first message, nor ever once
 * the member asked for privacy. It must never use localStorage, cookies or any other store.
 */
const KEY = "ariane.conversation";

export class Session {
  #current = read();
  #agreed = this.#current !== null;
  #private = false;

  /** @returns {{conversation: string|null, secret: string|null}} */
  get credentials() {
    return this.#current ?? { conversation: null, secret: null };
  }

  get private() {
    return this.#private;
  }

  /** @param {string} conversation @param {string} [secret] absent when the server already gave it */
  set(conversation, secret) {
    this.#current = { conversation, secret: secret ?? this.credentials.secret };
    this.#write();
  }

  /** The member uses the chat: a reload of the page may now find the conversation again. */
  keep() {
    this.#agreed = true;
    this.#write();
  }

  /** @param {boolean} wanted true: keep nothing here, a reload starts a new conversation */
  setPrivate(wanted) {
    this.#private = wanted;
    if (wanted) erase();
    else this.#write();
  }

  forget() {
    this.#current = null;
    this.#agreed = false;
    erase();
  }

  #write() {
    if (!this.#agreed || this.#private || !this.#current) return;
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#current));
    } catch {
      // Storage refused by the browser: the conversation lives as long as the page, no more.
    }
  }
}

function read() {
  try {
    const { conversation, secret } = JSON.parse(sessionStorage.getItem(KEY));
    return typeof conversation === "string" && typeof secret === "string" ? { conversation, secret } : null;
  } catch {
    return null;
  }
}

function erase() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing could be written either.
  }
}
