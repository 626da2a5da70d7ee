/**
 * Speaking instead of typing, where the browser can. Off until the member asks for it in « Options »,
 * where it is said who may hear.
 *
 * What was said goes to the field, for the member to read and send: it must never send by itself.
 */
import { el, icon } from "./dom.js";
import { DICTEE } from "./textes.js";

const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
const REFUSED = ["not-allowed", "service-not-allowed", "audio-capture"];

export class Dictation {
  #actions;
  #listening = null;
  #label = el("span", {}, DICTEE.commencer);
  button = el("button", { type: "button", class: "dicter", "aria-pressed": "false", hidden: true,
    onclick: () => (this.#listening ? this.#listening.stop() : this.#start()) }, icon("micro"), this.#label);

  /** @param {{write: (text: string) => void, announce: (text: string) => void}} actions */
  constructor(actions) {
    this.#actions = actions;
  }

  get available() {
    return Boolean(Recognition);
  }

  /** @param {boolean} on shows the button; off stops listening at once */
  set(on) {
    this.button.hidden = !on;
    if (!on) this.#listening?.abort();
  }

  #start() {
    const recognition = new Recognition();
    Object.assign(recognition, { lang: "fr-FR", continuous: true, interimResults: false });
    recognition.onresult = ({ results, resultIndex }) => {
      for (const result of [...results].slice(resultIndex)) this.#actions.write(result[0].transcript.trim());
    };
    recognition.onerror = ({ error }) => {
      if (error === "aborted" || error === "no-speech") return;
      this.#actions.announce(REFUSED.includes(error) ? DICTEE.refusee : DICTEE.echec);
    };
    recognition.onend = () => this.#show(null);
    recognition.start();
    this.#show(recognition);
  }

  #show(listening) {
    this.#listening = listening;
    this.button.setAttribute("aria-pressed", String(Boolean(listening)));
    this.#label.textContent = listening ? DICTEE.arreter : DICTEE.commencer;
    this.#actions.announce(listening ? DICTEE.ecoute : DICTEE.fin);
  }
}
