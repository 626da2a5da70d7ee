/**
 * What is due beside the waiting list: conversations at risk, calls and answers promised; and, for
 * the open conversation, what was promised to this member and the next follow-up.
 *
 * A line tells what to do and by when, never a word of the member: that comes once joined.
 */
import { el } from "/widget/dom.js";
import { PROMESSES, RISQUES, TEXTES, moment, since } from "./textes.js";

const byId = (id) => document.getElementById(id);

export class Agenda {
  #desk;
  #choose;
  #join;
  #shown = new Map();
  #joinable = new Map();

  /**
   * @param {(conversation: string) => void} choose reads a conversation one already follows
   * @param {(conversation: string, words: object) => void} join comes to it, once confirmed
   */
  constructor(desk, choose, join) {
    this.#desk = desk;
    this.#choose = choose;
    this.#join = join;
    desk.addEventListener("lists", () => this.#render());
    for (const type of ["promises", "thread"]) desk.addEventListener(type, () => this.#owed());
    byId("suivi").addEventListener("submit", (event) => this.#plan(event));
    setInterval(() => this.#render(), 30_000);
  }

  #render() {
    const { risks, promised } = this.#desk;
    this.#fill("risques", risks, (one) => ({
      urgent: true, title: RISQUES[one.kind] ?? TEXTES.risque, when: since(one.since),
      detail: TEXTES.reference(one.reference), words: TEXTES.rejoindre,
    }));
    this.#fill("promis", promised, (one) => ({
      urgent: one.late, title: PROMESSES[one.kind], when: one.late ? TEXTES.retard : one.due ? TEXTES.maintenant : "",
      detail: [moment(one), one.phone].filter(Boolean).join(" · "),
      words: TEXTES.reprendre,
    }));
  }

  /** One section, hidden when empty; a line keeps its element, so that a focus is not lost. */
  #fill(name, lines, describe) {
    const keys = lines.map((one) => `${name} ${one.kind} ${one.id ?? one.conversation}`);
    const items = lines.map((one, i) => this.#line(keys[i], one, describe(one)));
    const list = byId(name);
    if (items.length !== list.children.length || items.some((item, i) => list.children[i] !== item)) {
      const focused = list.contains(document.activeElement) ? document.activeElement : null;
      list.replaceChildren(...items);
      if (focused?.isConnected) focused.focus({ preventScroll: true });
    }
    byId(`section-${name}`).hidden = lines.length === 0;
    byId(`nombre-${name}`).textContent = String(lines.length);
    for (const key of this.#shown.keys()) {
      if (key.startsWith(`${name} `) && !keys.includes(key)) this.#shown.delete(key);
    }
  }

  #line(key, one, { urgent, title, when, detail, words }) {
    if (!this.#shown.has(key)) {
      const button = el("button", { type: "button", class: "fiche", onclick: () => this.#press(key) });
      this.#shown.set(key, el("li", {}, button));
    }
    this.#joinable.set(key, { conversation: one.conversation, words });
    const item = this.#shown.get(key);
    item.firstChild.classList.toggle("urgente", urgent);
    item.firstChild.replaceChildren(
      el("span", { class: "fiche-haut" }, el("span", { class: "fiche-titre" }, title),
        when ? el("span", { class: "depuis" }, when) : null),
      el("span", { class: "fiche-bas" }, el("span", {}, detail)));
    return item;
  }

  #press(key) {
    const { conversation, words } = this.#joinable.get(key);
    if (this.#desk.ticket(conversation)) this.#choose(conversation);
    else this.#join(conversation, words);
  }

  /** In the file of the open conversation: what was promised, and the button that says it is done. */
  #owed() {
    const own = this.#desk.inCharge;
    const owed = own ? this.#desk.thread.promises ?? [] : [];
    byId("section-suivi").hidden = !own;
    byId("promesses").replaceChildren(...owed.map((one) => el("li", { class: one.late ? "retard" : null },
      el("p", {}, el("strong", {}, PROMESSES[one.kind]), ` ${moment(one)}`,
        one.late ? ` (${TEXTES.retard})` : ""),
      one.phone ? el("p", {}, el("a", { href: `tel:${one.phone.replace(/\s/g, "")}` }, one.phone)) : null,
      one.note ? el("p", {}, one.note) : null,
      el("button", { type: "button", class: "bouton", onclick: () => this.#keep(one) }, TEXTES.fait))));
  }

  #keep({ kind, id }) {
    this.#desk.command("kept", { kind, promise: id });
  }

  #plan(event) {
    event.preventDefault();
    const [date, text] = [byId("suivi-date").value, byId("suivi-note").value];
    if (this.#desk.command("follow_up", { date, text })) byId("suivi").reset();
  }
}
