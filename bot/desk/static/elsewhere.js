/**
 * What colleagues follow, without a word of it, and the dialog by which one is opened with a reason.
 *
 * Opening is the server's to grant. Lines keep their element, so that a focus is not lost.
 */
import { el } from "/widget/dom.js";
import { TEXTES, duration } from "./textes.js";

const byId = (id) => document.getElementById(id);

export class Elsewhere {
  #desk;
  #themes;
  #choose;
  #lines = new Map();
  #asked = null;

  /** @param {(conversation: string) => void} choose called to read a conversation already opened */
  constructor(desk, themes, choose) {
    this.#desk = desk;
    this.#themes = themes;
    this.#choose = choose;
    desk.addEventListener("lists", () => this.#render());
    byId("bris-formulaire").addEventListener("submit", (event) => this.#submit(event));
    byId("bris-annuler").addEventListener("click", () => byId("bris").close());
  }

  #render() {
    const lines = this.#desk.elsewhere.map((one) => this.#line(one));
    const list = byId("ailleurs");
    if (lines.length !== list.children.length || lines.some((line, i) => list.children[i] !== line)) {
      const focused = list.contains(document.activeElement) ? document.activeElement : null;
      list.replaceChildren(...lines);
      if (focused?.isConnected) focused.focus({ preventScroll: true });
    }
    byId("section-ailleurs").hidden = lines.length === 0;
    byId("nombre-ailleurs").textContent = String(lines.length);
    const alive = new Set(this.#desk.elsewhere.map((one) => one.conversation));
    for (const id of this.#lines.keys()) if (!alive.has(id)) this.#lines.delete(id);
  }

  #line(one) {
    const id = one.conversation;
    if (!this.#lines.has(id)) {
      const button = el("button", { type: "button", class: "fiche", onclick: () => this.#press(id) });
      this.#lines.set(id, el("li", {}, button));
    }
    const line = this.#lines.get(id);
    const button = line.firstChild;
    button.classList.toggle("urgente", one.urgent);
    if (this.#desk.open === id) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    button.replaceChildren(
      el("span", { class: "fiche-haut" },
        one.urgent ? el("strong", { class: "urgent" }, TEXTES.urgent) : null,
        el("span", { class: "fiche-titre" }, this.#title(one)),
        el("span", { class: "depuis" }, duration(Date.now() - Date.parse(one.since)))),
      el("span", { class: "fiche-bas" },
        el("span", {}, TEXTES.suivie(one.counselor)),
        el("span", { class: "geste" }, one.glass ? TEXTES.relire : TEXTES.ouvrir)),
    );
    return line;
  }

  #title({ theme, age, reference }) {
    const years = age ? TEXTES.ans(age) : null;
    return [this.#themes[theme] ?? TEXTES.reference(reference), years].filter(Boolean).join(", ");
  }

  #press(id) {
    const line = this.#desk.elsewhere.find((one) => one.conversation === id);
    if (line?.glass) {
      this.#choose(id);
      return;
    }
    this.#asked = id;
    byId("bris-formulaire").reset();
    byId("bris-de").textContent = TEXTES.briser(line.counselor, this.#title(line));
    byId("bris").showModal();
    byId("bris-motif").focus();
  }

  #submit(event) {
    event.preventDefault();
    this.#desk.breakGlass(this.#asked, byId("bris-motif").value, byId("bris-texte").value);
    byId("bris").close();
  }
}
