/**
 * Everything by keyboard: Alt and a letter anywhere, « / » and « ? » outside a field, and the panel
 * that lists them all. What a key does is the page's to say.
 */
import { el } from "/widget/dom.js";
import { RACCOURCIS } from "./textes.js";

const byId = (id) => document.getElementById(id);
const FIELDS = "input, textarea, select";

/** @param {Record<string, () => void>} actions by letter, « / » or « ? » */
export function listen(actions) {
  document.addEventListener("keydown", (event) => {
    const key = pressed(event);
    if (!Object.hasOwn(actions, key) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    actions[key]();
  });
  byId("raccourcis").prepend(...RACCOURCIS.filter(([, , often]) => often).map(([keys, words]) => line(keys, words)));
  byId("aide-touches").append(...RACCOURCIS.flatMap(([keys, words]) => [
    el("dt", {}, ...caps(keys)), el("dd", {}, words),
  ]));
  byId("aide-bouton").addEventListener("click", actions["?"]);
}

/** The panel that lists every key. */
export function help() {
  byId("aide").showModal();
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.getModifierState("AltGraph")) return "";
  if (event.altKey) {
    // On a Mac, Alt makes another letter: the place of the key is then all there is.
    return /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace("Key", "").toLowerCase();
  }
  return ["/", "?"].includes(event.key) && !event.target.closest?.(FIELDS) ? event.key : "";
}

function line(keys, words) {
  return el("span", { class: "raccourci" }, ...caps(keys), ` ${words}`);
}

function caps(keys) {
  return keys.split("+").flatMap((key, i) => [i ? "+" : null, el("kbd", {}, key)]).filter(Boolean);
}
