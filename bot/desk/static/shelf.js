/**
 * The search beside the thread: articles and places, inserted in one click as the member sees them.
 *
 * Names what to insert; the server makes the words and the cards. Looks up again at each pause.
 */
import { el } from "/widget/dom.js";
import { renderText } from "/widget/marks.js";
import { renderCard } from "./message.js";
import { RECHERCHE } from "./textes_outils.js";

const byId = (id) => document.getElementById(id);
const PAUSE = 350;

export class Shelf {
  #desk;
  #outbox;
  #say;
  #field = byId("chercher-texte");
  #around = byId("chercher-commune");
  #conversation = null;
  #timer = 0;
  #found = null;

  /** @param {(text: string) => void} say tells screen readers */
  constructor(desk, outbox, socket, say) {
    this.#desk = desk;
    this.#outbox = outbox;
    this.#say = say;
    desk.addEventListener("thread", () => this.#follow());
    socket.addEventListener("frame", ({ detail }) => detail.type === "found" && this.#receive(detail));
    byId("chercher").addEventListener("submit", (event) => { event.preventDefault(); this.#ask(); });
    byId("chercher").addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), PAUSE);
    });
    byId("copie").addEventListener("click", () => this.#insert(RECHERCHE.copie, { kind: "transcript" }));
    for (const tab of document.querySelectorAll("button[data-volet]")) {
      tab.addEventListener("click", () => this.#show(tab.dataset.volet));
    }
  }

  /** Shows the search, ready to type. @returns {boolean} false when no conversation is open */
  focus() {
    if (byId("volets").hidden) return false;
    this.#show("recherche");
    this.#field.focus();
    this.#field.select();
    return true;
  }

  /** Shows the summary and the notes. */
  rest() {
    this.#show("dossier");
  }

  #show(part) {
    const ticket = this.#desk.open !== null;
    for (const tab of document.querySelectorAll("button[data-volet]")) {
      tab.setAttribute("aria-pressed", String(tab.dataset.volet === part));
    }
    byId("recherche").hidden = part !== "recherche" || !ticket;
    document.querySelector(".dossier").dataset.partie = part;
  }

  #follow() {
    const { open, thread } = this.#desk;
    byId("volets").hidden = open === null;
    if (open === null || open !== this.#conversation) {
      this.#conversation = open;
      this.#field.value = "";
      this.#around.value = (thread ?? this.#desk.ticket(open))?.summary.lieu ?? "";
      this.#clear("");
      this.#show("dossier");
    }
    byId("copie").hidden = !this.#desk.inCharge;
    for (const button of document.querySelectorAll(".inserer")) button.disabled = !this.#desk.inCharge;
  }

  #ask() {
    clearTimeout(this.#timer);
    const text = this.#field.value.trim();
    if (!text) {
      this.#clear("");
      return;
    }
    byId("trouve").textContent = RECHERCHE.attente;
    this.#desk.command("search", { text, around: this.#around.value });
  }

  /** Answers may come late: only the one to the words still in the field is shown. */
  #receive(found) {
    if (found.conversation !== this.#desk.open || found.text !== this.#field.value.trim()) return;
    this.#found = found;
    const { articles, places } = found;
    const all = articles.length + places.length;
    byId("trouve").textContent = (all ? RECHERCHE.nombre(articles.length, places.length) : RECHERCHE.vide)
      + (found.around && places.length ? RECHERCHE.autour(found.around) : "")
      + (found.need && !found.where && !found.homonyms.length ? RECHERCHE.sansCommune(found.need) : "");
    this.#homonyms(found.homonyms);
    byId("section-lieux").hidden = !places.length;
    byId("lieux").replaceChildren(...places.map((card) => this.#place(card)));
    byId("section-fiches").hidden = !articles.length;
    byId("fiches-trouvees").replaceChildren(...articles.map((one) => this.#article(one)));
  }

  #clear(text) {
    byId("trouve").textContent = text;
    for (const id of ["section-lieux", "section-fiches", "homonymes"]) byId(id).hidden = true;
  }

  #homonyms(labels) {
    byId("homonymes").hidden = !labels.length;
    byId("homonymes").replaceChildren(RECHERCHE.quelleCommune, ...labels.map((label) =>
      el("button", { type: "button", class: "bouton", onclick: () => this.#choose(label) }, label)));
  }

  #choose(label) {
    this.#around.value = label;
    this.#ask();
    this.#field.focus();
  }

  #place(card) {
    const name = RECHERCHE.lieu(card.nom);
    const insert = () => this.#insert(name, { kind: "place", ref: card.id, where: this.#found.where });
    return el("li", {}, renderCard(card),
      el("p", { class: "gestes" }, this.#button(RECHERCHE.inserer, name, insert)));
  }

  #article(article) {
    const state = RECHERCHE.etats[article.etat]?.(article.a_revoir_le);
    const parts = Object.entries(RECHERCHE.parties).map(([part, label]) => {
      const name = RECHERCHE.fiche(article.titre, label);
      return this.#button(label, name, () => this.#insert(name, { kind: "article", ref: article.id, part }));
    });
    return el("li", {}, el("p", { class: "trouvaille-titre" }, article.titre, " ",
      state ? el("span", { class: "a-verifier" }, state) : null),
    el("details", {}, el("summary", {}, RECHERCHE.lire), el("div", { class: "corps" }, renderText(article.texte))),
    el("p", { class: "gestes" }, `${RECHERCHE.inserer} :`, ...parts));
  }

  #button(label, name, insert) {
    return el("button", {
      type: "button", class: "bouton inserer", disabled: !this.#desk.inCharge, onclick: insert,
      title: this.#desk.inCharge ? null : RECHERCHE.prendreDabord,
    }, label, el("span", { class: "lecteur" }, ` ${name}`));
  }

  #insert(name, named) {
    if (!this.#desk.inCharge) return;
    this.#outbox.add(this.#desk.open, name, { type: "insert", ...named });
    this.#say(RECHERCHE.insere(name));
  }
}
