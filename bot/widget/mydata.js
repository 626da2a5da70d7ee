/**
 * « Mes données »: what the server keeps of this conversation, in its words; copies; erasure.
 *
 * Must never erase at the first press, nor show anything older than what it just asked for.
 */
import { el } from "./dom.js";
import { renderText } from "./marks.js";
import { DONNEES } from "./textes.js";

export class MyData {
  #actions;
  #title;
  #text = el("div", { class: "texte" });
  #confirm;
  #erase;

  /**
   * @param {number} level of the heading
   * @param {{inventory: () => void, copy: (format: string) => void, erase: () => void,
   *   announce: (text: string) => void, closed: () => void}} actions `closed` gives the focus back
   */
  constructor(level, actions) {
    this.#actions = actions;
    this.#title = el(`h${level}`, { class: "carte-titre", id: "donnees-titre", tabindex: "-1" }, DONNEES.titre);
    this.#confirm = this.#question();
    this.#erase = this.#button(DONNEES.effacer, () => this.#ask(true), "danger");
    this.panel = el("div", { class: "options donnees", role: "group", "aria-labelledby": "donnees-titre",
      hidden: true }, this.#title, this.#text,
    el("div", { class: "gestes" },
      this.#button(DONNEES.texte, () => actions.copy("txt")),
      this.#button(DONNEES.json, () => actions.copy("json")),
      this.#erase,
      this.#button(DONNEES.fermer, () => this.close())),
    this.#confirm);
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  open() {
    this.#text.replaceChildren(el("p", {}, DONNEES.attente));
    this.#ask(false);
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
    this.#title.focus();
    this.#actions.inventory();
  }

  /** @param {string} text what the server keeps, with light marks @param {string} [said] aloud */
  show(text, said = DONNEES.pret) {
    this.#text.replaceChildren(renderText(text));
    this.#actions.announce(said);
  }

  /** @param {boolean} [refocus] */
  close(refocus = true) {
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    this.#text.replaceChildren();
    if (refocus) this.#actions.closed();
  }

  #button(text, action, name = null) {
    return el("button", { type: "button", class: name, onclick: action }, text);
  }

  #question() {
    return el("div", { class: "confirmer", role: "group", "aria-label": DONNEES.effacer, hidden: true },
      el("p", { tabindex: "-1" }, DONNEES.question),
      el("div", { class: "gestes" },
        this.#button(DONNEES.oui, () => this.#actions.erase(), "danger"),
        this.#button(DONNEES.non, () => {
          this.#ask(false);
          this.#erase.focus();
        })));
  }

  #ask(wanted) {
    this.#confirm.hidden = !wanted;
    if (wanted) this.#confirm.firstChild.focus();
  }
}
