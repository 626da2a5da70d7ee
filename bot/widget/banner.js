/**
 * The line that says who is there: a counselor expected, a counselor, Ariane again, no connection.
 *
 * Each change is announced once, by `announce`; the line itself is silent. Must never flash for a cut
 * shorter than a blink.
 */
import { el } from "./dom.js";
import { ETATS } from "./textes.js";

const CUT_SHOWN_AFTER_MS = 1_500;

export class Banner {
  #announce;
  #state = el("p", { class: "bandeau bandeau-etat", hidden: true });
  #cutText = el("span");
  #cut;
  #timer = 0;

  /** @param {{announce: (text: string) => void, retry: () => void}} actions */
  constructor({ announce, retry }) {
    this.#announce = announce;
    this.#cut = el("div", { class: "bandeau bandeau-coupure", hidden: true }, this.#cutText,
      el("button", { type: "button", class: "lien", onclick: retry }, ETATS.reessayer));
    this.element = el("div", { class: "bandeaux" }, this.#cut, this.#state);
  }

  /**
   * @param {{state: string, counselor: string|null, position: number|null, wait: string|null}} now
   * @param {string} previous state
   */
  setState({ state, counselor, position, wait }, previous) {
    const before = this.#state.textContent;
    const texts = {
      waiting: ETATS.attente(position, wait),
      human: ETATS.humain(counselor),
      closed: ETATS.ferme,
      bot: previous === "human" || previous === "waiting" ? ETATS.retour : "",
    };
    this.#state.textContent = texts[state] ?? "";
    this.#state.dataset.etat = state;
    this.#state.hidden = !this.#state.textContent;
    if (this.#state.textContent && this.#state.textContent !== before) this.#announce(this.#state.textContent);
  }

  /** « De nouveau avec Ariane » has been read once the member writes again. */
  messageSent(state) {
    if (state === "bot") this.#state.hidden = true;
  }

  reset() {
    this.#state.hidden = true;
  }

  /** @param {boolean} ready @param {string|null} phone of the mutuelle as printed, another way in */
  setConnection(ready, phone) {
    clearTimeout(this.#timer);
    if (!ready) {
      this.#timer = setTimeout(() => this.#showCut(phone), CUT_SHOWN_AFTER_MS);
    } else if (!this.#cut.hidden) {
      this.#cut.hidden = true;
      this.#announce(ETATS.retablie);
    }
  }

  #showCut(phone) {
    if (!this.#cut.hidden) return;
    const parts = [ETATS.coupure, phone ? ETATS.coupureTelephone(phone) : ""];
    this.#cutText.textContent = parts.filter(Boolean).join(" ");
    this.#cut.hidden = false;
    this.#announce(this.#cutText.textContent);
  }
}
