/**
 * The « Options » panel: reading comfort, privacy, copy of the conversation, other ways in.
 *
 * Choices live as long as the page: they are never stored. Must never hide the emergency line.
 */
import { el, icon, safePhone } from "./dom.js";
import { OPTIONS, TEXTES } from "./textes.js";

export class Preferences {
  #root;
  #actions;
  #voice;
  #dictation;
  #easy;
  #contact = el("p", { class: "joindre", hidden: true });

  /**
   * @param {HTMLElement} root carries the classes that change the display
   * @param {object} actions one function per button: `privacy(on)`, `speech.set(on)`,
   *   `speech.available`, `dictation()`, `easy(on)`, `places.section`, `save()`, `print()`, `startAnew()`, `myData()`
   */
  constructor(root, actions) {
    this.#root = root;
    this.#actions = actions;
    this.button = el("button", { type: "button", class: "bouton-options", "aria-expanded": "false",
      "aria-controls": "options", onclick: () => this.toggle() }, icon("options"),
    el("span", {}, OPTIONS.bouton));
    this.#voice = this.#check(OPTIONS.voix, OPTIONS.voixAide, (on) => actions.speech.set(on));
    this.#dictation = this.#check(OPTIONS.dictee, OPTIONS.dicteeAide, (on) => actions.dictation().set(on));
    this.#easy = this.#check(OPTIONS.falc, OPTIONS.falcAide, actions.easy);
    this.panel = el("div", { id: "options", class: "options", role: "group",
      "aria-label": OPTIONS.titre, hidden: true }, ...this.#content());
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /** @param {boolean} [open] @param {boolean} [refocus] give the focus back to the button */
  toggle(open = !this.isOpen, refocus = false) {
    this.#voice.hidden = !this.#actions.speech.available;
    this.#dictation.hidden = !this.#actions.dictation().available;
    this.panel.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (refocus) this.button.focus();
  }

  /** @param {boolean} on as the server remembers it for this conversation */
  setEasy(on) {
    this.#easy.querySelector("input").checked = on;
  }

  /** @param {{nom: string, telephone: object, horaires: string, demonstration: boolean}|null} mutuelle */
  setMutuelle(mutuelle) {
    this.#contact.hidden = !mutuelle?.telephone;
    if (this.#contact.hidden) return;
    const { affiche, appel } = mutuelle.telephone;
    const href = mutuelle.demonstration ? null : safePhone(appel);
    this.#contact.replaceChildren(
      el("strong", {}, `${OPTIONS.joindre} `),
      href ? el("a", { href }, affiche) : affiche,
      " ", mutuelle.demonstration ? el("span", { class: "etiquette" }, TEXTES.demonstration) : "",
      el("span", { class: "horaires" }, mutuelle.horaires ?? ""));
  }

  #content() {
    const run = (action) => () => {
      this.toggle(false, true);
      action();
    };
    const button = (text, action) => el("button", { type: "button", onclick: run(action) }, text);
    const { save, print, startAnew, myData, privacy } = this.#actions;
    return [
      this.#sizes(),
      this.#check(OPTIONS.dyslexie, OPTIONS.dyslexieAide, (on) => this.#root.classList.toggle("dys", on)),
      this.#easy,
      this.#voice,
      this.#dictation,
      this.#check(OPTIONS.prive, OPTIONS.priveAide, privacy),
      this.#actions.places.section,
      el("div", { class: "gestes" },
        button(OPTIONS.enregistrer, save),
        button(OPTIONS.imprimer, print),
        button(OPTIONS.recommencer, startAnew),
        button(OPTIONS.donnees, myData)),
      this.#contact,
    ];
  }

  #sizes() {
    const choose = (size) => () => { this.#root.dataset.taille = String(size); };
    return el("fieldset", { class: "tailles" }, el("legend", {}, OPTIONS.taille),
      ...OPTIONS.tailles.map((label, size) => el("label", { class: `taille-${size}` },
        el("input", { type: "radio", name: "taille", checked: size === 0, onchange: choose(size) }),
        el("span", {}, label))));
  }

  #check(label, help, apply) {
    return el("label", { class: "bascule" },
      el("input", { type: "checkbox", onchange: (event) => apply(event.target.checked) }),
      el("span", {}, label, el("small", {}, ` ${help}`)));
  }
}
