/**
 * One message of the thread: author, text, cards, buttons, and where it stands.
 *
 * Must never write server text other than as text nodes, nor move the focus.
 */
import { renderCard } from "./cards.js";
import { el, hidden } from "./dom.js";
import { renderText } from "./marks.js";
import { AUTEURS, MESSAGE } from "./textes.js";

const KINDS = ["membre", "ariane", "conseiller", "securite", "service"];
const HOUR = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit" });

/** Who speaks, as the member reads it. @param {{author: string, name: string|null}} message */
export function authorOf({ author, name }) {
  if (author === "conseiller" && name) return AUTEURS.conseillerNomme(name);
  return AUTEURS[author] ?? AUTEURS.service;
}

/** @param {string} at ISO 8601 @returns {string} hour and minutes, or nothing if unreadable */
export function hourOf(at) {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "" : HOUR.format(date);
}

export class MessageView {
  #status = el("p", { class: "etat-envoi", "aria-live": "off" });
  #buttons = [];

  /**
   * @param {object} message
   * @param {{level: number, demonstration: Function, press: Function, download: Function}} context
   *   see cards.js; `press(message, button)` sends a button, `download(message, place, format)` asks
   *   for the file of a card
   */
  constructor(message, context) {
    this.message = message;
    const kind = KINDS.includes(message.author) ? message.author : "service";
    this.node = el("div", { class: `message message-${kind}`, "data-id": message.id },
      el("p", { class: "auteur" }, el("span", { class: "nom" }, authorOf(message)), hidden(" : "),
        el("time", { datetime: message.at, "aria-hidden": "true" }, hourOf(message.at))),
      message.text ? el("div", { class: "texte" }, renderText(message.text)) : null,
      ...(message.cards ?? []).map((card, place) => renderCard(card, {
        ...context, download: (format) => context.download(message, place, format),
      })),
      this.#choices(context),
      kind === "membre" ? this.#status : null);
    this.update();
  }

  /** Shows whether the message left. */
  update() {
    const { frame, failure } = this.message;
    const text = failure ? MESSAGE.echec(failure) : frame ? MESSAGE.attente : "";
    if (this.#status.textContent !== text) this.#status.textContent = text;
    this.node.classList.toggle("en-attente", Boolean(frame) && !failure);
    this.node.classList.toggle("en-echec", Boolean(failure));
  }

  /** Once answered or overtaken, a choice can be read but no longer pressed. */
  disable() {
    const offers = this.node.querySelectorAll(".carte-position button");
    for (const button of [...this.#buttons, ...offers]) button.disabled = true;
  }

  #choices(context) {
    const buttons = this.message.buttons ?? [];
    if (!buttons.length) return null;
    this.#buttons = buttons.map((button) => el("button", {
      type: "button", class: "choix",
      onclick: (event) => {
        event.currentTarget.classList.add("choisi");
        context.press(this.message, button);
      },
    }, button.title));
    return el("div", { class: "liste-choix", role: "group", "aria-label": MESSAGE.choix }, ...this.#buttons);
  }
}
