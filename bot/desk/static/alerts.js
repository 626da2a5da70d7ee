/**
 * What calls the counselor back: spoken announcements, title badge, sound, browser notification.
 *
 * A notification may show on a locked or shared screen: it never says what a member wrote or needs.
 * Sound and notifications are off until asked for; only these two choices are kept in the browser.
 */
import { RISQUES, TEXTES, title } from "./textes.js";

const byId = (id) => document.getElementById(id);

export class Alerts {
  #desk;
  #themes;
  #audio = null;
  #tell;

  /** @param {(text: string) => void} tell shows a problem */
  constructor(desk, themes, tell) {
    this.#desk = desk;
    this.#themes = themes;
    this.#tell = tell;
    for (const type of ["lists", "thread"]) desk.addEventListener(type, () => this.#badge());
    desk.addEventListener("arrival", ({ detail }) => this.#arrival(detail));
    desk.addEventListener("message", ({ detail }) => this.#message(detail));
    desk.addEventListener("notes", () => this.say(TEXTES.noteGardee));
    this.#toggle("son", () => { this.#audio ??= new AudioContext(); this.#ring(false); return true; });
    this.#toggle("notifications", () => this.#askNotifications());
  }

  /** Spoken by screen readers, once. */
  say(text, urgent = false) {
    const region = byId(urgent ? "alerte" : "annonce");
    // A node of its own for each sentence: the same words twice are still spoken twice.
    const line = document.createElement("p");
    line.textContent = text;
    region.append(line);
    setTimeout(() => line.remove(), 20_000);
  }

  #badge() {
    const count = this.#desk.waiting.length + this.#desk.unread.size;
    document.title = count ? `(${count}) ${TEXTES.titre}` : TEXTES.titre;
    const badge = byId("onglet-attente");
    badge.textContent = String(count);
    badge.hidden = count === 0;
  }

  #arrival({ ticket, risk, count, given }) {
    if (risk) {
      this.say(TEXTES.urgente(RISQUES[risk.kind] ?? TEXTES.risque), true);
      this.#call("urgent");
      return;
    }
    if (!ticket) {
      this.say(TEXTES.enAttente(count));
      return;
    }
    const name = title(ticket.summary, this.#themes);
    if (given) {
      this.say(TEXTES.confiee(name));
      this.#call("waiting");
      return;
    }
    this.say(ticket.urgent ? TEXTES.urgente(name) : TEXTES.nouvelle(name), ticket.urgent);
    this.#call(ticket.urgent ? "urgent" : "waiting");
  }

  #message({ message, isNew, attended }) {
    if (!isNew || !["membre", "securite"].includes(message.author)) return;
    const here = message.conversation === this.#desk.open;
    const ticket = this.#desk.ticket(message.conversation);
    if (here) this.say(TEXTES.membreDit(message.text));
    else if (ticket) this.say(TEXTES.ailleurs(title(ticket.summary, this.#themes)));
    if (!attended) this.#call("message");
  }

  #call(kind) {
    if (this.#on("son")) this.#ring(kind === "urgent");
    if (this.#on("notifications") && document.visibilityState === "hidden") {
      const shown = new Notification(TEXTES.titre, { body: TEXTES.notification[kind], tag: `ariane-${kind}`, icon: "/widget/icone.svg" });
      shown.addEventListener("click", () => { window.focus(); shown.close(); });
    }
  }

  /** Two soft notes, three when urgent. */
  #ring(urgent) {
    const audio = this.#audio ??= new AudioContext();
    const notes = urgent ? [660, 880, 880] : [523, 659];
    notes.forEach((frequency, index) => {
      const start = audio.currentTime + index * 0.16;
      const tone = new OscillatorNode(audio, { frequency });
      const volume = new GainNode(audio, { gain: 0 });
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.4);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.45);
    });
  }

  async #askNotifications() {
    const granted = "Notification" in window && await Notification.requestPermission() === "granted";
    if (!granted) this.#tell(TEXTES.notificationsRefusees);
    return granted;
  }

  #on(id) {
    return byId(id).getAttribute("aria-pressed") === "true";
  }

  /** @param {() => boolean|Promise<boolean>} enable what switching on takes; false leaves it off */
  #toggle(id, enable) {
    const remembered = localStorage.getItem(`ariane-${id}`) === "oui";
    const allowed = id !== "notifications" || ("Notification" in window && Notification.permission === "granted");
    byId(id).setAttribute("aria-pressed", String(remembered && allowed));
    byId(id).addEventListener("click", async () => {
      const on = !this.#on(id) && await enable();
      byId(id).setAttribute("aria-pressed", String(on));
      localStorage.setItem(`ariane-${id}`, on ? "oui" : "non");
    });
  }
}
