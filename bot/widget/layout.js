/**
 * The frame around the conversation: launcher, header, emergency line, welcome.
 *
 * Builds nodes and nothing else. The emergency line is part of the frame: it must never scroll away
 * nor depend on the connection.
 */
import { el, hidden, icon } from "./dom.js";
import { ACCUEIL, PRESENTATION, TEXTES, URGENCE } from "./textes.js";

/** @param {() => void} open */
export function launcher(open) {
  const unread = el("span", { class: "non-lus", hidden: true });
  const button = el("button", { type: "button", class: "lanceur", "aria-expanded": "false",
    "aria-haspopup": "dialog", onclick: open },
  icon("fil"), el("span", { class: "lanceur-texte" }, TEXTES.lanceur), unread);
  return { button, unread };
}

/** Title, then what must stay at hand: leave fast, options, close. */
export function header({ level, title, quit, options, close }) {
  const name = el(`h${level}`, { class: "titre", id: "titre", tabindex: "-1" }, title);
  const about = el("p", { class: "sous-titre" }, el("span", {}, TEXTES.sousTitre));
  const node = el("div", { class: "entete" },
    el("span", { class: "embleme" }, icon("fil")),
    el("div", { class: "identite" }, name, about),
    el("div", { class: "entete-gestes" },
      el("button", { type: "button", class: "quitter", title: TEXTES.quitterAide, onclick: quit },
        icon("sortie"), TEXTES.quitter),
      options,
      close ? el("button", { type: "button", class: "fermer", "aria-label": TEXTES.fermer, onclick: close },
        icon("fermer")) : null));
  return { node, name, about };
}

/** Numbers one can dial at once, whatever happens to the chat. */
export function emergencyLine() {
  const call = (number) => el("a", { href: `tel:${number}`, "aria-label": URGENCE.appeler(number) }, number);
  const [first, second] = URGENCE.numeros;
  return el("div", { class: "secours", role: "group", "aria-label": URGENCE.region },
    el("p", { class: "colonne" }, el("strong", {}, URGENCE.intitule), " ", call(first),
      ` ${URGENCE.ou} `, call(second), " ", el("span", { class: "sms" },
        `– ${URGENCE.sms} `, el("a", { href: `sms:${URGENCE.numeroSms}`,
          "aria-label": URGENCE.ecrire(URGENCE.numeroSms) }, URGENCE.numeroSms))));
}

/** @param {number} level of the heading @param {(text: string) => void} say */
export function welcome(level, say) {
  const choices = el("div", { class: "suggestions" }, el("p", {}, ACCUEIL.suggestionsIntitule),
    el("div", { class: "liste-choix" }, ...ACCUEIL.suggestions.map((text) =>
      el("button", { type: "button", class: "choix", onclick: () => say(text) }, text))));
  const node = el("div", { class: "accueil" }, el(`h${level}`, {}, ACCUEIL.titre),
    el("p", {}, ACCUEIL.texte), el("p", { class: "accord" }, ACCUEIL.accord), choices);
  return { node, choices };
}

/** Beside the thread, on a wide page. */
export function presentation() {
  return el("div", { class: "presentation" },
    el("span", { class: "embleme" }, icon("fil")),
    el("h2", {}, PRESENTATION.titre),
    el("p", {}, PRESENTATION.texte),
    el("ul", {}, ...PRESENTATION.points.map((point) => el("li", {}, point))),
    el("p", { class: "vie-privee" }, PRESENTATION.vie));
}

/** What is said and not shown; each line is spoken once, then removed. */
export function announcer() {
  const node = el("div", { class: "lecteur", role: "status", "aria-atomic": "false" });
  const announce = (text) => {
    const line = el("p", {}, text);
    node.append(line);
    setTimeout(() => line.remove(), 5_000);
  };
  return { node, announce };
}

/** The accessible name of the launcher follows what waits inside. */
export function setUnread({ button, unread }, title, count) {
  unread.hidden = count === 0;
  unread.replaceChildren(String(count), hidden(` ${TEXTES.nonLus(count).replace(/^\d+\s/, "")}`));
  button.title = TEXTES.ouvrir(title);
}
