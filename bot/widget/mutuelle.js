/**
 * What the page makes of the mutuelle the server named; null until it did. Pure.
 *
 * The number of a demonstration must never be offered to call.
 */
import { el } from "./dom.js";
import { TEXTES } from "./textes.js";

/** Its number as printed, unless it is that of a demonstration. */
export function phoneOf(mutuelle) {
  return mutuelle?.demonstration ? null : mutuelle?.telephone?.affiche ?? null;
}

/** @param {string} appel a number to dial @returns {boolean} it is that of a demonstration */
export function isFictive(mutuelle, appel) {
  return Boolean(mutuelle?.demonstration && mutuelle.telephone?.appel === appel);
}

/** What stands under the title. @returns {(Node|string)[]} */
export function nameplate(mutuelle) {
  const label = mutuelle.demonstration ? el("span", { class: "etiquette" }, TEXTES.demonstration) : "";
  return [el("span", {}, mutuelle.nom), label];
}
