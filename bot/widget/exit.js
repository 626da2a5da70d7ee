/**
 * « Quitter vite »: for someone who must not be seen here.
 *
 * The screen is emptied before anything else, the conversation is forgotten, and a neutral site takes
 * this page's place in the history. It cannot clean pages visited before this one.
 */
import { safeUrl } from "./dom.js";

const NEUTRAL_SITE = "https://meteofrance.com/";

/** @param {() => void} forget @param {string|null} address chosen by the site, https only */
export function quickExit(forget, address) {
  document.documentElement.style.setProperty("display", "none", "important");
  document.title = "";
  forget();
  location.replace(safeUrl(address) ?? NEUTRAL_SITE);
}
