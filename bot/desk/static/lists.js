/**
 * The left column: who waits, and the counselor's own conversations.
 *
 * Lines are kept as the same elements from one update to the next, so that neither the focus nor a
 * click is lost when the list moves. Must never announce: see alerts.js.
 */
import { el } from "/widget/dom.js";
import { TEXTES, place, since, title } from "./textes.js";

const byId = (id) => document.getElementById(id);

export class Lists {
  #desk;
  #outbox;
  #themes;
  #choose;
  #lines = new Map();
  #typing = new Map();

  /** @param {(conversation: string) => void} choose called when a line is chosen */
  constructor(desk, outbox, themes, choose) {
    this.#desk = desk;
    this.#outbox = outbox;
    this.#themes = themes;
    this.#choose = choose;
    for (const type of ["lists", "thread"]) desk.addEventListener(type, () => this.render());
    outbox.addEventListener("change", () => this.render());
    desk.addEventListener("typing", ({ detail }) => this.#type(detail.conversation));
    setInterval(() => this.#tick(), 1000);
    document.querySelector(".listes").addEventListener("keydown", (event) => this.#arrow(event));
  }

  render() {
    const { waiting, mine } = this.#desk;
    this.#fill(byId("attente"), waiting);
    this.#fill(byId("miennes"), mine);
    byId("attente-vide").hidden = waiting.length > 0;
    byId("miennes-vide").hidden = mine.length > 0;
    byId("nombre-attente").textContent = String(waiting.length);
    byId("nombre-miennes").textContent = String(mine.length);
    const alive = new Set([...waiting, ...mine].map((one) => one.conversation));
    for (const id of this.#lines.keys()) if (!alive.has(id)) this.#lines.delete(id);
  }

  #fill(list, tickets) {
    const lines = tickets.map((ticket) => this.#line(ticket));
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    if (lines.length !== list.children.length || lines.some((line, i) => list.children[i] !== line)) {
      list.replaceChildren(...lines);
      if (focused?.isConnected) focused.focus({ preventScroll: true });
    }
  }

  #line(ticket) {
    const { conversation: id, summary } = ticket;
    if (!this.#lines.has(id)) {
      const button = el("button", { type: "button", class: "fiche", onclick: () => this.#choose(id) });
      this.#lines.set(id, el("li", {}, button));
    }
    const line = this.#lines.get(id);
    const button = line.firstChild;
    const name = title(summary, this.#themes);
    button.classList.toggle("urgente", ticket.urgent);
    if (this.#desk.open === id) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    const parts = [
      el("span", { class: "fiche-haut" },
        ticket.urgent ? el("strong", { class: "urgent" }, TEXTES.urgent) : null,
        el("span", { class: "fiche-titre" }, name),
        ticket.waiting_since ? el("time", { class: "depuis", datetime: ticket.waiting_since, "data-depuis": ticket.waiting_since }) : null),
      el("span", { class: "fiche-bas" },
        el("span", {}, place(summary, name) || TEXTES.reference(ticket.reference)),
        ticket.team ? el("span", { class: "equipe" }, TEXTES.pourEquipe(ticket.team)) : null,
        ticket.consent === "pending" ? el("span", { class: "accord-attendu" }, TEXTES.sansAccord) : null,
        ticket.given ? el("span", { class: "equipe" }, TEXTES.pourVous) : null,
        ...this.#marks(id)),
    ];
    button.replaceChildren(...parts);
    this.#tick(button);
    return line;
  }

  #marks(id) {
    const unread = this.#desk.unread.get(id) ?? 0;
    return [
      this.#typing.has(id) ? el("span", { class: "ecrit" }, TEXTES.ecrit) : null,
      this.#outbox.of(id).length ? el("span", { class: "retenu" }, TEXTES.nonEnvoye) : null,
      unread ? el("span", { class: "non-lus" }, el("span", { "aria-hidden": "true" }, String(unread)),
        el("span", { class: "lecteur" }, TEXTES.nonLus(unread))) : null,
    ];
  }

  #tick(root = document) {
    for (const time of root.querySelectorAll("[data-depuis]")) {
      const text = since(time.dataset.depuis);
      const shown = time.dataset.phrase ? TEXTES.attend(text) : text;
      if (time.textContent !== shown) time.textContent = shown;
    }
  }

  #type(id) {
    clearTimeout(this.#typing.get(id));
    this.#typing.set(id, setTimeout(() => {
      this.#typing.delete(id);
      this.render();
    }, 5000));
    this.render();
  }

  /** Arrows walk through both lists, as in a mailbox. */
  #arrow(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey) return;
    const all = [...document.querySelectorAll(".fiche")];
    const target = all[all.indexOf(document.activeElement) + step];
    if (!target) return;
    event.preventDefault();
    target.focus();
  }
}
