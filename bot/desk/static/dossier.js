/**
 * The right column: the summary handed over, and the private notes.
 *
 * A note leaves only by its own button, by its own frame, and never on Enter alone. Must never share
 * a field or a function with the reply to the member.
 */
import { el } from "/widget/dom.js";
import { renderText } from "/widget/marks.js";
import { RESUME, TEXTES, day, hour, motif } from "./textes.js";

const byId = (id) => document.getElementById(id);

export class Dossier {
  #desk;
  #themes;
  #tell;
  #field = byId("note-texte");
  #drafts = new Map();
  #conversation = null;
  #sent = null;

  /** @param {(text: string) => void} tell shows a problem */
  constructor(desk, themes, tell) {
    this.#desk = desk;
    this.#themes = themes;
    this.#tell = tell;
    desk.addEventListener("thread", () => this.#render());
    desk.addEventListener("notes", () => this.#stored());
    byId("note").addEventListener("submit", (event) => this.#submit(event));
  }

  get dirty() {
    return this.draft || [...this.#drafts.values()].some((text) => text.trim());
  }

  get draft() {
    return this.#field.value.trim() !== "";
  }

  focus() {
    const open = !byId("note").hidden && !byId("dossier").hidden;
    if (open) this.#field.focus();
    return open;
  }

  forget(conversation) {
    this.#drafts.delete(conversation);
    if (this.#conversation === conversation) this.#field.value = "";
  }

  #render() {
    const { open, thread } = this.#desk;
    this.#switch(open);
    const ticket = thread ?? this.#desk.ticket(open);
    byId("dossier").hidden = !ticket;
    byId("dossier-vide").hidden = Boolean(ticket);
    if (!ticket) return;
    this.#summary(ticket.summary);
    const own = ticket.state === "human" && !ticket.glass;
    byId("note").hidden = !own;
    byId("notes-fermees").hidden = own;
    this.#notes(thread?.notes ?? []);
  }

  #summary(summary) {
    const words = { ...summary, theme: this.#themes[summary.theme] ?? summary.theme, motif: motif(summary.motif) };
    byId("resume").replaceChildren(...Object.entries(RESUME).flatMap(([key, label]) => [
      el("dt", {}, label),
      el("dd", { class: words[key] ? null : "absent" }, words[key] ?? "Non précisé"),
    ]));
  }

  #notes(notes) {
    byId("notes-vide").hidden = notes.length > 0;
    byId("notes").replaceChildren(...notes.map((note) => el("li", {},
      el("div", { class: "corps" }, renderText(note.text)),
      el("p", { class: "signature" }, `${note.name}, ${day(note.at)} à ${hour(note.at)}`))));
  }

  #stored() {
    this.#notes(this.#desk.thread.notes);
    if (this.#sent !== null && this.#field.value === this.#sent) this.#field.value = "";
    this.#sent = null;
  }

  #switch(open) {
    if (this.#conversation === open) return;
    if (this.#conversation !== null) this.#drafts.set(this.#conversation, this.#field.value);
    this.#conversation = open;
    this.#sent = null;
    this.#field.value = this.#drafts.get(open) ?? "";
    this.#drafts.delete(open);
  }

  /** The text stays in the field until the server has kept it. */
  #submit(event) {
    event.preventDefault();
    if (!this.draft || this.#sent !== null) return;
    if (this.#desk.command("note", { text: this.#field.value })) this.#sent = this.#field.value;
    else this.#tell(TEXTES.noteHorsLigne);
  }
}
