/**
 * Cards under a message: a place, a source, steps to tick, a number to call, a letter, a date, the
 * offer to give one's position.
 *
 * Must never offer to call a number of demonstration data, nor link to anything but https and tel.
 */
import { el, hidden, icon, safePhone, safeUrl } from "./dom.js";
import { link } from "./marks.js";
import { canLocate } from "./position.js";
import { CARTES, URGENCE } from "./textes.js";

const BUILDERS = { lieu, source, etapes, contact, document: letter, rappel, position };

/**
 * @param {{type: string}} card as sent by the server
 * @param {{level: number, demonstration: (appel: string) => boolean, download: (format: string) =>
 *   void, keep: (card: object) => Node, locate: () => void}} context heading level of the cards;
 *   whether a number belongs to a demonstration; asks for a file of this card; the button that keeps
 *   a place; sends the position
 * @returns {HTMLElement|null} null for a type this page does not know
 */
export function renderCard(card, context) {
  return Object.hasOwn(BUILDERS, card.type) ? BUILDERS[card.type](card, context) : null;
}

const heading = (context, text) => el(`h${context.level}`, { class: "carte-titre" }, text);
const line = (name, text) => (text ? el("p", { class: name }, text) : null);
const example = () => el("p", { class: "exemple" }, CARTES.exemple);

function lieu(card, context) {
  const about = [card.categorie, card.distance].filter(Boolean).join(" · ");
  const [map, way] = [card.carte, card.itineraire].map(safeUrl);
  return el("div", { class: `carte carte-lieu${card.exemple ? " carte-exemple" : ""}` },
    card.exemple ? example() : null,
    heading(context, card.nom),
    line("carte-sujet", about),
    card.adresse ? el("p", { class: "carte-adresse" }, icon("lieu"), el("span", {}, card.adresse)) : null,
    line("carte-sujet", CARTES.horaires(card)),
    ...placeFacts(card).map((fact) => line("carte-fait", fact)),
    line("carte-mention", card.mention),
    card.services ? services(card.services, card.exemple, context) : null,
    el("div", { class: "carte-gestes" },
      card.telephone && !card.services ? phone(card.telephone, card.exemple, card.nom) : null,
      map ? el("span", { class: "geste" }, link(map, CARTES.carte)) : null,
      way ? el("span", { class: "geste" }, link(way, CARTES.itineraire)) : null,
      context.keep(card)),
    card.qualite?.length ? quality(card.qualite) : null,
    line("carte-source", card.pourquoi),
    line("carte-source", CARTES.provenance(card.source, card.date)));
}

/** What is known of coming and booking, one sentence each. @param {object} card @returns {string[]} */
export function placeFacts(card) {
  return [
    card.reserver && CARTES.reserver(card.reserver),
    card.acces?.length && CARTES.acces(card.acces),
  ].filter(Boolean);
}

function services({ titre, liste }, fictive, context) {
  return el("div", { class: "carte-services" },
    el(`h${Math.min(context.level + 1, 6)}`, { class: "carte-sujet" }, titre),
    el("ul", {}, ...liste.map((one) => el("li", {},
      el("span", {}, [one.nom, one.categorie, one.mention].filter(Boolean).join(" · "), " "),
      one.telephone ? phone(one.telephone, fictive, one.nom) : null))));
}

function quality(results) {
  return el("details", { class: "carte-qualite" }, el("summary", {}, CARTES.qualite),
    el("ul", {}, ...results.map((one) => el("li", {},
      el("strong", {}, CARTES.resultat(one)),
      ...[one.lecture, one.limite].map((text) => line("carte-fait", text)),
      line("carte-source", CARTES.origine(one))))));
}

function source(card, context) {
  const url = safeUrl(card.url);
  return el("div", { class: "carte carte-source-article" },
    el("p", { class: "carte-sujet" }, CARTES.source),
    el(`h${context.level}`, { class: "carte-titre" }, url ? link(url, card.titre) : card.titre),
    line("carte-source", CARTES.statut(card.statut)));
}

function etapes(card, context) {
  const progress = el("p", { class: "carte-source" }, CARTES.avancement(0, card.etapes.length));
  const list = el("ul", { class: "etapes" }, ...card.etapes.map((step) =>
    el("li", {}, el("label", {}, el("input", { type: "checkbox" }), el("span", {}, step)))));
  list.addEventListener("change", () => {
    const done = list.querySelectorAll("input:checked").length;
    progress.textContent = CARTES.avancement(done, card.etapes.length);
  });
  return el("div", { class: "carte carte-etapes" }, heading(context, card.titre), list, progress);
}

function contact(card, context) {
  const fictive = card.exemple === true || context.demonstration(card.appel);
  return el("div", { class: `carte carte-contact${fictive ? " carte-exemple" : ""}` },
    fictive ? example() : null,
    heading(context, card.nom),
    line("carte-role", card.role),
    el("div", { class: "carte-gestes" }, phone(card, fictive, card.nom)));
}

function letter(card, context) {
  return el("div", { class: "carte carte-document" },
    heading(context, card.titre),
    el("details", {}, el("summary", {}, CARTES.lire), el("p", { class: "lettre" }, card.texte)),
    files(card, context));
}

function rappel(card, context) {
  return el("div", { class: "carte carte-rappel" },
    heading(context, CARTES.rappel(card.affiche)),
    line("carte-sujet", card.texte),
    files(card, context));
}

function position(_card, context) {
  if (!canLocate()) return null;
  return el("div", { class: "carte-position" },
    el("button", { type: "button", class: "choix", onclick: context.locate }, icon("lieu"), CARTES.position),
    line("carte-source", CARTES.positionAide));
}

function files(card, context) {
  return el("div", { class: "carte-gestes" }, ...card.formats.map((format) =>
    el("button", { type: "button", class: "geste-fichier", onclick: () => context.download(format) },
      CARTES.fichiers[format] ?? format, hidden(`, ${card.titre}`))));
}

/** A call button, or the bare number when it must not be called. 114 is written to, not called. */
function phone({ affiche, appel }, fictive, name) {
  const written = appel === URGENCE.numeroSms;
  const href = fictive ? null : safePhone(appel)?.replace(/^tel:/, written ? "sms:" : "tel:");
  if (!href) return el("span", { class: "numero" }, affiche);
  return el("a", { class: "bouton-appel", href }, icon("telephone"),
    el("span", {}, `${written ? CARTES.ecrire : CARTES.appeler} `, el("strong", {}, affiche), hidden(`, ${name}`)));
}
