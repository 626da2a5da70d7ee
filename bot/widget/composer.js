/**
 * Where the member writes: the field, its limit, « Envoyer » and « Parler à un conseiller ».
 *
 * Must never cut a text, send an empty one, nor lose the focus of the field.
 */
import { Dictation } from "./dictation.js";
import { el, icon } from "./dom.js";
import { SAISIE } from "./textes.js";

/** The server refuses longer messages. */
const MAX_LENGTH = 2000;
const WARN_FROM = 1800;

/** As the server counts: an emoji is one. @param {string} text */
const lengthOf = (text) => [...text].length;

export class Composer {
  #send;
  #announce;
  #over = false;
  #field = el("textarea", { id: "saisie", rows: "1", placeholder: SAISIE.invite, autocomplete: "off",
    enterkeyhint: "send", "aria-describedby": "saisie-aide saisie-compte" });
  #count = el("p", { id: "saisie-compte", class: "compte", hidden: true });
  #counselor;

  /**
   * @param {{send: (text: string) => void, typing: () => void, announce: (text: string) => void,
   *   askCounselor: () => void}} actions
   */
  constructor({ send, typing, announce, askCounselor }) {
    this.#send = send;
    this.#announce = announce;
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("input", () => {
      this.#refresh();
      typing();
    });
    this.#counselor = el("button", { type: "button", class: "conseiller",
      onclick: askCounselor }, icon("personne"), SAISIE.conseiller);
    this.dictation = new Dictation({ announce, write: (text) => this.#write(text) });
    this.element = this.#form();
  }

  focus() {
    this.#field.focus();
  }

  /** @param {boolean} talking a counselor is already there */
  setWithCounselor(talking) {
    if (talking && this.#counselor.matches(":focus")) this.focus();
    this.#counselor.hidden = talking;
  }

  #form() {
    return el("form", { class: "saisie", onsubmit: (event) => this.#submit(event) },
      el("div", { class: "colonne" },
        el("div", { class: "avant-saisie" }, this.#counselor, this.dictation.button),
        el("label", { class: "lecteur", for: "saisie" }, SAISIE.etiquette),
        el("div", { class: "champ" }, this.#field,
          el("button", { type: "submit", class: "envoyer" }, icon("envoyer"),
            el("span", {}, SAISIE.envoyer))),
        el("p", { id: "saisie-aide", class: "lecteur" }, SAISIE.aide),
        this.#count));
  }

  #key(event) {
    // `isComposing`: Enter then chooses a word of the keyboard's suggestions.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#field.value.trim();
    if (lengthOf(text) > MAX_LENGTH) {
      this.#announce(this.#count.textContent);
    } else if (text) {
      this.#field.value = "";
      this.#refresh();
      this.#send(text);
    }
    this.focus();
  }

  /** What was dictated comes after what is there. */
  #write(text) {
    this.#field.value = [this.#field.value.trimEnd(), text].filter(Boolean).join(" ");
    this.#refresh();
  }

  #refresh() {
    const length = lengthOf(this.#field.value.trim());
    const over = length > MAX_LENGTH;
    this.#count.hidden = length < WARN_FROM;
    this.#count.textContent = over ? SAISIE.trop(length - MAX_LENGTH) : SAISIE.reste(MAX_LENGTH - length);
    this.#count.classList.toggle("depasse", over);
    this.#field.setAttribute("aria-invalid", String(over));
    // Said when the limit is crossed, not at each key.
    if (over && !this.#over) this.#announce(this.#count.textContent);
    this.#over = over;
    this.#grow();
  }

  #grow() {
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }
}
