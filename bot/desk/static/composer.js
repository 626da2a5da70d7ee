/**
 * The reply to the member. One draft per conversation, kept while the counselor looks at another.
 *
 * Knows nothing of private notes: no text can pass from one field to the other.
 */
import { TEXTES } from "./textes.js";
import { REPONSES } from "./textes_outils.js";

const byId = (id) => document.getElementById(id);
/** What a standard reply leaves to the counselor. */
const BLANK = new RegExp(`\\[(${REPONSES.variables.join("|")})\\]`);
const TYPING_EVERY = 3000;
const TELL_BELOW = 200;

export class Composer {
  #desk;
  #outbox;
  #form = document.getElementById("reponse");
  #field = document.getElementById("texte");
  #drafts = new Map();
  #conversation = null;
  #typed = 0;

  /** @param {() => void} openPalette called when « / » begins a reply */
  constructor(desk, outbox, openPalette) {
    this.#desk = desk;
    this.#outbox = outbox;
    desk.addEventListener("thread", () => this.#switch());
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    this.#field.addEventListener("input", () => this.#input());
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "/" && this.#field.value === "") {
        event.preventDefault();
        openPalette();
      }
      if (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.isComposing) this.#submit(event);
    });
  }

  /** @returns {boolean} whether any reply was begun and not sent */
  get dirty() {
    return this.draft || [...this.#drafts.values()].some((text) => text.trim());
  }

  /** @returns {boolean} whether the open conversation has a reply begun */
  get draft() {
    return this.#field.value.trim() !== "";
  }

  /** @returns {string} the reply begun in the open conversation */
  get text() {
    return this.#field.value;
  }

  /** Adds a standard reply, to be read again; what is left to write in it is selected. */
  write(text) {
    this.#field.setRangeText([this.#field.value && !/\s$/.test(this.#field.value) ? "\n" : "", text].join(""),
      this.#field.value.length, this.#field.value.length, "end");
    this.#grow();
    this.focus();
    this.#blank();
  }

  /** Selects the first thing left to write. @returns {string|undefined} what it is */
  #blank() {
    const blank = BLANK.exec(this.#field.value);
    if (blank) this.#field.setSelectionRange(blank.index, blank.index + blank[0].length);
    return blank?.[0];
  }

  focus() {
    if (!this.#form.hidden) this.#field.focus();
    return !this.#form.hidden;
  }

  /** A refused reply comes back to be corrected; what was begun meanwhile stays after it. */
  takeBack({ id, text, frame }) {
    this.#outbox.settle(id);
    if (frame.type !== "message") return;
    this.#field.value = [text, this.#field.value].filter(Boolean).join("\n");
    this.#grow();
    this.focus();
  }

  /** The conversation is left for good: its draft goes with it. */
  forget(conversation) {
    this.#drafts.delete(conversation);
    if (this.#conversation === conversation) this.#field.value = "";
  }

  #switch() {
    if (this.#conversation === this.#desk.open) return;
    if (this.#conversation !== null) this.#drafts.set(this.#conversation, this.#field.value);
    this.#conversation = this.#desk.open;
    this.#field.value = this.#drafts.get(this.#conversation) ?? "";
    this.#drafts.delete(this.#conversation);
    this.#grow();
  }

  #submit(event) {
    event.preventDefault();
    if (!this.draft || this.#form.hidden) return;
    const blank = this.#blank();
    byId("reponse-incomplete").textContent = blank ? REPONSES.aCompleter(blank) : "";
    if (blank) return;
    const text = this.#field.value;
    this.#field.value = "";
    this.#grow();
    this.#outbox.add(this.#desk.open, text);
    this.#field.focus();
  }

  #input() {
    this.#grow();
    if (!this.draft || Date.now() - this.#typed < TYPING_EVERY) return;
    if (this.#desk.command("typing")) this.#typed = Date.now();
  }

  #grow() {
    const left = this.#field.maxLength - this.#field.value.length;
    document.getElementById("reste").textContent = left < TELL_BELOW ? TEXTES.reste(left) : "";
    this.#field.style.height = "auto";
    this.#field.style.height = `${Math.min(this.#field.scrollHeight + 2, 220)}px`;
  }
}
