/**
 * Standard replies, searched by keyboard: « / » opens, words narrow, arrows choose, Enter inserts.
 *
 * What is inserted goes in the reply field, to be read again before it leaves. Personal replies are
 * written here too.
 */
import { el } from "/widget/dom.js";
import { REPONSES } from "./textes_outils.js";

const byId = (id) => document.getElementById(id);
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export class Palette {
  #desk;
  #composer;
  #field = byId("palette-texte");
  #list = byId("palette-liste");
  #replies = { shared: [], own: [] };
  #shown = [];
  #at = 0;
  #edited = null;

  constructor(desk, composer, socket) {
    this.#desk = desk;
    this.#composer = composer;
    socket.addEventListener("frame", ({ detail }) => detail.type === "replies" && this.#receive(detail));
    this.#field.addEventListener("input", () => this.#narrow());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    byId("palette-nouvelle").addEventListener("click", () => this.#edit(null));
    byId("palette-modifier").addEventListener("click", () => this.#edit(this.#shown[this.#at]));
    byId("palette-retour").addEventListener("click", () => this.#browse());
    byId("palette-formulaire").addEventListener("submit", (event) => this.#save(event));
    byId("palette-modele").addEventListener("input", ({ target }) => target.setCustomValidity(""));
    byId("palette-supprimer").addEventListener("click", () => this.#delete());
  }

  /** Opens, when the counselor may answer. */
  open() {
    if (!this.#desk.inCharge || !this.#desk.command("replies")) return;
    this.#field.value = "";
    this.#browse();
    byId("palette").showModal();
    this.#field.focus();
  }

  #receive({ conversation, shared, own }) {
    if (conversation !== this.#desk.open) return;
    this.#replies = { shared, own };
    this.#browse();
  }

  #browse() {
    byId("palette-choix").hidden = false;
    byId("palette-formulaire").hidden = true;
    this.#narrow();
    this.#field.focus();
  }

  #narrow() {
    const words = plain(this.#field.value).split(/\s+/).filter(Boolean);
    const { own, shared } = this.#replies;
    const all = [...own.map((one) => ({ ...one, own: true })), ...shared];
    const matches = (one) => words.every((word) => plain(`${one.titre} ${one.texte}`).includes(word));
    const named = (one) => words.every((word) => plain(one.titre).includes(word));
    this.#shown = all.filter(matches).sort((a, b) => named(b) - named(a));
    this.#list.replaceChildren(...this.#shown.map((one, index) => this.#option(one, index)));
    byId("palette-vide").hidden = this.#shown.length > 0;
    byId("palette-nombre").textContent = REPONSES.nombre(this.#shown.length);
    this.#mark(0);
  }

  #option(reply, index) {
    return el("li", {
      id: `palette-${index}`, role: "option", "aria-selected": "false", class: "phrase",
      onclick: () => { this.#mark(index); this.#insert(); },
    }, el("span", { class: "phrase-titre" }, reply.titre,
      reply.own ? el("span", { class: "perso" }, REPONSES.perso) : null),
    el("span", { class: "phrase-texte" }, reply.texte));
  }

  #mark(index) {
    this.#at = Math.max(0, Math.min(index, this.#shown.length - 1));
    [...this.#list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === this.#at)));
    const chosen = this.#list.children[this.#at];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.#field.setAttribute("aria-activedescendant", chosen.id);
    else this.#field.removeAttribute("aria-activedescendant");
    byId("palette-modifier").hidden = !this.#shown[this.#at]?.own;
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#mark(this.#at + step);
    else if (event.key === "Enter" && !event.isComposing) this.#insert();
    else return;
    event.preventDefault();
  }

  #insert() {
    const chosen = this.#shown[this.#at];
    if (!chosen) return;
    byId("palette").close();
    this.#composer.write(chosen.texte);
  }

  #edit(reply) {
    this.#edited = reply;
    byId("palette-choix").hidden = true;
    byId("palette-formulaire").hidden = false;
    byId("palette-titre").value = reply?.titre ?? this.#field.value;
    byId("palette-modele").value = reply?.modele ?? this.#composer.text;
    byId("palette-supprimer").hidden = !reply;
    byId("palette-titre").focus();
  }

  #save(event) {
    event.preventDefault();
    const values = { reply: this.#edited?.id ?? null, title: byId("palette-titre").value, text: byId("palette-modele").value };
    const unknown = [...values.text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).find((name) => !REPONSES.variables.includes(name));
    byId("palette-modele").setCustomValidity(unknown ? REPONSES.inconnue(unknown) : "");
    if (byId("palette-formulaire").reportValidity()) this.#desk.command("save_reply", values);
  }

  #delete() {
    this.#desk.command("delete_reply", { reply: this.#edited.id });
  }
}
