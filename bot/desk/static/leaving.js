/**
 * How a conversation is left: handed back with a sentence, closed with an outcome, or passed on.
 *
 * Nothing is left while a reply is on its way, nor without a word of confirmation.
 */
import { el } from "/widget/dom.js";
import { LEAVING, TEXTES } from "./textes.js";
import { TRANSMETTRE } from "./textes_outils.js";

const byId = (id) => document.getElementById(id);

export class Leaving {
  /** The conversation being left, with the words to say once it is; null otherwise. */
  current = null;
  #desk;
  #outbox;
  #begun;
  #tell;

  /**
   * @param {() => boolean} begun whether a reply or a note is begun
   * @param {(text: string) => void} tell shows a problem
   */
  constructor(desk, outbox, socket, begun, tell) {
    this.#desk = desk;
    this.#outbox = outbox;
    this.#begun = begun;
    this.#tell = tell;
    socket.addEventListener("frame", ({ detail }) => detail.type === "colleagues" && this.#choose(detail));
    byId("transmettre-formulaire").addEventListener("submit", (event) => this.#transfer(event));
    for (const button of document.querySelectorAll("dialog .annuler")) {
      button.addEventListener("click", () => button.closest("dialog").close());
    }
  }

  /** @param {"hand_back"|"close"} kind */
  async leave(kind) {
    if (!this.#ready()) return;
    const conversation = this.#desk.open;
    byId("rendre-phrase").value = "";
    byId("confirmation-rendre").hidden = kind !== "hand_back";
    byId("confirmation-clore").hidden = byId("confirmation-clore").disabled = kind !== "close";
    const agreed = await this.confirmed(LEAVING[kind], kind === "close" ? "input[name=issue]" : "#confirmer");
    byId("confirmation-rendre").hidden = byId("confirmation-clore").hidden = true;
    byId("confirmation-clore").disabled = true;
    if (!agreed || this.#desk.open !== conversation) return;
    const said = kind === "close"
      ? { outcome: document.querySelector("input[name=issue]:checked").value }
      : { text: byId("rendre-phrase").value };
    this.#go(kind, said, LEAVING[kind]);
  }

  /** Asks the server who may take over; the dialog follows. */
  transfer() {
    if (this.#ready() && !this.#desk.command("colleagues")) this.#tell(TEXTES.coupure);
  }

  /** @param {{titre: string, texte: string, geste: string}} words @returns {Promise<boolean>} */
  confirmed({ titre, texte, geste }, first = "#confirmer") {
    const box = byId("confirmation");
    byId("confirmation-titre").textContent = titre;
    byId("confirmation-texte").textContent = texte;
    byId("confirmation-perte").hidden = !this.#begun();
    byId("confirmer").textContent = geste;
    box.querySelector("form").reset();
    box.returnValue = "";
    box.showModal();
    box.querySelector(first).focus();
    return new Promise((resolve) => {
      box.addEventListener("close", () => resolve(box.returnValue === "oui"), { once: true });
    });
  }

  #ready() {
    if (!this.#desk.inCharge || document.querySelector("dialog[open]")) return false;
    if (this.#outbox.of(this.#desk.open).length) this.#tell(TEXTES.envoiEnCours);
    return !this.#outbox.of(this.#desk.open).length;
  }

  #go(kind, values, words) {
    const conversation = this.#desk.open;
    if (this.#desk.command(kind, values)) this.current = { conversation, words };
    else this.#tell(TEXTES.coupure);
  }

  #choose({ conversation, people, teams }) {
    if (conversation !== this.#desk.open || byId("transmettre").open) return;
    byId("transmettre-formulaire").reset();
    byId("transmettre-perte").hidden = !this.#begun();
    byId("transmettre-personne").hidden = people.length > 0;
    byId("transmettre-choix").replaceChildren(
      ...people.map((one) => option(`counselor ${one.id}`, one.nom, TRANSMETTRE.personne(one), !one.libre)),
      ...teams.map((one) => option(`team ${one.id}`, TRANSMETTRE.equipe(one.nom), TRANSMETTRE.presents(one.presents))),
    );
    byId("transmettre").showModal();
    (document.querySelector("#transmettre-choix input:enabled") ?? byId("transmettre-motif")).focus();
  }

  #transfer(event) {
    event.preventDefault();
    const [to, id] = new FormData(event.target).get("vers").split(" ");
    const named = to === "counselor" ? Number(id) : id;
    this.#go("transfer", { to, id: named, text: byId("transmettre-motif").value }, TRANSMETTRE);
    byId("transmettre").close();
  }
}

function option(value, name, detail, disabled = false) {
  return el("label", { class: "option" },
    el("input", { type: "radio", name: "vers", value, required: true, disabled }),
    el("span", {}, el("strong", {}, name), " ", el("span", { class: "aide" }, detail)));
}
