/**
 * The middle column: heading, state and messages of the open conversation.
 *
 * Shows; the composer and the buttons act. Must never scroll away what the counselor is reading.
 */
import { el } from "/widget/dom.js";
import { renderMessage, renderUnsent } from "./message.js";
import { TEXTES, day, place, since, title } from "./textes.js";

const byId = (id) => document.getElementById(id);
const NEAR = 80;

export class Thread {
  #desk;
  #outbox;
  #socket;
  #themes;
  #takeBack;
  #shown = null;
  #typing = 0;
  /** Elements already made, by message: text being selected must survive the next message. */
  #made = new WeakMap();
  /** Whether the counselor reads the end: then the end stays in sight, whatever grows or shrinks. */
  #atEnd = true;

  /** @param {(item: object) => void} takeBack called with a refused reply to write again */
  constructor(desk, outbox, socket, themes, takeBack) {
    this.#desk = desk;
    this.#outbox = outbox;
    this.#socket = socket;
    this.#themes = themes;
    this.#takeBack = takeBack;
    desk.addEventListener("thread", () => this.render());
    desk.addEventListener("message", ({ detail }) => this.#arrived(detail.message));
    desk.addEventListener("typing", ({ detail }) => this.#type(detail.conversation));
    outbox.addEventListener("added", () => { this.#atEnd = true; });
    for (const source of [outbox, socket]) source.addEventListener("change", () => this.#list());
    byId("bas").addEventListener("click", () => this.#toBottom());
    byId("deroule").addEventListener("scroll", () => {
      this.#atEnd = this.#nearEnd();
      if (this.#atEnd) byId("bas").hidden = true;
    }, { passive: true });
    new ResizeObserver(() => this.#atEnd && this.#toBottom()).observe(byId("deroule"));
  }

  render() {
    const { open, thread } = this.#desk;
    byId("accueil").hidden = open !== null;
    byId("conversation").hidden = open === null;
    if (open === null) {
      this.#shown = null;
      byId("messages").replaceChildren();
      return;
    }
    const ticket = thread ?? this.#desk.ticket(open);
    if (ticket) this.#head(ticket);
    this.#list();
  }

  #head(ticket) {
    const name = title(ticket.summary, this.#themes);
    const own = ticket.state === "human" && !ticket.glass;
    byId("sujet").textContent = name;
    byId("etat").replaceChildren(
      ...[ticket.urgent ? el("strong", { class: "urgent" }, TEXTES.urgent) : null,
        own || ticket.glass ? el("span", { class: "charge" }, own ? TEXTES.enCharge : TEXTES.vitre)
          : el("time", { class: "depuis", "data-depuis": ticket.waiting_since, "data-phrase": "oui" },
            TEXTES.attend(since(ticket.waiting_since))),
        el("span", {}, [place(ticket.summary, name), TEXTES.reference(ticket.reference)].filter(Boolean).join(" · ")),
      ].filter(Boolean));
    byId("refuser").hidden = ticket.state !== "waiting";
    byId("prendre").hidden = own || ticket.glass;
    byId("rendre").hidden = !own;
    byId("clore").hidden = !own;
    byId("reponse").hidden = !own;
    byId("lecture").hidden = own;
    const shared = ["all", "not_asked"].includes(ticket.consent);
    const reading = shared ? TEXTES.lecture : TEXTES.lectureFermee;
    byId("lecture").textContent = ticket.glass ? TEXTES.lectureVitre : reading;
  }

  #list() {
    const { open, thread } = this.#desk;
    if (open === null) return;
    if (this.#shown !== open) this.#atEnd = true;
    const items = [];
    let before = null;
    for (const message of [...(thread?.messages.values() ?? [])].sort((a, b) => a.seq - b.seq)) {
      if (day(message.at) !== (before && day(before.at))) {
        items.push(el("li", { class: "jour" }, day(message.at)));
        before = null;
      }
      items.push(this.#element(message, message.author === before?.author && message.name === before?.name));
      before = message;
    }
    if (!thread) items.push(el("li", { class: "jour" }, TEXTES.chargement));
    const online = this.#socket.state === "up";
    items.push(...this.#outbox.of(open).map((item) => renderUnsent(item, { online, takeBack: this.#takeBack })));
    settle(byId("messages"), items);
    byId("messages").setAttribute("aria-busy", String(!thread));
    if (thread) this.#shown = open;
    if (this.#atEnd) this.#toBottom();
  }

  #element(message, continued) {
    const made = this.#made.get(message);
    if (made?.continued === continued) return made.node;
    const node = renderMessage(message, continued);
    this.#made.set(message, { node, continued });
    return node;
  }

  #arrived(message) {
    if (message.conversation !== this.#desk.open) return;
    if (message.author === "membre") byId("frappe").hidden = true;
    if (message.author === "conseiller") this.#atEnd = true;
    this.#list();
    if (!this.#atEnd) byId("bas").hidden = false;
  }

  #type(conversation) {
    if (conversation !== this.#desk.open) return;
    byId("frappe").hidden = false;
    if (this.#atEnd) this.#toBottom();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => { byId("frappe").hidden = true; }, 5000);
  }

  #nearEnd() {
    const box = byId("deroule");
    return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
  }

  #toBottom() {
    byId("deroule").scrollTop = byId("deroule").scrollHeight;
    byId("bas").hidden = true;
  }
}

/** Makes `items` the children of `list`, leaving alone those already in their place. */
function settle(list, items) {
  items.forEach((item, index) => {
    if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
  });
  while (list.children.length > items.length) list.lastChild.remove();
}
