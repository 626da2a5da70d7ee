/**
 * One message of the thread, and the cards under it, shown compactly.
 *
 * Text marks are rendered by the very module the member's chat uses: both sides read the same. Must
 * never turn a text into markup, nor offer to call a number of demonstration data.
 */
import { el, safePhone, safeUrl } from "/widget/dom.js";
import { link, renderText } from "/widget/marks.js";
import { AUTEURS, TEXTES, hour } from "./textes.js";

const CARDS = { lieu, source, etapes, contact, document: paper, rappel };

/**
 * @param {{author: string, name: string|null, text: string, at: string, buttons: object[], cards: object[]}} message
 * @param {boolean} continued same author as the message above: the name is for screen readers only
 */
export function renderMessage(message, continued) {
  const author = Object.hasOwn(AUTEURS, message.author) ? message.author : "service";
  const name = author === "conseiller" ? (message.name ?? AUTEURS.conseiller) : AUTEURS[author];
  return el("li", { class: `message de-${author}${continued ? " suite" : ""}`, "data-seq": message.seq },
    el("p", { class: "auteur" }, el("span", { class: continued ? "lecteur" : "qui" }, name), " ",
      el("time", { datetime: message.at }, hour(message.at))),
    el("div", { class: "corps" }, renderText(message.text), ...message.cards.map(renderCard), choices(message.buttons)));
}

/** A reply that is not stored yet, with what the counselor may do about it. */
export function renderUnsent(item, { online, takeBack }) {
  const refused = item.refusal !== null;
  const state = refused ? TEXTES.refuse(item.refusal) : online ? TEXTES.envoi : TEXTES.garde;
  return el("li", { class: `message de-conseiller attente${refused ? " refuse" : ""}` },
    el("div", { class: "corps" }, renderText(item.text)),
    el("p", { class: "depart" }, state, " ",
      refused ? el("button", { type: "button", class: "lien", onclick: () => takeBack(item) },
        item.frame.type === "message" ? TEXTES.corriger : TEXTES.retirer) : null));
}

/** @returns {HTMLElement|null} null for a type this page does not know */
export function renderCard(card) {
  return Object.hasOwn(CARDS, card.type) ? CARDS[card.type](card) : null;
}

function choices(buttons) {
  if (!buttons.length) return null;
  return el("p", { class: "choix" }, TEXTES.choix, " ", buttons.map((button) => `« ${button.title} »`).join(", "));
}

function lieu(card) {
  const map = safeUrl(card.carte);
  return frame(card, card.nom, [card.categorie, card.distance].filter(Boolean).join(" · "),
    card.adresse,
    el("span", {}, card.telephone ? number(card.telephone, card.exemple) : null,
      card.telephone && map ? " · " : null, map ? link(map, TEXTES.carte) : null),
    card.mention, card.id ? el("button", { type: "button", class: "lien", "data-lieu": card.id, "data-nom": card.nom },
      TEXTES.corrigerLieu, el("span", { class: "lecteur" }, ` : ${card.nom}`)) : null,
    [card.source, card.date].filter(Boolean).join(", "));
}

function source(card) {
  const url = safeUrl(card.url);
  return frame(card, url ? link(url, card.titre) : card.titre, card.statut);
}

function etapes(card) {
  return el("div", { class: "carte carte-etapes" }, el("p", { class: "carte-titre" }, card.titre),
    el("ol", {}, ...card.etapes.map((step) => el("li", {}, step))));
}

function contact(card) {
  return frame(card, card.nom, el("span", {}, number(card, card.exemple)), card.role);
}

function paper(card) {
  return frame(card, card.titre, card.texte);
}

function rappel(card) {
  return frame(card, card.titre, card.affiche, card.texte);
}

function frame(card, heading, ...lines) {
  return el("div", { class: `carte carte-${card.type}` },
    card.exemple ? el("p", { class: "exemple" }, TEXTES.exemple) : null,
    el("p", { class: "carte-titre" }, heading),
    ...lines.filter(Boolean).map((line) => el("p", {}, line)));
}

function number({ affiche, appel }, fictive) {
  const href = fictive ? null : safePhone(appel);
  return href ? el("a", { href }, affiche) : affiche;
}
