/**
 * A copy of the conversation for the member: a text file, or paper.
 *
 * Made in the page from what it shows; nothing leaves the browser.
 */
import { placeFacts } from "./cards.js";
import { authorOf, hourOf } from "./message.js";
import { CARTES, COPIE } from "./textes.js";

/** @param {object} card @returns {string[]} */
export function cardLines(card) {
  if (card.type === "document") return [card.titre, ...card.texte.split("\n")];
  if (card.type === "rappel") return [CARTES.rappel(card.affiche), card.texte];
  if (card.type === "position") return [];
  if (card.type === "etapes") return [card.titre, ...card.etapes.map((step) => `[ ] ${step}`)];
  const number = card.telephone?.affiche ?? card.affiche;
  const services = (card.services?.liste ?? []).map((one) =>
    `- ${[one.nom, one.categorie, card.exemple ? null : one.telephone?.affiche, one.mention].filter(Boolean).join(" · ")}`);
  const fields = [card.nom ?? card.titre, card.role ?? card.categorie, card.adresse,
    card.exemple ? CARTES.exemple : number, CARTES.horaires(card), ...placeFacts(card), card.url,
    card.mention, card.services?.titre, ...services, ...(card.qualite ?? []).map(CARTES.resultat),
    CARTES.provenance(card.source, card.date), card.statut];
  return fields.filter(Boolean);
}

/** @param {object[]} messages @param {string} title of the chat @returns {string} */
export function transcriptOf(messages, title) {
  const day = new Date().toLocaleDateString("fr-FR", { dateStyle: "long" });
  const blocks = messages.map((message) => [
    COPIE.auteur(authorOf(message), hourOf(message.at)),
    message.text?.replaceAll("**", ""),
    ...(message.cards ?? []).flatMap(cardLines).map((line) => `   ${line}`),
  ].filter(Boolean).join("\n"));
  return [COPIE.titre(title), COPIE.date(day), ...blocks].join("\n\n");
}

/** @param {string} text */
export function save(text) {
  saveFile(COPIE.fichier, "text/plain;charset=utf-8", ["\ufeff", text]);
}

/** @param {string} base64 @returns {Uint8Array} */
export const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** @param {string} name @param {string} type @param {BlobPart[]} parts */
export function saveFile(name, type, parts) {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}

/** Prints the copy alone, not the page that embeds the chat. @param {string} text @param {Node} place */
export function print(text, place) {
  const frame = document.createElement("iframe");
  frame.className = "lecteur"; // off screen, not hidden: a hidden frame prints nothing
  frame.title = COPIE.fichier;
  place.append(frame);
  const page = frame.contentDocument;
  page.title = COPIE.fichier;
  const paper = page.createElement("pre");
  paper.style.cssText = "font: 12pt/1.5 sans-serif; white-space: pre-wrap";
  paper.textContent = text;
  page.body.append(paper);
  frame.contentWindow.addEventListener("afterprint", () => frame.remove());
  frame.contentWindow.print();
}
