/**
 * The thread: messages in order, each announced once, the right one under the eyes.
 *
 * It is the only place where messages enter the page. Must never announce history again after a
 * reload, move a message that stays in place (it would be spoken twice), or take the focus.
 */
import { el, icon } from "./dom.js";
import { MessageView } from "./message.js";
import { MESSAGE, TEXTES } from "./textes.js";

const NEAR_BOTTOM_PX = 80;
const FIRST_LINE_GAP_PX = 12;
const TYPING_SHOWN_MS = 8_000;
/** Screen readers take what is in a live region after it became live as news. */
const SILENCE_MS = 400;

export class Thread {
  #context;
  #views = new Map();
  #log = el("div", { role: "log", "aria-live": "polite", "aria-relevant": "additions",
    "aria-label": TEXTES.messages, class: "messages" });
  #typing = el("p", { class: "ecrit", "aria-hidden": "true", hidden: true });
  #more = el("button", { type: "button", class: "plus-bas", hidden: true, onclick: () => this.toBottom() },
    icon("bas"), TEXTES.nouveauxMessages);
  #typingTimer = 0;
  #silence = 0;

  /** @param {Node} intro shown above the first message @param {object} context see message.js */
  constructor(intro, context) {
    this.#context = context;
    this.scroller = el("div", { class: "defilement", tabindex: "0", role: "region",
      "aria-label": TEXTES.fil, onscroll: () => this.#scrolled() },
    el("div", { class: "colonne" }, intro, this.#log, this.#typing));
    this.element = el("div", { class: "fil" }, this.scroller, this.#more);
  }

  /**
   * @param {object[]} messages the whole conversation, in order
   * @param {{message: object, isNew: boolean, live: boolean}} change what just happened
   */
  show(messages, { message, isNew, live }) {
    if (!live) this.#hush();
    const atBottom = this.#nearBottom();
    if (isNew) {
      this.#views.set(message.id, new MessageView(message, this.#context));
      if (message.author !== "membre") this.hideTyping();
    }
    const view = this.#views.get(message.id);
    view.update();
    this.#place(messages, view);
    this.#disableOvertaken(messages);
    if (isNew) this.#follow(message, atBottom);
  }

  /** A line of our own, not a message. @param {string} text */
  notice(text) {
    this.#log.append(el("p", { class: "avis" }, text));
    this.toBottom();
  }

  clear() {
    this.#views.clear();
    this.#log.replaceChildren();
    this.hideTyping();
  }

  /** @param {"ariane"|"conseiller"} author */
  showTyping(author) {
    const atBottom = this.#nearBottom();
    const dots = el("span", { class: "points" }, el("i"), el("i"), el("i"));
    this.#typing.replaceChildren(MESSAGE.ecrit[author] ?? MESSAGE.ecrit.ariane, dots);
    this.#typing.hidden = false;
    if (atBottom) this.toBottom();
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.hideTyping(), TYPING_SHOWN_MS);
  }

  hideTyping() {
    clearTimeout(this.#typingTimer);
    this.#typing.hidden = true;
  }

  toBottom() {
    this.#box.scrollTop = this.#box.scrollHeight;
    this.#more.hidden = true;
  }

  /** Puts the view where the order wants it, touching nothing when it is already there. */
  #place(messages, view) {
    const next = messages[messages.indexOf(view.message) + 1];
    const before = next ? this.#views.get(next.id)?.node ?? null : null;
    if (view.node.parentNode !== this.#log) {
      this.#log.insertBefore(view.node, before);
    } else if (before && !(view.node.compareDocumentPosition(before) & Node.DOCUMENT_POSITION_FOLLOWING)) {
      this.#log.insertBefore(view.node, before);
    }
  }

  /**
   * A choice is over when a person spoke after it, or when other choices were offered; one of the
   * service (what may be shared, how to wait) holds until the service offers another.
   */
  #disableOvertaken(messages) {
    let overtaken = false;
    let settled = false;
    for (const { id, author, buttons } of [...messages].reverse()) {
      const ofService = author === "service";
      if (ofService ? settled : overtaken) this.#views.get(id)?.disable();
      const offers = buttons?.length > 0;
      overtaken ||= ["membre", "conseiller"].includes(author) || offers;
      settled ||= ofService && offers;
    }
  }

  #hush() {
    this.#log.setAttribute("aria-live", "off");
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#log.setAttribute("aria-live", "polite"), SILENCE_MS);
  }

  /** What scrolls: the thread, or under a strong zoom the panel that holds it. */
  get #box() {
    const own = getComputedStyle(this.scroller).overflowY !== "visible";
    return own ? this.scroller : this.element.parentElement;
  }

  #nearBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.#box;
    return scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
  }

  /**
   * Follows the talk, but a long answer is shown from its first line. A danger is shown wherever the
   * member was reading.
   */
  #follow(message, atBottom) {
    if (message.author === "membre") {
      this.toBottom();
    } else if (atBottom || message.author === "securite") {
      const node = this.#views.get(message.id).node;
      const offset = node.getBoundingClientRect().top - this.#box.getBoundingClientRect().top;
      this.#box.scrollTop += offset - FIRST_LINE_GAP_PX;
    } else {
      this.#more.hidden = false;
    }
  }

  #scrolled() {
    if (this.#nearBottom()) this.#more.hidden = true;
  }
}
