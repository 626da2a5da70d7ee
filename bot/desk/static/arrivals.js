/**
 * What is new in the desk's lists since the last ones, each told once. Pure: no page, no socket.
 */
export class Arrivals {
  #waiting = null;
  #mine = new Set();
  #risks = new Set();

  /**
   * @param {{waiting: object[], mine: object[], risks: object[], alert: string|null}} lists
   * @returns {object[]} `{count}` of those found waiting at first, then `{ticket}`; `{ticket, given}` by
   *   a colleague; `{risk}`: a danger told to the bot, which calls as an urgent request does
   */
  since({ waiting, mine, risks, alert }) {
    const found = [
      ...risks.filter((one) => !this.#risks.has(one.conversation)).map((risk) => ({ risk })),
      ...this.#given(mine),
      ...this.#newcomers(waiting),
      ...this.#alarmed([...mine, ...waiting], alert),
    ];
    this.#waiting = ids(waiting);
    this.#mine = ids(mine);
    this.#risks = ids(risks);
    return found;
  }

  #given(mine) {
    const fresh = (one) => one.given && !this.#mine.has(one.conversation);
    return mine.filter(fresh).map((ticket) => ({ ticket, given: true }));
  }

  #newcomers(waiting) {
    if (this.#waiting === null) return waiting.length ? [{ count: waiting.length }] : [];
    return waiting.filter((one) => !this.#waiting.has(one.conversation)).map((ticket) => ({ ticket }));
  }

  /** A danger told in a conversation already known. */
  #alarmed(tickets, alert) {
    const ticket = tickets.find((one) => one.conversation === alert);
    const told = ticket && (ticket.state === "human" || this.#waiting?.has(alert));
    return told ? [{ ticket: { ...ticket, urgent: true } }] : [];
  }
}

const ids = (list) => new Set(list.map((one) => one.conversation));
