/**
 * Places the member keeps at hand, to print or find again: in this page only, gone with it.
 *
 * Must never be stored, nor outlive the conversation they come from.
 */
import { el, hidden } from "./dom.js";
import { LIEUX } from "./textes.js";

const keyOf = (card) => [card.nom, card.adresse].join("\n");

export class KeptPlaces {
  #cards = new Map();
  #buttons = new Map();
  #list = el("ul", { class: "lieux-gardes" });
  #lines;

  /** @param {{lines: (card: object) => string[], print: (text: string) => void}} actions */
  constructor({ lines, print }) {
    this.#lines = lines;
    this.section = el("section", { hidden: true, "aria-labelledby": "lieux-titre" },
      el("p", { id: "lieux-titre" }, el("strong", {}, LIEUX.titre)), this.#list,
      el("div", { class: "gestes" },
        el("button", { type: "button", onclick: () => print(this.#text()) }, LIEUX.imprimer)));
  }

  /** The button of one card. @param {object} card of type « lieu » */
  button(card) {
    const key = keyOf(card);
    const button = el("button", { type: "button", class: "geste-fichier", onclick: () => this.#toggle(card) });
    this.#buttons.set(key, [...(this.#buttons.get(key) ?? []), button]);
    this.#show(key, card);
    return button;
  }

  clear() {
    this.#cards.clear();
    this.#buttons.clear();
    this.#refresh();
  }

  #toggle(card) {
    const key = keyOf(card);
    if (!this.#cards.delete(key)) this.#cards.set(key, card);
    this.#show(key, card);
    this.#refresh();
  }

  #show(key, card) {
    const kept = this.#cards.has(key);
    for (const button of this.#buttons.get(key) ?? []) {
      button.setAttribute("aria-pressed", String(kept));
      button.replaceChildren(kept ? LIEUX.garde : LIEUX.garder, hidden(`, ${card.nom}`));
    }
  }

  #refresh() {
    this.section.hidden = this.#cards.size === 0;
    this.#list.replaceChildren(...[...this.#cards.values()].map((card) => el("li", {},
      el("span", {}, [card.nom, card.adresse, card.exemple ? null : card.telephone?.affiche].filter(Boolean).join(" · ")),
      el("button", { type: "button", class: "lien", onclick: () => this.#toggle(card) },
        LIEUX.retirer, hidden(`, ${card.nom}`)))));
  }

  #text() {
    const blocks = [...this.#cards.values()].map((card) => this.#lines(card).join("\n"));
    return [LIEUX.titre, ...blocks].join("\n\n");
  }
}
