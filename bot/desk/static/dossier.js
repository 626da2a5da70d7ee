/**
 * The right column: the summary handed over, and the private notes.
 *
 * A note leaves only by its own button, by its own frame, and never on Enter alone. Must never share
 * a field or a function with the reply to the member.
 */
import { el } from "/widget/dom.js";
import { renderText } from "/widget/marks.js";
import { ACCORDS, RESUME, TEXTES, day, hour, motif } from "./textes.js";

const byId = (id) => document.getElementById(id);
/** Shown only when known. */
const OPTIONAL = ["pathologie", "urgence", "texte"];

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
    this.#summary(ticket.summary, ticket.consent);
    const own = ticket.state === "human" && !ticket.glass;
    byId("note").hidden = !own;
    byId("notes-fermees").hidden = own;
    this.#notes(thread?.notes ?? []);
  }

  /** What the member did not choose to share is left out, not shown as missing. */
  #summary(summary, consent) {
    const words = { ...summary, theme: this.#themes[summary.theme] ?? summary.theme, motif: motif(summary.motif) };
    const whole = ["all", "not_asked"].includes(consent);
    const rows = Object.entries(RESUME).filter(([key]) => words[key] || (whole && !OPTIONAL.includes(key)))
      .map(([key, label]) => [label, words[key]]);
    rows.push(...(summary.parcours ?? []).map(({ question, reponse }) => [question, reponse]));
    byId("accord").textContent = ACCORDS[consent] ?? "";
    byId("accord").hidden = !ACCORDS[consent];
    byId("resume").replaceChildren(...rows.flatMap(([label, value]) => [
      el("dt", {}, label),
      el("dd", { class: value ? null : "absent" }, value ?? "Non précisé"),
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
