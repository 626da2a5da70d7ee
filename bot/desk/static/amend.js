/**
 * The dialog by which a counselor corrects a place of the offer, or withdraws a correction.
 *
 * Opened from any card of a place. The server keeps it, signs it and shows it to every member.
 */
import { el } from "/widget/dom.js";
import { CORRECTIONS } from "./textes_outils.js";

const byId = (id) => document.getElementById(id);

export class Amend {
  #desk;
  #place = null;

  constructor(desk, socket) {
    this.#desk = desk;
    socket.addEventListener("frame", ({ detail }) => detail.type === "corrections" && this.#show(detail));
    document.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-lieu]");
      if (button) this.#open(button.dataset.lieu, button.dataset.nom);
    });
    byId("correction-genre").addEventListener("change", () => this.#fields());
    byId("correction-formulaire").addEventListener("submit", (event) => this.#submit(event));
    desk.addEventListener("problem", ({ detail }) => {
      if (!byId("correction").open) return;
      byId("correction-refus").textContent = detail.text;
      byId("correction-refus").hidden = false;
    });
  }

  #open(place, name) {
    if (!this.#desk.command("place", { place })) return;
    this.#place = place;
    byId("correction-formulaire").reset();
    byId("correction-lieu").textContent = name;
    byId("correction-existantes").replaceChildren();
    byId("correction-refus").hidden = true;
    this.#fields();
    byId("correction").showModal();
    byId("correction-genre").focus();
  }

  /** A new number or address is asked for only where there is one. */
  #fields() {
    const kind = byId("correction-genre").value;
    const label = CORRECTIONS.valeurs[kind];
    byId("correction-valeur-bloc").hidden = !label;
    byId("correction-valeur").required = Boolean(label);
    byId("correction-valeur").inputMode = kind === "phone" ? "tel" : "text";
    byId("correction-valeur-nom").textContent = label ?? "";
    byId("correction-note").required = kind === "other";
  }

  #submit(event) {
    event.preventDefault();
    byId("correction-refus").hidden = true;
    this.#desk.command("correct", {
      place: this.#place, kind: byId("correction-genre").value,
      value: byId("correction-valeur").value, note: byId("correction-note").value,
    });
  }

  #show({ place, corrections }) {
    if (place !== this.#place) return;
    const fresh = corrections.length > byId("correction-existantes").children.length;
    if (fresh && byId("correction-genre").value) {
      byId("correction-formulaire").reset();
      this.#fields();
    }
    byId("correction-existantes").replaceChildren(...corrections.map((one) => this.#line(one)));
    byId("correction-liste").hidden = !corrections.length;
  }

  #line(one) {
    const what = [CORRECTIONS.genres[one.kind], one.value, one.note].filter(Boolean).join(" · ");
    return el("li", {}, el("p", {}, what),
      el("p", { class: "aide" }, CORRECTIONS.signee(one.counselor, one.on)),
      one.revoked_on ? el("p", { class: "aide" }, CORRECTIONS.retiree(one.revoked_on))
        : el("button", { type: "button", class: "lien", onclick: () => this.#withdraw(one.id) }, CORRECTIONS.retirer));
  }

  #withdraw(correction) {
    this.#desk.command("uncorrect", { place: this.#place, correction });
  }
}
