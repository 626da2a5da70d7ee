/**
 * The counselors' page: wires the socket, what is known and what is shown; buttons and shortcuts.
 */
import { el } from "/widget/dom.js";
import { Agenda } from "./agenda.js";
import { Alerts } from "./alerts.js";
import { Amend } from "./amend.js";
import { Composer } from "./composer.js";
import { Desk } from "./desk.js";
import { Dossier } from "./dossier.js";
import { Elsewhere } from "./elsewhere.js";
import { help, listen } from "./keys.js";
import { Leaving } from "./leaving.js";
import { Lists } from "./lists.js";
import { Outbox } from "./outbox.js";
import { Palette } from "./palette.js";
import { Shelf } from "./shelf.js";
import { DeskSocket } from "./socket.js";
import { LEAVING, MOTIFS_DE_BRIS, TEXTES } from "./textes.js";
import { Thread } from "./thread.js";

const byId = (id) => document.getElementById(id);
const themes = JSON.parse(document.body.dataset.themes);
const socket = new DeskSocket();
const outbox = new Outbox(socket);
const desk = new Desk(socket, outbox);
const composer = new Composer(desk, outbox, () => palette.open());
const palette = new Palette(desk, composer, socket);
const dossier = new Dossier(desk, themes, tell);
const alerts = new Alerts(desk, themes, tell);
new Agenda(desk, (conversation) => choose(conversation), join);
new Lists(desk, outbox, themes, (conversation) => choose(conversation));
new Elsewhere(desk, themes, (conversation) => choose(conversation));
new Amend(desk, socket);
const leaving = new Leaving(desk, outbox, socket, () => composer.draft || dossier.draft, tell);
const shelf = new Shelf(desk, outbox, socket, (text) => alerts.say(text));
new Thread(desk, outbox, socket, themes, (item) => composer.takeBack(item));

/** Conversation being taken. */
let taking = null;

/** On a touch screen, focusing a field would raise the keyboard over the thread. */
const canFocusField = () => matchMedia("(hover: hover)").matches;

function show(view) {
  document.body.dataset.vue = view;
  for (const tab of document.querySelectorAll("[data-vers]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.vers === view));
  }
}

function choose(conversation) {
  desk.select(conversation);
  show("fil");
  if (!(desk.isMine(conversation) && canFocusField() && composer.focus())) byId("sujet").focus();
}

/** The next of `list` after the open one, the first otherwise. */
function after(list) {
  const here = list.findIndex((one) => one.conversation === desk.open);
  return list[(here + 1) % list.length]?.conversation;
}

function nextWaiting() {
  const next = after(desk.waiting);
  if (next) choose(next);
  else alerts.say(TEXTES.personne);
}

/** Those with something to read come first. */
function nextOwn() {
  const unread = desk.mine.filter((one) => desk.unread.has(one.conversation));
  const next = after(unread.length ? unread : desk.mine);
  if (next) choose(next);
  else alerts.say(TEXTES.aucune);
}

function take() {
  if (byId("conversation").hidden || byId("prendre").hidden) return;
  if (desk.command("take")) taking = desk.open;
}

/** Comes to a conversation left to the bot, for a danger or a promise. */
async function join(conversation, words) {
  if (byId("confirmation").open || !await leaving.confirmed(words) || !desk.join(conversation)) return;
  taking = conversation;
  show("fil");
}

/** A problem, said aloud and kept on screen until hidden. */
function tell(text, ...more) {
  byId("avis-texte").replaceChildren(text, ...more);
  byId("avis").hidden = !text;
}

desk.addEventListener("thread", () => {
  if (desk.thread?.glass) show("fil");
  if (taking !== desk.open || desk.thread?.state !== "human") return;
  taking = null;
  tell("");
  alerts.say(TEXTES.prise);
  if (canFocusField()) composer.focus();
});

desk.addEventListener("gone", ({ detail }) => {
  show("file");
  const left = leaving.current;
  if (left) {
    composer.forget(left.conversation);
    dossier.forget(left.conversation);
    alerts.say(left.words.fait);
    tell("");
    leaving.current = null;
  } else if (taking === null) {
    tell(detail.mine ? TEXTES.finie : TEXTES.partie);
  }
  taking = null;
  (document.querySelector(".fiche") ?? byId("titre-attente")).focus();
});

desk.addEventListener("glass", ({ detail }) => {
  const words = TEXTES.bris(detail.name, detail.reference, MOTIFS_DE_BRIS[detail.motif]);
  tell(words);
});

desk.addEventListener("problem", ({ detail }) => {
  taking = null;
  leaving.current = null;
  if (!detail.quiet) tell(detail.text);
});

socket.addEventListener("change", () => {
  const words = { up: TEXTES.enLigne, connecting: TEXTES.connexion, down: TEXTES.horsLigne, expired: TEXTES.expiree };
  byId("liaison").dataset.etat = { up: "bonne", connecting: "attente" }[socket.state] ?? "coupee";
  byId("liaison-texte").textContent = words[socket.state];
  if (socket.state === "down") tell(TEXTES.coupure);
  if (socket.state === "expired") {
    tell(TEXTES.session, " ", el("a", { href: "/conseiller/connexion", target: "_blank", rel: "noopener" }, TEXTES.seReconnecter));
  }
  if (socket.state === "up") tell("");
});

listen({
  n: nextWaiting, p: take, c: nextOwn,
  r: () => { show("fil"); composer.focus(); },
  o: () => { show("dossier"); shelf.rest(); dossier.focus(); },
  f: () => { show("dossier"); shelf.focus(); },
  a: () => leaving.leave("hand_back"), x: () => leaving.leave("close"), t: () => leaving.transfer(),
  "/": () => palette.open(), "?": help,
});

byId("prendre").addEventListener("click", take);
byId("rendre").addEventListener("click", () => leaving.leave("hand_back"));
byId("clore").addEventListener("click", () => leaving.leave("close"));
byId("transmettre-bouton").addEventListener("click", () => leaving.transfer());
byId("types").addEventListener("click", () => palette.open());
byId("refuser").addEventListener("click", () => {
  byId("refus-formulaire").reset();
  byId("refus").showModal();
  byId("refus-texte").focus();
});
byId("refus-formulaire").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = byId("refus-texte").value;
  if (desk.command("decline", { text })) leaving.current = { conversation: desk.open, words: LEAVING.close };
  else tell(TEXTES.coupure);
  byId("refus").close();
});
byId("avis-fermer").addEventListener("click", () => tell(""));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && desk.read());
for (const tab of document.querySelectorAll("[data-vers]")) {
  tab.addEventListener("click", () => show(tab.dataset.vers));
}
addEventListener("beforeunload", (event) => {
  if (outbox.size || composer.dirty || dossier.dirty) event.preventDefault();
});
socket.start();
